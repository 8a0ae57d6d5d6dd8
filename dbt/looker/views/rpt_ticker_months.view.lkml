view: rpt_ticker_months {
  sql_table_name: @{schema}.rpt_ticker_months ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.ticker || '|' || ${TABLE}.month ;;
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
  dimension_group: transaction {
    description: "First day of the month of the transaction."
    type: time
    timeframes: [raw, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.month ;;
  }

  ## Flags
  dimension: completeness {
    description: "Incomplete: the month touches the last 45 days, in which disclosures are still due."
    type: string
    sql: case when ${is_incomplete} then 'Incomplete' else 'Complete' end ;;
  }
  dimension: is_incomplete {
    description: "The month touches the last 45 days, whose trades need not be disclosed yet."
    type: yesno
    sql: ${TABLE}.is_incomplete ;;
  }

  ## Properties
  dimension: net_direction {
    description: "buying, selling or even: which of purchases and sales are more."
    type: string
    sql: ${TABLE}.net_direction ;;
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
  measure: total_net_trades {
    description: "Purchases less sales."
    type: sum
    sql: ${_net_trades} ;;
    value_format_name: decimal_0
  }
  measure: total_purchases {
    description: "Purchases."
    type: sum
    sql: ${_purchases} ;;
    value_format_name: decimal_0
  }
  measure: total_sales {
    description: "Sales, partial ones included."
    type: sum
    sql: ${_sales} ;;
    value_format_name: decimal_0
  }
  measure: total_trades {
    description: "Live trades."
    type: sum
    sql: ${_trades} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _net_trades {
    hidden: yes
    type: number
    sql: ${TABLE}.net_trades ;;
  }
  dimension: _purchases {
    hidden: yes
    type: number
    sql: ${TABLE}.purchases ;;
  }
  dimension: _sales {
    hidden: yes
    type: number
    sql: ${TABLE}.sales ;;
  }
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
  measure: total_purchase_amount_high {
    description: "Sum of the purchases' high ends; null where one of them is open or unknown."
    type: number
    sql: case when count_if(${_purchases} > 0 and ${_purchase_amount_high} is null) = 0 then coalesce(sum(${_purchase_amount_high}), 0) end ;;
    value_format_name: usd_0
  }
  measure: total_purchase_amount_low {
    description: "Sum of the purchases' low ends, in US dollars."
    type: sum
    sql: ${_purchase_amount_low} ;;
    value_format_name: usd_0
  }
  measure: total_sale_amount_high {
    description: "Sum of the sales' high ends; null where one of them is open or unknown."
    type: number
    sql: case when count_if(${_sales} > 0 and ${_sale_amount_high} is null) = 0 then coalesce(sum(${_sale_amount_high}), 0) end ;;
    value_format_name: usd_0
  }
  measure: total_sale_amount_low {
    description: "Sum of the sales' low ends, in US dollars."
    type: sum
    sql: ${_sale_amount_low} ;;
    value_format_name: usd_0
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
  dimension: _purchase_amount_high {
    hidden: yes
    type: number
    sql: ${TABLE}.purchase_amount_high ;;
  }
  dimension: _purchase_amount_low {
    hidden: yes
    type: number
    sql: ${TABLE}.purchase_amount_low ;;
  }
  dimension: _sale_amount_high {
    hidden: yes
    type: number
    sql: ${TABLE}.sale_amount_high ;;
  }
  dimension: _sale_amount_low {
    hidden: yes
    type: number
    sql: ${TABLE}.sale_amount_low ;;
  }
}
