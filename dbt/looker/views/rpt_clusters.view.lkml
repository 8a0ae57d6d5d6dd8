view: rpt_clusters {
  sql_table_name: @{schema}.rpt_clusters ;;

  ## Primary Key
  dimension: cluster_id {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.cluster_id ;;
  }

  ## Dates
  dimension_group: first_transaction {
    description: "Day of the first trade."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.first_transaction_date ;;
  }
  dimension_group: last_transaction {
    description: "Day of the last trade."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.last_transaction_date ;;
  }

  ## Flags
  dimension: is_bipartisan {
    description: "Democrats and Republicans are among them."
    type: yesno
    sql: ${TABLE}.is_bipartisan ;;
  }

  ## Properties
  dimension: direction {
    description: "purchase, or sale (partial ones included)."
    type: string
    sql: ${TABLE}.direction ;;
  }
  dimension: security_name {
    description: "Name of the security as disclosed."
    type: string
    sql: ${TABLE}.security_name ;;
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

  ## Counts
  measure: count_clusters {
    description: "Clusters: three or more officials, the same ticker and direction, within 14 days."
    type: count
  }
  dimension: officials {
    group_label: "Officials"
    description: "Distinct officials who traded."
    type: number
    sql: ${TABLE}.officials ;;
    value_format_name: decimal_0
  }
  dimension: officials_democrat {
    label: "Officials, Democrat"
    group_label: "Officials"
    description: "Of them, now Democrats."
    type: number
    sql: ${TABLE}.officials_democrat ;;
    value_format_name: decimal_0
  }
  dimension: officials_house {
    label: "Officials, House"
    group_label: "Officials"
    description: "Of them, now in the House."
    type: number
    sql: ${TABLE}.officials_house ;;
    value_format_name: decimal_0
  }
  dimension: officials_other_party {
    label: "Officials, Other Party"
    group_label: "Officials"
    description: "Of them, now of another party or none."
    type: number
    sql: ${TABLE}.officials_other_party ;;
    value_format_name: decimal_0
  }
  dimension: officials_republican {
    label: "Officials, Republican"
    group_label: "Officials"
    description: "Of them, now Republicans."
    type: number
    sql: ${TABLE}.officials_republican ;;
    value_format_name: decimal_0
  }
  dimension: officials_senate {
    label: "Officials, Senate"
    group_label: "Officials"
    description: "Of them, now in the Senate."
    type: number
    sql: ${TABLE}.officials_senate ;;
    value_format_name: decimal_0
  }
  measure: total_trades {
    description: "Live trades."
    type: sum
    sql: ${_trades} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _trades {
    hidden: yes
    type: number
    sql: ${TABLE}.trades ;;
  }

  ## Amounts
  measure: total_amount_high {
    description: "Sum of the high ends, in US dollars; null where one of them is open or unknown."
    type: number
    sql: case when sum(${_open_amounts}) = 0 then coalesce(sum(${_amount_high}), 0) end ;;
    value_format_name: usd_0
  }
  measure: total_amount_low {
    description: "Sum of the low ends, in US dollars; an unknown one adds nothing."
    type: sum
    sql: ${_amount_low} ;;
    value_format_name: usd_0
  }
  measure: total_open_amounts {
    description: "Trades whose high end is open or unknown."
    type: sum
    sql: ${_open_amounts} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _amount_high {
    hidden: yes
    type: number
    sql: ${TABLE}.amount_high ;;
  }
  dimension: _amount_low {
    hidden: yes
    type: number
    sql: ${TABLE}.amount_low ;;
  }
  dimension: _open_amounts {
    hidden: yes
    type: number
    sql: ${TABLE}.open_amounts ;;
  }

  ## Sets
  set: summary {
    fields: [
      first_transaction_date
      , last_transaction_date
      , is_bipartisan
      , security_name
      , officials
      , officials_house
      , officials_senate
      , officials_democrat
      , officials_republican
      , officials_other_party
    ]
  }
}
