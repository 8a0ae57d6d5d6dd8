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
    description: "First observation of the seat (UTC)."
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.membership_valid_from ;;
  }
  dimension_group: membership_valid_to {
    description: "First observation without the seat (UTC); null while current."
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.membership_valid_to ;;
  }
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
  dimension: committee {
    description: "The committee that oversees the sector; null where the official was not yet observed."
    type: string
    sql: ${TABLE}.committee ;;
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
  dimension: jurisdiction {
    description: "The committee's field in that sector, in our words."
    type: string
    sql: ${TABLE}.jurisdiction ;;
  }
  dimension: jurisdiction_url {
    description: "Where the rule is published."
    type: string
    sql: ${TABLE}.jurisdiction_url ;;
    link: {
      label: "Open the Jurisdiction"
      url: "{{ value }}"
    }
  }
  dimension: membership_committee {
    description: "The committee as the API named it (dim_committee_memberships.committee)."
    type: string
    sql: ${TABLE}.membership_committee ;;
  }
  dimension: missing_reason {
    description: "not_observed where the trade is older than the first observation of its official, else null."
    type: string
    sql: ${TABLE}.missing_reason ;;
  }
  dimension: party {
    description: "The official's party now, as a letter."
    type: string
    sql: ${TABLE}.party ;;
  }
  dimension: rule {
    description: "The rule of the House or the Senate that gives the committee its field."
    type: string
    sql: ${TABLE}.rule ;;
  }
  dimension: sector {
    description: "Sector of the ticker's SIC code; Unknown where a ticker, stock or fund has none."
    type: string
    sql: ${TABLE}.sector ;;
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
  dimension: all_trades {
    description: "Live trades of all officials."
    type: number
    sql: ${TABLE}.all_trades ;;
    value_format_name: decimal_0
  }
  dimension: base_rate {
    description: "sector_trades as a fraction of all_trades."
    type: number
    sql: ${TABLE}.base_rate ;;
    value_format_name: percent_1
  }
  dimension: base_rate_12_months {
    description: "The same over the last 12 months; null without a trade in them."
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
    description: "Live trades of all officials in the sector."
    type: number
    sql: ${TABLE}.sector_trades ;;
    value_format_name: decimal_0
  }
}
