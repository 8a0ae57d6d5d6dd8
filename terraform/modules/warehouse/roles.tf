# loader       Airflow's own statements: COPY into ods, and the states of batches (audit.batches, publish.batches)
# transformer  dbt: reads ods, makes everything else in audit and publish
# reporter     people, Looker, the dashboard: read publish
# Who makes a table owns it: the loader cannot change what dbt published, nor dbt what was loaded.
locals {
  roles = toset(["loader", "transformer", "reporter"])

  on_schemas = {
    loader_ods          = { role = "loader", schema = "ods", privileges = ["USAGE", "CREATE TABLE"] }
    loader_audit        = { role = "loader", schema = "audit", privileges = ["USAGE", "CREATE TABLE"] }
    loader_publish      = { role = "loader", schema = "publish", privileges = ["USAGE", "CREATE TABLE"] }
    transformer_ods     = { role = "transformer", schema = "ods", privileges = ["USAGE"] }
    transformer_audit   = { role = "transformer", schema = "audit", privileges = ["USAGE", "CREATE TABLE", "CREATE VIEW"] }
    transformer_publish = { role = "transformer", schema = "publish", privileges = ["USAGE", "CREATE TABLE", "CREATE VIEW"] }
    reporter_publish    = { role = "reporter", schema = "publish", privileges = ["USAGE"] }
  }

  # what a role may read of what another one makes; all of it will be made after this
  on_future = {
    loader_audit_tables        = { role = "loader", schema = "audit", objects = "TABLES" }
    loader_audit_views         = { role = "loader", schema = "audit", objects = "VIEWS" }
    transformer_ods_tables     = { role = "transformer", schema = "ods", objects = "TABLES" }
    transformer_audit_tables   = { role = "transformer", schema = "audit", objects = "TABLES" }
    transformer_publish_tables = { role = "transformer", schema = "publish", objects = "TABLES" }
    reporter_publish_tables    = { role = "reporter", schema = "publish", objects = "TABLES" }
    reporter_publish_views     = { role = "reporter", schema = "publish", objects = "VIEWS" }
  }
}

resource "snowflake_account_role" "this" {
  for_each = local.roles
  name     = "${local.prefix}_${upper(each.key)}"
}

# Administrators see what the platform's roles own.
resource "snowflake_grant_account_role" "administrators" {
  for_each         = local.roles
  role_name        = snowflake_account_role.this[each.key].name
  parent_role_name = "SYSADMIN"
}

resource "snowflake_grant_privileges_to_account_role" "warehouse" {
  for_each          = local.roles
  account_role_name = snowflake_account_role.this[each.key].name
  privileges        = ["USAGE"]
  on_account_object {
    object_type = "WAREHOUSE"
    object_name = snowflake_warehouse.this.name
  }
}

resource "snowflake_grant_privileges_to_account_role" "database" {
  for_each          = local.roles
  account_role_name = snowflake_account_role.this[each.key].name
  privileges        = ["USAGE"]
  on_account_object {
    object_type = "DATABASE"
    object_name = snowflake_database.this.name
  }
}

resource "snowflake_grant_privileges_to_account_role" "schema" {
  for_each          = local.on_schemas
  account_role_name = snowflake_account_role.this[each.value.role].name
  privileges        = each.value.privileges
  on_schema {
    schema_name = snowflake_schema.this[each.value.schema].fully_qualified_name
  }
}

resource "snowflake_grant_privileges_to_account_role" "future" {
  for_each          = local.on_future
  account_role_name = snowflake_account_role.this[each.value.role].name
  privileges        = ["SELECT"]
  on_schema_object {
    future {
      object_type_plural = each.value.objects
      in_schema          = snowflake_schema.this[each.value.schema].fully_qualified_name
    }
  }
}

resource "snowflake_grant_privileges_to_account_role" "stage" {
  for_each          = var.stages
  account_role_name = snowflake_account_role.this["loader"].name
  privileges        = ["USAGE"]
  on_schema_object {
    object_type = "STAGE"
    object_name = snowflake_stage_external_s3.this[each.key].fully_qualified_name
  }
}
