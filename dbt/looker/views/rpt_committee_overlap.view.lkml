view: rpt_committee_overlap {
  sql_table_name: @{schema}.rpt_committee_overlap ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.trade_id || '|' || coalesce(${TABLE}.committee, '') ;;
  }

  ## Foreign Keys and IDs
  ### Hidden
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
  dimension_group: membership_valid_from {
    description: "TODO membership_valid_from"
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.membership_valid_from ;;
  }
  dimension_group: membership_valid_to {
    description: "TODO membership_valid_to"
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.membership_valid_to ;;
  }
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
  dimension: committee {
    description: "TODO committee"
    type: string
    sql: ${TABLE}.committee ;;
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
  dimension: jurisdiction {
    description: "TODO jurisdiction"
    type: string
    sql: ${TABLE}.jurisdiction ;;
  }
  dimension: jurisdiction_url {
    description: "TODO jurisdiction_url"
    type: string
    sql: ${TABLE}.jurisdiction_url ;;
    link: {
      label: "Open the Jurisdiction"
      url: "{{ value }}"
    }
  }
  dimension: missing_reason {
    description: "TODO missing_reason"
    type: string
    sql: ${TABLE}.missing_reason ;;
  }
  dimension: party {
    description: "TODO party"
    type: string
    sql: ${TABLE}.party ;;
  }
  dimension: sector {
    description: "TODO sector"
    type: string
    sql: ${TABLE}.sector ;;
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
  dimension: all_trades {
    description: "TODO all_trades"
    type: number
    sql: ${TABLE}.all_trades ;;
    value_format_name: decimal_0
  }
  dimension: base_rate {
    description: "TODO base_rate"
    type: number
    sql: ${TABLE}.base_rate ;;
    value_format_name: percent_1
  }
  dimension: base_rate_12_months {
    description: "TODO base_rate_12_months"
    type: number
    sql: ${TABLE}.base_rate_12_months ;;
    value_format_name: percent_1
  }
  measure: count_not_observed {
    description: "Distinct trades whose filer was not yet observed at the transaction date."
    type: count_distinct
    sql: ${trade_id} ;;
    filters: [missing_reason: "not_observed"]
  }
  measure: count_overlaps {
    description: "Trades with each committee that they overlap with."
    type: count
    filters: [committee: "-NULL"]
  }
  measure: count_trades {
    description: "Distinct trades with an overlap."
    type: count_distinct
    sql: ${trade_id} ;;
    filters: [committee: "-NULL"]
  }
  dimension: sector_trades {
    description: "TODO sector_trades"
    type: number
    sql: ${TABLE}.sector_trades ;;
    value_format_name: decimal_0
  }
}
