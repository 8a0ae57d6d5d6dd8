view: rpt_official_exclusions {
  sql_table_name: @{schema}.rpt_official_exclusions ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.member_id || '|' || ${TABLE}.period || '|' || ${TABLE}.entry || '|' || ${TABLE}.horizon_days || '|' || ${TABLE}.missing_reason ;;
  }

  ## Foreign Keys and IDs
  ### Hidden
  dimension: member_id {
    hidden: yes
    type: string
    sql: ${TABLE}.member_id ;;
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
  dimension: missing_reason {
    description: "Why there is no return."
    type: string
    sql: ${TABLE}.missing_reason ;;
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

  ## Counts
  measure: total_trades {
    description: "Live trades without that return."
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
}
