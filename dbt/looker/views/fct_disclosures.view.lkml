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
    description: "TODO first_transaction_date"
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.first_transaction_date ;;
  }
  dimension_group: last_transaction {
    description: "TODO last_transaction_date"
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.last_transaction_date ;;
  }
  dimension_group: report {
    description: "TODO report_date"
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.report_date ;;
  }

  ## Properties
  dimension: amendment_number {
    description: "TODO amendment_number"
    type: number
    sql: ${TABLE}.amendment_number ;;
    value_format_name: decimal_0
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
  dimension: state_code {
    description: "TODO state_code"
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
    description: "TODO exchanges"
    type: sum
    sql: ${_exchanges} ;;
    value_format_name: decimal_0
  }
  measure: total_purchases {
    description: "TODO purchases"
    type: sum
    sql: ${_purchases} ;;
    value_format_name: decimal_0
  }
  measure: total_sales {
    description: "TODO sales"
    type: sum
    sql: ${_sales} ;;
    value_format_name: decimal_0
  }
  measure: total_transactions {
    description: "TODO transactions"
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
    description: "TODO amount_estimate"
    type: number
    sql: case when count(${_amount_estimate}) = count(*) then sum(${_amount_estimate}) end ;;
    value_format_name: usd_0
  }
  measure: total_amount_high {
    description: "TODO amount_high"
    type: number
    sql: case when sum(${_open_amounts}) = 0 then sum(${_amount_high}) end ;;
    value_format_name: usd_0
  }
  measure: total_amount_low {
    description: "TODO amount_low"
    type: sum
    sql: ${_amount_low} ;;
    value_format_name: usd_0
  }
  measure: total_open_amounts {
    description: "TODO open_amounts"
    type: sum
    sql: ${_open_amounts} ;;
    value_format_name: decimal_0
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

  ## Lateness
  dimension: days_late {
    description: "TODO days_late"
    type: number
    sql: ${TABLE}.days_late ;;
    value_format_name: decimal_0
  }
  dimension: max_lag_days {
    description: "TODO max_lag_days"
    type: number
    sql: ${TABLE}.max_lag_days ;;
    value_format_name: decimal_0
  }
  dimension: median_lag_days {
    description: "TODO median_lag_days"
    type: number
    sql: ${TABLE}.median_lag_days ;;
    value_format_name: decimal_0
  }
  measure: total_late_transactions {
    description: "TODO late_transactions"
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
