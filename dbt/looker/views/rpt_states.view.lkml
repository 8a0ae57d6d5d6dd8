view: rpt_states {
  sql_table_name: @{schema}.rpt_states ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.state_code || '|' || ${TABLE}.period ;;
  }

  ## Properties
  dimension: period {
    description: "TODO period"
    type: string
    sql: ${TABLE}.period ;;
    suggestions: [
      "all"
      , "12_months"
    ]
  }
  dimension: state_code {
    description: "TODO state_code"
    type: string
    sql: ${TABLE}.state_code ;;
    map_layer_name: us_states
  }
  dimension: state_name {
    description: "TODO state_name"
    type: string
    sql: ${TABLE}.state_name ;;
  }

  ## Counts
  dimension: officials {
    group_label: "Officials"
    description: "TODO officials"
    type: number
    sql: ${TABLE}.officials ;;
    value_format_name: decimal_0
  }
  dimension: officials_democrat {
    label: "Officials, Democrat"
    group_label: "Officials"
    description: "TODO officials_democrat"
    type: number
    sql: ${TABLE}.officials_democrat ;;
    value_format_name: decimal_0
  }
  dimension: officials_house {
    label: "Officials, House"
    group_label: "Officials"
    description: "TODO officials_house"
    type: number
    sql: ${TABLE}.officials_house ;;
    value_format_name: decimal_0
  }
  dimension: officials_other_party {
    label: "Officials, Other Party"
    group_label: "Officials"
    description: "TODO officials_other_party"
    type: number
    sql: ${TABLE}.officials_other_party ;;
    value_format_name: decimal_0
  }
  dimension: officials_republican {
    label: "Officials, Republican"
    group_label: "Officials"
    description: "TODO officials_republican"
    type: number
    sql: ${TABLE}.officials_republican ;;
    value_format_name: decimal_0
  }
  dimension: officials_senate {
    label: "Officials, Senate"
    group_label: "Officials"
    description: "TODO officials_senate"
    type: number
    sql: ${TABLE}.officials_senate ;;
    value_format_name: decimal_0
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
  measure: total_trades {
    description: "TODO trades"
    type: sum
    sql: ${_trades} ;;
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

  ## Amounts
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
  measure: total_purchase_amount_high {
    description: "TODO purchase_amount_high"
    type: number
    sql: case when count_if(${_purchases} > 0 and ${_purchase_amount_high} is null) = 0 then sum(${_purchase_amount_high}) end ;;
    value_format_name: usd_0
  }
  measure: total_purchase_amount_low {
    description: "TODO purchase_amount_low"
    type: sum
    sql: ${_purchase_amount_low} ;;
    value_format_name: usd_0
  }
  measure: total_sale_amount_high {
    description: "TODO sale_amount_high"
    type: number
    sql: case when count_if(${_sales} > 0 and ${_sale_amount_high} is null) = 0 then sum(${_sale_amount_high}) end ;;
    value_format_name: usd_0
  }
  measure: total_sale_amount_low {
    description: "TODO sale_amount_low"
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

  ## Lateness
  measure: late_share {
    description: "TODO late_share"
    type: number
    sql: sum(${_late_trades}) / nullif(sum(${_trades}), 0) ;;
    value_format_name: percent_1
  }
  measure: total_late_trades {
    description: "TODO late_trades"
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
}
