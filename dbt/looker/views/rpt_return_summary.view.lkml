view: rpt_return_summary {
  sql_table_name: @{schema}.rpt_return_summary ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.period || '|' || ${TABLE}.entry || '|' || ${TABLE}.horizon_days || '|' || ${TABLE}.side ;;
  }

  ## Properties
  dimension: entry {
    description: "transaction: bought at the close of the transaction's day; follower: at the first close after the report."
    type: string
    sql: ${TABLE}.entry ;;
  }
  dimension: horizon_days {
    description: "Calendar days for which the position is held."
    type: number
    sql: ${TABLE}.horizon_days ;;
    value_format_name: decimal_0
  }
  dimension: period {
    description: "all, or 12_months: the 12 months up to the greatest published batch date, by transaction date."
    type: string
    sql: ${TABLE}.period ;;
    suggestions: [
      "all"
      , "12_months"
    ]
  }
  dimension: side {
    description: "purchase, or sale (partial ones included); a sale's returns carry its sign."
    type: string
    sql: ${TABLE}.side ;;
  }

  ## Counts
  measure: total_excluded {
    description: "Live trades of the side without a return, for all reasons."
    type: sum
    sql: ${_excluded} ;;
    value_format_name: decimal_0
  }
  measure: total_measured {
    description: "N - trades with a return."
    type: sum
    sql: ${_measured} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _excluded {
    hidden: yes
    type: number
    sql: ${TABLE}.excluded ;;
  }
  dimension: _measured {
    hidden: yes
    type: number
    sql: ${TABLE}.measured ;;
  }

  ## Returns
  measure: avg_excess_return {
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5. Only for one period, entry, horizon and side."
    type: number
    sql: case when count(*) = 1 then max(${_mean_excess}) end ;;
    value_format_name: percent_2
  }
  measure: hit_rate {
    description: "Share of them with a signed excess above 0; null below 5. Only for one period, entry, horizon and side."
    type: number
    sql: case when count(*) = 1 then max(${_hit_rate}) end ;;
    value_format_name: percent_1
  }
  measure: median_excess_return {
    description: "Median signed excess over SPY; null below 5. Only for one period, entry, horizon and side."
    type: number
    sql: case when count(*) = 1 then max(${_median_excess}) end ;;
    value_format_name: percent_2
  }
  measure: p10_excess_return {
    description: "The 10th percentile of the signed excess; null below 5. Only for one period, entry, horizon and side."
    type: number
    sql: case when count(*) = 1 then max(${_p10}) end ;;
    value_format_name: percent_2
  }
  measure: p25_excess_return {
    description: "The 25th percentile of the signed excess; null below 5. Only for one period, entry, horizon and side."
    type: number
    sql: case when count(*) = 1 then max(${_p25}) end ;;
    value_format_name: percent_2
  }
  measure: p75_excess_return {
    description: "The 75th percentile of the signed excess; null below 5. Only for one period, entry, horizon and side."
    type: number
    sql: case when count(*) = 1 then max(${_p75}) end ;;
    value_format_name: percent_2
  }
  measure: p90_excess_return {
    description: "The 90th percentile of the signed excess; null below 5. Only for one period, entry, horizon and side."
    type: number
    sql: case when count(*) = 1 then max(${_p90}) end ;;
    value_format_name: percent_2
  }
  ### Hidden
  dimension: _hit_rate {
    hidden: yes
    type: number
    sql: ${TABLE}.hit_rate ;;
  }
  dimension: _mean_excess {
    hidden: yes
    type: number
    sql: ${TABLE}.mean_excess ;;
  }
  dimension: _median_excess {
    hidden: yes
    type: number
    sql: ${TABLE}.median_excess ;;
  }
  dimension: _p10 {
    hidden: yes
    type: number
    sql: ${TABLE}.p10 ;;
  }
  dimension: _p25 {
    hidden: yes
    type: number
    sql: ${TABLE}.p25 ;;
  }
  dimension: _p75 {
    hidden: yes
    type: number
    sql: ${TABLE}.p75 ;;
  }
  dimension: _p90 {
    hidden: yes
    type: number
    sql: ${TABLE}.p90 ;;
  }
}
