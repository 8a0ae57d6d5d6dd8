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
    description: "The first observation of this state."
    type: time
    timeframes: [raw, time, date, month]
    convert_tz: no
    datatype: datetime
    sql: ${TABLE}.valid_from ;;
  }
  dimension_group: valid_to {
    description: "The first observation that differs, exclusive; null while current."
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
    description: "House or Senate."
    type: string
    sql: ${TABLE}.chamber ;;
  }
  dimension: committee_seats {
    description: "Committees and 'committee > subcommittee' seats for people to read, sorted, separated by semicolons; null where none."
    type: string
    sql: ${TABLE}.committee_seats ;;
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
  dimension: leadership_positions {
    description: "Leadership positions, sorted, separated by semicolons; null where none."
    type: string
    sql: ${TABLE}.leadership_positions ;;
  }
  dimension: member_name {
    description: "Name as filed."
    type: string
    sql: ${TABLE}.member_name ;;
  }
  dimension: party {
    description: "Party, as a letter."
    type: string
    sql: ${TABLE}.party ;;
  }
  dimension: state_code {
    description: "USPS code of the state or territory."
    type: string
    sql: ${TABLE}.state_code ;;
    map_layer_name: us_states
  }
  dimension: state_name {
    description: "Name of the state or territory; null for an unknown code."
    type: string
    sql: ${TABLE}.state_name ;;
  }
  dimension: status {
    description: "Member or Former Member."
    type: string
    sql: ${TABLE}.status ;;
  }

  ## Sets
  set: profile {
    fields: [
      member_id
      , display_name
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
