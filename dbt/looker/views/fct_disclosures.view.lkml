view: fct_disclosures {
  sql_table_name: @{schema}.fct_disclosures ;;

  ## Primary Key
  dimension: report_id {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.report_id ;;
  }

  ## Foreign Keys and IDs
  ### Hidden
  dimension: member_id {
    hidden: yes
    type: string
    sql: ${TABLE}.member_id ;;
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
  dimension_group: report {
    description: "The day on which it was filed."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.report_date ;;
  }

  ## Properties
  dimension: amendment_number {
    description: "The amendment that is live; 0 for the original filing."
    type: number
    sql: ${TABLE}.amendment_number ;;
    value_format_name: decimal_0
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
  dimension: state_code {
    description: "USPS code of the official's state or territory now."
    type: string
    sql: ${TABLE}.state_code ;;
    map_layer_name: us_states
  }

  ## Counts
  measure: count_disclosures {
    description: "Reports with a live trade."
    type: count
  }
  measure: total_exchanges {
    description: "Exchanges."
    type: sum
    sql: ${_exchanges} ;;
    value_format_name: decimal_0
  }
  measure: total_partial_sales {
    description: "Partial sales; they are among the sales, too."
    type: sum
    sql: ${_partial_sales} ;;
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
  measure: total_transactions {
    description: "Live trades in it."
    type: sum
    sql: ${_transactions} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _exchanges {
    hidden: yes
    type: number
    sql: ${TABLE}.exchanges ;;
  }
  dimension: _partial_sales {
    hidden: yes
    type: number
    sql: ${TABLE}.partial_sales ;;
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
  dimension: _transactions {
    hidden: yes
    type: number
    sql: ${TABLE}.transactions ;;
  }

  ## Amounts
  measure: total_amount_estimate {
    description: "Estimate - sum of the midpoints, in US dollars; null where an end is open or unknown."
    type: number
    sql: case when count(${_amount_estimate}) = count(*) then sum(${_amount_estimate}) end ;;
    value_format_name: usd_0
  }
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
  dimension: _amount_estimate {
    hidden: yes
    type: number
    sql: ${TABLE}.amount_estimate ;;
  }
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

  ## Lateness
  dimension: days_late {
    description: "Days of the longest lag beyond the law's 45, never below 0."
    type: number
    sql: ${TABLE}.days_late ;;
    value_format_name: decimal_0
  }
  dimension: max_lag_days {
    description: "The longest of the days from transaction to report."
    type: number
    sql: ${TABLE}.max_lag_days ;;
    value_format_name: decimal_0
  }
  dimension: median_lag_days {
    description: "Median of the days from transaction to report."
    type: number
    sql: ${TABLE}.median_lag_days ;;
    value_format_name: decimal_0
  }
  measure: total_late_transactions {
    description: "Trades disclosed after more than 45 days."
    type: sum
    sql: ${_late_transactions} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _late_transactions {
    hidden: yes
    type: number
    sql: ${TABLE}.late_transactions ;;
  }
}
