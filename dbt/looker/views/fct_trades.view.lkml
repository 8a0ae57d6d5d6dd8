view: fct_trades {
  sql_table_name: @{schema}.fct_trades ;;

  ## Primary Key
  dimension: trade_id {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.trade_id ;;
  }

  ## Foreign Keys and IDs
  ### Hidden
  dimension: member_id {
    hidden: yes
    type: string
    sql: ${TABLE}.member_id ;;
  }
  dimension: report_id {
    hidden: yes
    type: string
    sql: ${TABLE}.report_id ;;
  }

  ## Dates
  dimension_group: entry {
    description: "The last open day up to the day of the transaction."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.entry_date ;;
  }
  dimension_group: follower_entry {
    description: "The first open day after the report."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.follower_entry_date ;;
  }
  dimension_group: notification {
    description: "The day on which the official says to have been notified; null where not given."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.notification_date ;;
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

  ## Flags
  dimension: is_late {
    description: "Disclosed more than 45 days after the transaction, the limit of the STOCK Act."
    type: yesno
    sql: ${TABLE}.is_late ;;
  }
  ### Hidden
  dimension: is_superseded {
    hidden: yes
    type: yesno
    sql: ${TABLE}.is_superseded ;;
  }
  dimension: is_withdrawn {
    hidden: yes
    type: yesno
    sql: ${TABLE}.is_withdrawn ;;
  }

  ## Properties
  dimension: amendment_number {
    description: "0 for the original filing, higher for each amendment of the report."
    type: number
    sql: ${TABLE}.amendment_number ;;
    value_format_name: decimal_0
  }
  dimension: amount_kind {
    label: "Kind of Amount"
    description: "range, exact, over or unknown."
    type: string
    sql: ${TABLE}.amount_kind ;;
  }
  dimension: amount_raw {
    label: "Amount as Disclosed"
    description: "The disclosed amount as it was written."
    type: string
    sql: ${TABLE}.amount_raw ;;
  }
  dimension: description {
    description: "The filer's remark."
    type: string
    sql: ${TABLE}.description ;;
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
  dimension: ownership {
    description: "Whose account: self, spouse, joint, dependent or unknown."
    type: string
    sql: ${TABLE}.ownership ;;
  }
  dimension: security_name {
    description: "Name of the security as disclosed."
    type: string
    sql: ${TABLE}.security_name ;;
  }
  dimension: security_type {
    description: "Kind of security as disclosed, for example STOCK or CORPORATE BOND."
    type: string
    sql: ${TABLE}.security_type ;;
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
  dimension: window {
    description: "The 12 months that end at the greatest published batch date, the 12 before them, or earlier; by transaction date."
    type: string
    sql: case
      when ${transaction_raw} > ${_window_end} then 'After the Last Batch'
      when ${transaction_raw} > dateadd(month, -12, ${_window_end}) then 'Last 12 Months'
      when ${transaction_raw} > dateadd(month, -24, ${_window_end}) then 'Previous 12 Months'
      else 'Earlier'
    end ;;
  }
  ### Hidden
  dimension: _window_end {
    hidden: yes
    type: date
    convert_tz: no
    datatype: date
    sql: (select max(batch_date) from @{schema}.batches) ;;
  }

  ## Counts
  measure: count_exchanges {
    description: "Exchanges."
    type: count
    filters: [transaction_type: "exchange"]
    drill_fields: [detail*]
  }
  measure: count_officials {
    description: "Distinct officials with a live trade."
    type: count_distinct
    sql: ${member_id} ;;
  }
  measure: count_officials_last_12_months {
    description: "Distinct officials with a live trade in the 12 months that end at the greatest published batch date."
    type: count_distinct
    sql: ${member_id} ;;
    filters: [window: "Last 12 Months"]
  }
  measure: count_officials_previous_12_months {
    description: "Distinct officials with a live trade in the 12 months before the last 12."
    type: count_distinct
    sql: ${member_id} ;;
    filters: [window: "Previous 12 Months"]
  }
  measure: count_partial_sales {
    description: "Partial sales; they are among the sales, too."
    type: count
    filters: [transaction_type: "sale_partial"]
    drill_fields: [detail*]
  }
  measure: count_purchases {
    description: "Purchases."
    type: count
    filters: [transaction_type: "purchase"]
    drill_fields: [detail*]
  }
  measure: count_purchases_last_12_months {
    description: "Purchases in the 12 months that end at the greatest published batch date."
    type: count
    filters: [
      window: "Last 12 Months"
      , transaction_type: "purchase"
    ]
  }
  measure: count_purchases_previous_12_months {
    description: "Purchases in the 12 months before the last 12."
    type: count
    filters: [
      window: "Previous 12 Months"
      , transaction_type: "purchase"
    ]
  }
  measure: count_sales {
    description: "Sales, partial ones included."
    type: count
    filters: [transaction_type: "sale,sale_partial"]
    drill_fields: [detail*]
  }
  measure: count_sales_last_12_months {
    description: "Sales, partial ones included, in the 12 months that end at the greatest published batch date."
    type: count
    filters: [
      window: "Last 12 Months"
      , transaction_type: "sale,sale_partial"
    ]
  }
  measure: count_sales_previous_12_months {
    description: "Sales, partial ones included, in the 12 months before the last 12."
    type: count
    filters: [
      window: "Previous 12 Months"
      , transaction_type: "sale,sale_partial"
    ]
  }
  measure: count_tickers {
    description: "Distinct tickers with a live trade."
    type: count_distinct
    sql: ${ticker} ;;
  }
  measure: count_trades {
    description: "Live trades: neither withdrawn nor superseded."
    type: count
    drill_fields: [detail*]
  }
  measure: count_trades_last_12_months {
    description: "Live trades in the 12 months that end at the greatest published batch date."
    type: count
    filters: [window: "Last 12 Months"]
  }
  measure: count_trades_previous_12_months {
    description: "Live trades in the 12 months before the last 12."
    type: count
    filters: [window: "Previous 12 Months"]
  }

  ## Amounts
  measure: count_open_amounts {
    description: "Trades whose high end is open or unknown."
    type: number
    sql: count_if(${_amount_max} is null) ;;
    value_format_name: decimal_0
  }
  measure: total_amount_high {
    description: "Sum of the high ends, in US dollars; null where one of them is open."
    type: number
    sql: case when ${count_open_amounts} = 0 then coalesce(sum(${_amount_max}), 0) end ;;
    value_format_name: usd_0
  }
  measure: total_amount_low {
    description: "Sum of the low ends, in US dollars."
    type: sum
    sql: ${_amount_min} ;;
    value_format_name: usd_0
  }
  measure: total_purchase_amount_high {
    description: "Sum of the high ends of purchases, in US dollars; null where one of them is open."
    type: number
    sql: case when count_if(${transaction_type} = 'purchase' and ${_amount_max} is null) = 0 then coalesce(sum(case when ${transaction_type} = 'purchase' then ${_amount_max} end), 0) end ;;
    value_format_name: usd_0
  }
  measure: total_purchase_amount_low {
    description: "Sum of the low ends of purchases, in US dollars."
    type: sum
    sql: ${_amount_min} ;;
    filters: [transaction_type: "purchase"]
    value_format_name: usd_0
  }
  measure: total_sale_amount_high {
    description: "Sum of the high ends of sales, in US dollars; null where one of them is open."
    type: number
    sql: case when count_if(${transaction_type} in ('sale', 'sale_partial') and ${_amount_max} is null) = 0 then coalesce(sum(case when ${transaction_type} in ('sale', 'sale_partial') then ${_amount_max} end), 0) end ;;
    value_format_name: usd_0
  }
  measure: total_sale_amount_low {
    description: "Sum of the low ends of sales, in US dollars."
    type: sum
    sql: ${_amount_min} ;;
    filters: [transaction_type: "sale,sale_partial"]
    value_format_name: usd_0
  }
  ### Hidden
  dimension: _amount_max {
    hidden: yes
    type: number
    sql: ${TABLE}.amount_max ;;
  }
  dimension: _amount_min {
    hidden: yes
    type: number
    sql: ${TABLE}.amount_min ;;
  }

  ## Lateness
  measure: count_late_trades {
    description: "Trades disclosed after more than 45 days."
    type: count
    filters: [is_late: "yes"]
    drill_fields: [detail*]
  }
  measure: count_late_trades_last_12_months {
    description: "Late trades in the 12 months that end at the greatest published batch date."
    type: count
    filters: [
      window: "Last 12 Months"
      , is_late: "yes"
    ]
  }
  measure: count_late_trades_previous_12_months {
    description: "Late trades in the 12 months before the last 12."
    type: count
    filters: [
      window: "Previous 12 Months"
      , is_late: "yes"
    ]
  }
  dimension: lag_days {
    description: "Calendar days from the transaction to its report."
    type: number
    sql: ${TABLE}.lag_days ;;
    value_format_name: decimal_0
  }
  measure: late_share {
    description: "Late trades as a share of all."
    type: number
    sql: ${count_late_trades} / nullif(${count_trades}, 0) ;;
    value_format_name: percent_1
  }
  measure: late_share_last_12_months {
    description: "Late trades as a share of all, in the 12 months that end at the greatest published batch date."
    type: number
    sql: ${count_late_trades_last_12_months} / nullif(${count_trades_last_12_months}, 0) ;;
    value_format_name: percent_1
  }
  measure: late_share_previous_12_months {
    description: "Late trades as a share of all, in the 12 months before the last 12."
    type: number
    sql: ${count_late_trades_previous_12_months} / nullif(${count_trades_previous_12_months}, 0) ;;
    value_format_name: percent_1
  }
  measure: max_lag_days {
    description: "Most calendar days from the transaction to its report."
    type: max
    sql: ${lag_days} ;;
    value_format_name: decimal_0
  }
  measure: median_lag_days {
    description: "Median of the calendar days from the transaction to its report."
    type: median
    sql: ${lag_days} ;;
    value_format_name: decimal_0
  }

  ## Prices
  measure: count_unpriced_trades {
    description: "Live trades without a price on their entry day."
    type: number
    sql: count_if(${price} is null) ;;
    value_format_name: decimal_0
  }
  dimension: follower_price {
    description: "The close of the security on the follower's entry day, in US dollars, unadjusted; null with a reason."
    type: number
    sql: ${TABLE}.follower_price ;;
    value_format_name: usd
  }
  dimension: follower_price_missing_reason {
    description: "Why the follower's price is null, in the same words."
    type: string
    sql: ${TABLE}.follower_price_missing_reason ;;
  }
  dimension: price {
    description: "The close of the security on the entry day, in US dollars, not adjusted for splits; null with a reason."
    type: number
    sql: ${TABLE}.price ;;
    value_format_name: usd
  }
  dimension: price_missing_reason {
    description: "Why the price is null: no_ticker, not_a_stock_or_fund, not_matured (the day is after the greatest published open day), day_not_loaded, not_in_plan, before_listing, after_delisting or not_found; the first that applies."
    type: string
    sql: ${TABLE}.price_missing_reason ;;
  }

  ## Sets
  set: detail {
    fields: [
      transaction_date
      , report_date
      , transaction_type
      , ticker
      , security_name
      , amount_raw
      , lag_days
      , disclosure_url
    ]
  }
}
