view: fct_trade_returns {
  sql_table_name: @{schema}.fct_trade_returns ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.trade_id || '|' || ${TABLE}.entry || '|' || ${TABLE}.horizon_days ;;
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
  dimension_group: entry_day {
    label: "Entry"
    description: "TODO entry_date"
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.entry_date ;;
  }
  dimension_group: exit {
    description: "TODO exit_date"
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.exit_date ;;
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
  dimension: entry {
    description: "TODO entry"
    type: string
    sql: ${TABLE}.entry ;;
  }
  dimension: horizon_days {
    description: "TODO horizon_days"
    type: number
    sql: ${TABLE}.horizon_days ;;
    value_format_name: decimal_0
  }
  dimension: missing_reason {
    description: "TODO missing_reason"
    type: string
    sql: ${TABLE}.missing_reason ;;
  }
  dimension: side {
    description: "purchase, or sale (partial ones included); null for exchanges."
    type: string
    sql: case
      when ${transaction_type} = 'purchase' then 'purchase'
      when ${transaction_type} in ('sale', 'sale_partial') then 'sale'
    end ;;
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
  measure: count_excluded {
    description: "Trades left out of returns; the missing reason says why."
    type: count
    filters: [missing_reason: "-NULL"]
  }
  measure: count_measured {
    description: "N: trades with a value."
    type: count
    filters: [missing_reason: "NULL"]
  }

  ## Prices
  dimension: entry_close {
    description: "TODO entry_close"
    type: number
    sql: ${TABLE}.entry_close ;;
    value_format_name: usd
  }
  dimension: exit_close {
    description: "TODO exit_close"
    type: number
    sql: ${TABLE}.exit_close ;;
    value_format_name: usd
  }
  dimension: split_factor {
    description: "TODO split_factor"
    type: number
    sql: ${TABLE}.split_factor ;;
    value_format_name: decimal_2
  }

  ## Returns
  measure: avg_benchmark_return {
    description: "Equal-weighted mean of the return of SPY over the days of the measured trades, sales with the sign of the decision; null below 5 measured trades."
    type: number
    sql: case when ${count_measured} >= 5 then avg(case when ${excess_return} is not null then ${benchmark_return} end) end ;;
    value_format_name: percent_2
  }
  measure: avg_excess_return {
    description: "Equal-weighted mean of the excess return over SPY, sales with the sign of the decision; null below 5 measured trades."
    type: number
    sql: case when ${count_measured} >= 5 then avg(${excess_return}) end ;;
    value_format_name: percent_2
  }
  measure: avg_security_return {
    description: "Equal-weighted mean of the return of the security, sales with the sign of the decision; null below 5 measured trades."
    type: number
    sql: case when ${count_measured} >= 5 then avg(${security_return}) end ;;
    value_format_name: percent_2
  }
  dimension: benchmark_return {
    description: "TODO benchmark_return"
    type: number
    sql: ${TABLE}.benchmark_return ;;
    value_format_name: percent_2
  }
  dimension: excess_return {
    description: "TODO excess_return"
    type: number
    sql: ${TABLE}.excess_return ;;
    value_format_name: percent_2
  }
  measure: hit_rate {
    description: "Share of the measured trades whose signed excess return is above 0; null below 5 measured trades."
    type: number
    sql: case when ${count_measured} >= 5 then avg(case when ${excess_return} > 0 then 1.0 when ${excess_return} <= 0 then 0.0 end) end ;;
    value_format_name: percent_1
  }
  measure: median_excess_return {
    description: "Median of the excess return over SPY, sales with the sign of the decision; null below 5 measured trades."
    type: number
    sql: case when ${count_measured} >= 5 then median(${excess_return}) end ;;
    value_format_name: percent_2
  }
  dimension: security_return {
    description: "TODO security_return"
    type: number
    sql: ${TABLE}.security_return ;;
    value_format_name: percent_2
  }
}
