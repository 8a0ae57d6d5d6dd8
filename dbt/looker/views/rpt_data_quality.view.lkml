view: rpt_data_quality {
  sql_table_name: @{schema}.rpt_data_quality ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.batch_date || '|' || ${TABLE}.dataset || '|' || coalesce(${TABLE}.reason, '') ;;
  }

  ## Dates
  dimension_group: batch {
    description: "TODO batch_date"
    type: time
    timeframes: [raw, date, month, quarter, year]
    convert_tz: no
    datatype: date
    sql: ${TABLE}.batch_date ;;
  }
  measure: max_published_batch_date {
    label: "Data Through"
    description: "The greatest published batch date."
    type: date
    convert_tz: no
    datatype: date
    sql: max(case when ${is_published} then ${batch_raw} end) ;;
  }
  dimension_group: published {
    description: "TODO published_at"
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.published_at ;;
  }

  ## Flags
  dimension: is_newest_load_published {
    description: "TODO is_newest_load_published"
    type: yesno
    sql: ${TABLE}.is_newest_load_published ;;
  }
  dimension: is_published {
    description: "TODO is_published"
    type: yesno
    sql: ${TABLE}.is_published ;;
  }

  ## Properties
  dimension: dataset {
    description: "TODO dataset"
    type: string
    sql: ${TABLE}.dataset ;;
  }
  dimension: reason {
    description: "TODO reason"
    type: string
    sql: ${TABLE}.reason ;;
  }
  dimension: status {
    description: "TODO status"
    type: string
    sql: ${TABLE}.status ;;
  }

  ## Counts
  measure: total_audited {
    description: "TODO audited"
    type: sum
    sql: ${_audited} ;;
    value_format_name: decimal_0
  }
  measure: total_extracted {
    description: "TODO extracted"
    type: sum
    sql: ${_extracted} ;;
    value_format_name: decimal_0
  }
  measure: total_live_trades {
    description: "TODO live_trades"
    type: sum
    sql: ${_live_trades} ;;
    value_format_name: decimal_0
  }
  measure: total_loaded {
    description: "TODO loaded"
    type: sum
    sql: ${_loaded} ;;
    value_format_name: decimal_0
  }
  measure: total_priced_trades {
    description: "TODO priced_trades"
    type: sum
    sql: ${_priced_trades} ;;
    value_format_name: decimal_0
  }
  measure: total_published {
    description: "TODO published"
    type: sum
    sql: ${_published} ;;
    value_format_name: decimal_0
  }
  measure: total_quarantined {
    description: "TODO quarantined"
    type: sum
    sql: ${_quarantined} ;;
    value_format_name: decimal_0
  }
  ### Hidden
  dimension: _audited {
    hidden: yes
    type: number
    sql: ${TABLE}.audited ;;
  }
  dimension: _extracted {
    hidden: yes
    type: number
    sql: ${TABLE}.extracted ;;
  }
  dimension: _live_trades {
    hidden: yes
    type: number
    sql: ${TABLE}.live_trades ;;
  }
  dimension: _loaded {
    hidden: yes
    type: number
    sql: ${TABLE}.loaded ;;
  }
  dimension: _priced_trades {
    hidden: yes
    type: number
    sql: ${TABLE}.priced_trades ;;
  }
  dimension: _published {
    hidden: yes
    type: number
    sql: ${TABLE}.published ;;
  }
  dimension: _quarantined {
    hidden: yes
    type: number
    sql: ${TABLE}.quarantined ;;
  }

  ## Prices
  measure: price_coverage {
    description: "Priced trades as a share of the live ones."
    type: number
    sql: ${total_priced_trades} / nullif(${total_live_trades}, 0) ;;
    value_format_name: percent_1
  }
}
