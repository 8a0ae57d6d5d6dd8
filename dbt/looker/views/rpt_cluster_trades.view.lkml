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
  dimension: direction {
    description: "purchase, or sale (partial ones included)."
    type: string
    sql: ${TABLE}.direction ;;
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
