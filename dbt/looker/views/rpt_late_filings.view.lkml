view: rpt_late_filings {
  sql_table_name: @{schema}.rpt_late_filings ;;

  ## Primary Key
  dimension: trade_id {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.trade_id ;;
  }

  ## Foreign Keys and IDs
  ### Hidden
  dimension: member_id {
    hidden: yes
    type: string
    sql: ${TABLE}.member_id ;;
  }
  dimension: report_id {
    hidden: yes
    type: string
    sql: ${TABLE}.report_id ;;
  }

  ## Dates
  dimension_group: report {
    description: "TODO report_date"
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.report_date ;;
  }
  dimension_group: transaction {
    description: "TODO transaction_date"
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.transaction_date ;;
  }

  ## Properties
  dimension: amount_raw {
    label: "Amount as Disclosed"
    description: "TODO amount_raw"
    type: string
    sql: ${TABLE}.amount_raw ;;
  }
  dimension: chamber {
    description: "TODO chamber"
    type: string
    sql: ${TABLE}.chamber ;;
  }
  dimension: disclosure_url {
    label: "Filing"
    description: "TODO disclosure_url"
    type: string
    sql: ${TABLE}.disclosure_url ;;
    link: {
      label: "Open the Filing"
      url: "{{ value }}"
    }
  }
  dimension: display_name {
    label: "Official"
    description: "TODO display_name"
    type: string
    sql: ${TABLE}.display_name ;;
    link: {
      label: "Show This Official"
      url: "/dashboards/congress::congress_trades?Official={{ value | url_encode }}"
    }
  }
  dimension: party {
    description: "TODO party"
    type: string
    sql: ${TABLE}.party ;;
  }
  dimension: security_name {
    description: "TODO security_name"
    type: string
    sql: ${TABLE}.security_name ;;
  }
  dimension: state_code {
    description: "TODO state_code"
    type: string
    sql: ${TABLE}.state_code ;;
    map_layer_name: us_states
  }
  dimension: ticker {
    description: "TODO ticker"
    type: string
    sql: ${TABLE}.ticker ;;
    link: {
      label: "Show This Ticker"
      url: "/dashboards/congress::congress_trades?Ticker={{ value | url_encode }}"
    }
  }
  dimension: transaction_type {
    description: "TODO transaction_type"
    type: string
    sql: ${TABLE}.transaction_type ;;
  }

  ## Counts
  measure: count_late_trades {
    description: "Live trades disclosed after more than 45 days."
    type: count
  }

  ## Lateness
  dimension: days_late {
    description: "TODO days_late"
    type: number
    sql: ${TABLE}.days_late ;;
    value_format_name: decimal_0
  }
  dimension: lag_days {
    description: "TODO lag_days"
    type: number
    sql: ${TABLE}.lag_days ;;
    value_format_name: decimal_0
  }
  measure: max_days_late {
    description: "Most days beyond the law's 45."
    type: max
    sql: ${days_late} ;;
    value_format_name: decimal_0
  }
}
