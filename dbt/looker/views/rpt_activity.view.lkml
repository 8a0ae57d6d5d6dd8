view: rpt_activity {
  sql_table_name: @{schema}.rpt_activity ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.month || '|' || ${TABLE}.transaction_type || '|' || coalesce(${TABLE}.chamber, '') || '|' || coalesce(${TABLE}.party, '') ;;
  }

  ## Dates
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
  dimension: chamber {
    description: "The official's chamber now: House or Senate."
    type: string
    sql: ${TABLE}.chamber ;;
  }
  dimension: party {
    description: "The official's party now, as a letter."
    type: string
    sql: ${TABLE}.party ;;
  }
  dimension: transaction_type {
    description: "purchase, sale, sale_partial or exchange."
    type: string
    sql: ${TABLE}.transaction_type ;;
  }

  ## Counts
  dimension: officials {
    description: "Distinct officials who traded."
    type: number
    sql: ${TABLE}.officials ;;
    value_format_name: decimal_0
  }
  measure: total_exchanges {
    description: "Exchanges."
    type: sum
    sql: ${_trades} ;;
    filters: [transaction_type: "exchange"]
    value_format_name: decimal_0
  }
  measure: total_partial_sales {
    description: "Partial sales; they are among the sales, too."
    type: sum
    sql: ${_trades} ;;
    filters: [transaction_type: "sale_partial"]
    value_format_name: decimal_0
  }
  measure: total_purchases {
    description: "Purchases."
    type: sum
    sql: ${_trades} ;;
    filters: [transaction_type: "purchase"]
    value_format_name: decimal_0
  }
  measure: total_sales {
    description: "Sales, partial ones included."
    type: sum
    sql: ${_trades} ;;
    filters: [transaction_type: "sale,sale_partial"]
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
  measure: total_purchase_amount_high {
    description: "Sum of the high ends of purchases, in US dollars; null where one of them is open."
    type: number
    sql: case when count_if(${transaction_type} = 'purchase' and ${_open_amounts} > 0) = 0 then coalesce(sum(case when ${transaction_type} = 'purchase' then ${_amount_high} end), 0) end ;;
    value_format_name: usd_0
  }
  measure: total_purchase_amount_low {
    description: "Sum of the low ends of purchases, in US dollars."
    type: sum
    sql: ${_amount_low} ;;
    filters: [transaction_type: "purchase"]
    value_format_name: usd_0
  }
  measure: total_sale_amount_high {
    description: "Sum of the high ends of sales, in US dollars; null where one of them is open."
    type: number
    sql: case when count_if(${transaction_type} in ('sale', 'sale_partial') and ${_open_amounts} > 0) = 0 then coalesce(sum(case when ${transaction_type} in ('sale', 'sale_partial') then ${_amount_high} end), 0) end ;;
    value_format_name: usd_0
  }
  measure: total_sale_amount_low {
    description: "Sum of the low ends of sales, in US dollars."
    type: sum
    sql: ${_amount_low} ;;
    filters: [transaction_type: "sale,sale_partial"]
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
}
