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
    description: "The day on which the trade was disclosed."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.report_date ;;
  }
  dimension_group: transaction {
    description: "The day of the transaction."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.transaction_date ;;
  }

  ## Properties
  dimension: amount_raw {
    label: "Amount as Disclosed"
    description: "The disclosed amount as it was written."
    type: string
    sql: ${TABLE}.amount_raw ;;
  }
  dimension: chamber {
    description: "The official's chamber now: House or Senate."
    type: string
    sql: ${TABLE}.chamber ;;
  }
  dimension: disclosure_url {
    label: "Filing"
    description: "Address of the filing."
    type: string
    sql: ${TABLE}.disclosure_url ;;
    link: {
      label: "Open the Filing"
      url: "{{ value }}"
    }
  }
  dimension: display_name {
    label: "Official"
    description: "Name as people know the official."
    type: string
    sql: ${TABLE}.display_name ;;
    required_fields: [member_id]
    link: {
      label: "Show This Official"
      url: "/dashboards/congress::congress_trades?Official={{ value | url_encode }}"
    }
  }
  dimension: party {
    description: "The official's party now, as a letter."
    type: string
    sql: ${TABLE}.party ;;
  }
  dimension: security_name {
    description: "Name of the security as disclosed."
    type: string
    sql: ${TABLE}.security_name ;;
  }
  dimension: state_code {
    description: "USPS code of the official's state or territory now."
    type: string
    sql: ${TABLE}.state_code ;;
    map_layer_name: us_states
  }
  dimension: ticker {
    description: "Ticker symbol, case-sensitive, class shares with a dot (BRK.B); null where none was disclosed."
    type: string
    sql: ${TABLE}.ticker ;;
    link: {
      label: "Show This Ticker"
      url: "/dashboards/congress::congress_trades?Ticker={{ value | url_encode }}"
    }
  }
  dimension: transaction_type {
    description: "purchase, sale, sale_partial or exchange."
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
    description: "Days beyond the law's 45."
    type: number
    sql: ${TABLE}.days_late ;;
    value_format_name: decimal_0
  }
  dimension: lag_days {
    description: "Calendar days from the transaction to its report."
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
