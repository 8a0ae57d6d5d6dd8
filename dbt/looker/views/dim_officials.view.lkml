view: dim_officials {
  sql_table_name: @{schema}.dim_officials ;;

  ## Primary Key
  dimension: primary_key {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.member_id || '|' || ${TABLE}.valid_from ;;
  }

  ## Foreign Keys and IDs
  ### Hidden
  dimension: member_id {
    hidden: yes
    type: string
    sql: ${TABLE}.member_id ;;
  }

  ## Dates
  dimension_group: valid_from {
    description: "TODO valid_from"
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.valid_from ;;
  }
  dimension_group: valid_to {
    description: "TODO valid_to"
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.valid_to ;;
  }

  ## Flags
  ### Hidden
  dimension: is_current {
    hidden: yes
    type: yesno
    sql: ${TABLE}.is_current ;;
  }

  ## Properties
  dimension: chamber {
    description: "TODO chamber"
    type: string
    sql: ${TABLE}.chamber ;;
  }
  dimension: committee_seats {
    description: "TODO committee_seats"
    type: string
    sql: ${TABLE}.committee_seats ;;
  }
  dimension: display_name {
    label: "Official"
    description: "TODO display_name"
    type: string
    sql: ${TABLE}.display_name ;;
    link: {
      label: "Show This Official"
      url: "/dashboards/congress::congress_trades?Official={{ value | url_encode }}"
    }
  }
  dimension: district {
    description: "TODO district"
    type: string
    sql: ${TABLE}.district ;;
  }
  dimension: leadership_positions {
    description: "TODO leadership_positions"
    type: string
    sql: ${TABLE}.leadership_positions ;;
  }
  dimension: member_name {
    description: "TODO member_name"
    type: string
    sql: ${TABLE}.member_name ;;
  }
  dimension: party {
    description: "TODO party"
    type: string
    sql: ${TABLE}.party ;;
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
  dimension: status {
    description: "TODO status"
    type: string
    sql: ${TABLE}.status ;;
  }

  ## Sets
  set: profile {
    fields: [
      display_name
      , chamber
      , party
      , state_code
      , state_name
      , district
      , status
      , leadership_positions
      , committee_seats
    ]
  }
}
