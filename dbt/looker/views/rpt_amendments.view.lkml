view: rpt_amendments {
  sql_table_name: @{schema}.rpt_amendments ;;

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
  dimension_group: report {
    description: "The day on which the last amendment was disclosed."
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.report_date ;;
  }

  ## Flags
  dimension: has_fewer_trades {
    description: "The last amendment holds fewer; so it may not have restated the whole report."
    type: yesno
    sql: ${TABLE}.has_fewer_trades ;;
  }

  ## Properties
  dimension: amendment_number {
    description: "The number of the last amendment."
    type: number
    sql: ${TABLE}.amendment_number ;;
    value_format_name: decimal_0
  }

  ## Counts
  measure: count_reports {
    description: "Amended reports."
    type: count
  }
  measure: total_trades {
    description: "Trades of the last amendment."
    type: sum
    sql: ${_trades} ;;
    value_format_name: decimal_0
  }
  measure: total_trades_before {
    description: "Trades of the version before it."
    type: sum
    sql: ${_trades_before} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _trades {
    hidden: yes
    type: number
    sql: ${TABLE}.trades ;;
  }
  dimension: _trades_before {
    hidden: yes
    type: number
    sql: ${TABLE}.trades_before ;;
  }
}
