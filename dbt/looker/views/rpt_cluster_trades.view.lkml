view: rpt_cluster_trades {
  sql_table_name: @{schema}.rpt_cluster_trades ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.cluster_id || '|' || ${TABLE}.trade_id ;;
  }

  ## Foreign Keys and IDs
  ### Hidden
  dimension: cluster_id {
    hidden: yes
    type: string
    sql: ${TABLE}.cluster_id ;;
  }
  dimension: member_id {
    hidden: yes
    type: string
    sql: ${TABLE}.member_id ;;
  }
  dimension: trade_id {
    hidden: yes
    type: string
    sql: ${TABLE}.trade_id ;;
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
  measure: count_officials {
    description: "Distinct officials with a trade in a cluster."
    type: count_distinct
    sql: ${member_id} ;;
  }
  measure: count_trades {
    description: "Trades in clusters."
    type: count
  }
}
