view: rpt_officials {
  sql_table_name: @{schema}.rpt_officials ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.member_id || '|' || ${TABLE}.period ;;
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
  dimension_group: last_report {
    description: "Day of the last report."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.last_report_date ;;
  }
  dimension_group: last_transaction {
    description: "Day of the last trade."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.last_transaction_date ;;
  }

  ## Properties
  dimension: chamber {
    description: "The official's chamber now: House or Senate."
    type: string
    sql: ${TABLE}.chamber ;;
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
  dimension: district {
    description: "Congressional district; null for senators."
    type: string
    sql: ${TABLE}.district ;;
  }
  dimension: party {
    description: "The official's party now, as a letter."
    type: string
    sql: ${TABLE}.party ;;
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
  dimension: state_code {
    description: "USPS code of the official's state or territory now."
    type: string
    sql: ${TABLE}.state_code ;;
    map_layer_name: us_states
  }
  dimension: status {
    description: "Member or Former Member."
    type: string
    sql: ${TABLE}.status ;;
  }

  ## Counts
  measure: count_officials {
    description: "Officials, those without a trade included."
    type: count
  }
  measure: total_exchanges {
    description: "Exchanges."
    type: sum
    sql: ${_exchanges} ;;
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
  measure: total_unpriced_trades {
    description: "Live trades without the price of the transaction."
    type: sum
    sql: ${_unpriced_trades} ;;
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
  dimension: _trades {
    hidden: yes
    type: number
    sql: ${TABLE}.trades ;;
  }
  dimension: _unpriced_trades {
    hidden: yes
    type: number
    sql: ${TABLE}.unpriced_trades ;;
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
  measure: late_share {
    description: "Late trades as a fraction of all; null without a trade."
    type: number
    sql: sum(${_late_trades}) / nullif(sum(${_trades}), 0) ;;
    value_format_name: percent_1
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
  measure: total_late_trades {
    description: "Trades disclosed after more than 45 days."
    type: sum
    sql: ${_late_trades} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _late_trades {
    hidden: yes
    type: number
    sql: ${TABLE}.late_trades ;;
  }

  ## Returns
  dimension: follower_180d_hit_rate {
    label: "Hit Rate, 180 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.follower_180d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: follower_180d_mean_excess {
    label: "Mean Excess, 180 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.follower_180d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_180d_measured {
    label: "N, 180 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "N - trades with a return from the first close after the report over 180 days."
    type: number
    sql: ${TABLE}.follower_180d_measured ;;
    value_format_name: decimal_0
  }
  dimension: follower_180d_median_excess {
    label: "Median Excess, 180 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.follower_180d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_30d_hit_rate {
    label: "Hit Rate, 30 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.follower_30d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: follower_30d_mean_excess {
    label: "Mean Excess, 30 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.follower_30d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_30d_measured {
    label: "N, 30 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "N - trades with a return from the first close after the report over 30 days."
    type: number
    sql: ${TABLE}.follower_30d_measured ;;
    value_format_name: decimal_0
  }
  dimension: follower_30d_median_excess {
    label: "Median Excess, 30 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.follower_30d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_365d_hit_rate {
    label: "Hit Rate, 365 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.follower_365d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: follower_365d_mean_excess {
    label: "Mean Excess, 365 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.follower_365d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_365d_measured {
    label: "N, 365 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "N - trades with a return from the first close after the report over 365 days."
    type: number
    sql: ${TABLE}.follower_365d_measured ;;
    value_format_name: decimal_0
  }
  dimension: follower_365d_median_excess {
    label: "Median Excess, 365 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.follower_365d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_7d_hit_rate {
    label: "Hit Rate, 7 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.follower_7d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: follower_7d_mean_excess {
    label: "Mean Excess, 7 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.follower_7d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_7d_measured {
    label: "N, 7 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "N - trades with a return from the first close after the report over 7 days."
    type: number
    sql: ${TABLE}.follower_7d_measured ;;
    value_format_name: decimal_0
  }
  dimension: follower_7d_median_excess {
    label: "Median Excess, 7 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.follower_7d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_90d_hit_rate {
    label: "Hit Rate, 90 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.follower_90d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: follower_90d_mean_excess {
    label: "Mean Excess, 90 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.follower_90d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: follower_90d_measured {
    label: "N, 90 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "N - trades with a return from the first close after the report over 90 days."
    type: number
    sql: ${TABLE}.follower_90d_measured ;;
    value_format_name: decimal_0
  }
  dimension: follower_90d_median_excess {
    label: "Median Excess, 90 Days from Disclosure"
    group_label: "Returns from Disclosure"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.follower_90d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: peer_rank {
    description: "Place among the officials of the same chamber and period by transaction_90d_mean_excess, the best first; null below 5 measured trades."
    type: number
    sql: ${TABLE}.peer_rank ;;
    value_format_name: decimal_0
  }
  dimension: peers_ranked {
    description: "How many officials of the chamber have a place in the period."
    type: number
    sql: ${TABLE}.peers_ranked ;;
    value_format_name: decimal_0
  }
  dimension: transaction_180d_hit_rate {
    label: "Hit Rate, 180 Days from Trade"
    group_label: "Returns from Trade"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.transaction_180d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: transaction_180d_mean_excess {
    label: "Mean Excess, 180 Days from Trade"
    group_label: "Returns from Trade"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.transaction_180d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_180d_measured {
    label: "N, 180 Days from Trade"
    group_label: "Returns from Trade"
    description: "N - trades with a return from the transaction's close over 180 days."
    type: number
    sql: ${TABLE}.transaction_180d_measured ;;
    value_format_name: decimal_0
  }
  dimension: transaction_180d_median_excess {
    label: "Median Excess, 180 Days from Trade"
    group_label: "Returns from Trade"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.transaction_180d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_30d_hit_rate {
    label: "Hit Rate, 30 Days from Trade"
    group_label: "Returns from Trade"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.transaction_30d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: transaction_30d_mean_excess {
    label: "Mean Excess, 30 Days from Trade"
    group_label: "Returns from Trade"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.transaction_30d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_30d_measured {
    label: "N, 30 Days from Trade"
    group_label: "Returns from Trade"
    description: "N - trades with a return from the transaction's close over 30 days."
    type: number
    sql: ${TABLE}.transaction_30d_measured ;;
    value_format_name: decimal_0
  }
  dimension: transaction_30d_median_excess {
    label: "Median Excess, 30 Days from Trade"
    group_label: "Returns from Trade"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.transaction_30d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_365d_hit_rate {
    label: "Hit Rate, 365 Days from Trade"
    group_label: "Returns from Trade"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.transaction_365d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: transaction_365d_mean_excess {
    label: "Mean Excess, 365 Days from Trade"
    group_label: "Returns from Trade"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.transaction_365d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_365d_measured {
    label: "N, 365 Days from Trade"
    group_label: "Returns from Trade"
    description: "N - trades with a return from the transaction's close over 365 days."
    type: number
    sql: ${TABLE}.transaction_365d_measured ;;
    value_format_name: decimal_0
  }
  dimension: transaction_365d_median_excess {
    label: "Median Excess, 365 Days from Trade"
    group_label: "Returns from Trade"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.transaction_365d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_7d_hit_rate {
    label: "Hit Rate, 7 Days from Trade"
    group_label: "Returns from Trade"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.transaction_7d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: transaction_7d_mean_excess {
    label: "Mean Excess, 7 Days from Trade"
    group_label: "Returns from Trade"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.transaction_7d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_7d_measured {
    label: "N, 7 Days from Trade"
    group_label: "Returns from Trade"
    description: "N - trades with a return from the transaction's close over 7 days."
    type: number
    sql: ${TABLE}.transaction_7d_measured ;;
    value_format_name: decimal_0
  }
  dimension: transaction_7d_median_excess {
    label: "Median Excess, 7 Days from Trade"
    group_label: "Returns from Trade"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.transaction_7d_median_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_90d_hit_rate {
    label: "Hit Rate, 90 Days from Trade"
    group_label: "Returns from Trade"
    description: "Share of them with a signed excess above 0; null below 5."
    type: number
    sql: ${TABLE}.transaction_90d_hit_rate ;;
    value_format_name: percent_1
  }
  dimension: transaction_90d_mean_excess {
    label: "Mean Excess, 90 Days from Trade"
    group_label: "Returns from Trade"
    description: "Mean signed excess over SPY, each trade with the same weight; null below 5."
    type: number
    sql: ${TABLE}.transaction_90d_mean_excess ;;
    value_format_name: percent_2
  }
  dimension: transaction_90d_measured {
    label: "N, 90 Days from Trade"
    group_label: "Returns from Trade"
    description: "N - trades with a return from the transaction's close over 90 days."
    type: number
    sql: ${TABLE}.transaction_90d_measured ;;
    value_format_name: decimal_0
  }
  dimension: transaction_90d_median_excess {
    label: "Median Excess, 90 Days from Trade"
    group_label: "Returns from Trade"
    description: "Median signed excess over SPY; null below 5."
    type: number
    sql: ${TABLE}.transaction_90d_median_excess ;;
    value_format_name: percent_2
  }
}
