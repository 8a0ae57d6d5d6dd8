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
    description: "The day that the batch collects. What is computed once for a set of days carries the last of them."
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
    description: "When the batch was last published (UTC); null while it is not."
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.published_at ;;
  }

  ## Flags
  dimension: is_newest_load_published {
    description: "The load in the ODS is the one published."
    type: yesno
    sql: ${TABLE}.is_newest_load_published ;;
  }
  dimension: is_published {
    description: "Some load of the batch is published."
    type: yesno
    sql: ${TABLE}.is_published ;;
  }

  ## Properties
  dimension: dataset {
    description: "disclosures, grouped_daily, splits, ticker_overviews, open_close or tickers."
    type: string
    sql: ${TABLE}.dataset ;;
  }
  dimension: reason {
    description: "Reason of quarantine; null on the dataset's own row."
    type: string
    sql: ${TABLE}.reason ;;
  }
  dimension: status {
    description: "loaded, open, failed, passed or published."
    type: string
    sql: ${TABLE}.status ;;
  }

  ## Counts
  measure: total_audited {
    description: "Valid rows."
    type: sum
    sql: ${_audited} ;;
    value_format_name: decimal_0
  }
  measure: total_extracted {
    description: "Rows that the manifests name."
    type: sum
    sql: ${_extracted} ;;
    value_format_name: decimal_0
  }
  measure: total_live_trades {
    description: "Live trades whose version shown came with the batch; on the row of the disclosures only."
    type: sum
    sql: ${_live_trades} ;;
    value_format_name: decimal_0
  }
  measure: total_loaded {
    description: "Rows in the ODS."
    type: sum
    sql: ${_loaded} ;;
    value_format_name: decimal_0
  }
  measure: total_priced_trades {
    description: "Of them, those with the price of the transaction."
    type: sum
    sql: ${_priced_trades} ;;
    value_format_name: decimal_0
  }
  measure: total_published {
    description: "Rows published; 0 while the newest load is not."
    type: sum
    sql: ${_published} ;;
    value_format_name: decimal_0
  }
  measure: total_quarantined {
    description: "Rows that break a rule; this rule, where a reason stands. The windows of several batches may hold the same row."
    type: sum
    sql: ${_quarantined} ;;
    value_format_name: decimal_0
  }
  measure: total_quarantined_first {
    description: "Of them, those that no earlier batch had in quarantine; their sum counts each row once."
    type: sum
    sql: ${_quarantined_first} ;;
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
  dimension: _quarantined_first {
    hidden: yes
    type: number
    sql: ${TABLE}.quarantined_first ;;
  }

  ## Prices
  measure: price_coverage {
    description: "Priced trades as a share of the live ones."
    type: number
    sql: ${total_priced_trades} / nullif(${total_live_trades}, 0) ;;
    value_format_name: percent_1
  }
}
