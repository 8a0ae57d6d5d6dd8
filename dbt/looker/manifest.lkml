project_name: "congress"

# The Snowflake connection, as it is named in Looker's administration.
constant: connection {
  value: "congress_snowflake"
  export: override_optional
}

# The schema of the published marts, in the connection's database.
constant: schema {
  value: "publish"
  export: override_optional
}
