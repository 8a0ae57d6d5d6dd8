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
    description: "The day whose close is the entry: the last open day up to the transaction, or the first open day after the report."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.entry_date ;;
  }
  dimension_group: exit {
    description: "The last open day up to the entry day and the horizon."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.exit_date ;;
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
  dimension: entry {
    description: "transaction (bought at the close of the transaction's entry day) or follower (at the first close after the report)."
    type: string
    sql: ${TABLE}.entry ;;
  }
  dimension: horizon_days {
    description: "Calendar days from the entry day: 7, 30, 90, 180 or 365."
    type: number
    sql: ${TABLE}.horizon_days ;;
    value_format_name: decimal_0
  }
  dimension: missing_reason {
    description: "Why there is no excess return; of several reasons the first counts: exchange, no_ticker, not_a_stock_or_fund, not_matured (the exit day is after the greatest published open day), then of the entry day and then of the exit day day_not_loaded, not_in_plan, before_listing, after_delisting or not_found, day_not_loaded again where the splits of a day between them are unknown, no_benchmark. Null exactly where excess_return is not."
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
  measure: count_excluded {
    description: "Trades left out of returns; the missing reason says why."
    type: count_distinct
    sql: ${trade_id} ;;
    filters: [missing_reason: "-NULL"]
  }
  measure: count_measured {
    description: "N: trades with a value."
    type: count_distinct
    sql: ${trade_id} ;;
    filters: [missing_reason: "NULL"]
  }

  ## Prices
  dimension: entry_close {
    description: "The close of the security on the entry day, in US dollars, unadjusted; null where not known."
    type: number
    sql: ${TABLE}.entry_close ;;
    value_format_name: usd
  }
  dimension: exit_close {
    description: "The close of the security on the exit day, in US dollars, unadjusted; null where not known."
    type: number
    sql: ${TABLE}.exit_close ;;
    value_format_name: usd
  }
  dimension: split_factor {
    description: "Shares that one share became after the entry day, up to and including the exit day; 1 without a split, null without a return."
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
    description: "Price return of SPY over the same two days, as a fraction; times -1 for a sale."
    type: number
    sql: ${TABLE}.benchmark_return ;;
    value_format_name: percent_2
  }
  dimension: excess_return {
    description: "security_return - benchmark_return; null with a reason."
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
    description: "Price return of the security, split-adjusted, without dividends, as a fraction; times -1 for a sale."
    type: number
    sql: ${TABLE}.security_return ;;
    value_format_name: percent_2
  }
}
