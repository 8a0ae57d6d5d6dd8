locals {
  prefix = upper(replace(var.name, "-", "_"))
}

resource "snowflake_resource_monitor" "this" {
  name                      = local.prefix
  credit_quota              = var.monthly_credits
  frequency                 = "MONTHLY"
  start_timestamp           = "IMMEDIATELY"
  notify_triggers           = [50, 80]
  suspend_trigger           = 95
  suspend_immediate_trigger = 100
}

resource "snowflake_warehouse" "this" {
  name                         = local.prefix
  comment                      = "Loads, dbt, reports."
  warehouse_size               = "XSMALL"
  auto_suspend                 = 60
  auto_resume                  = "true"
  initially_suspended          = true
  resource_monitor             = snowflake_resource_monitor.this.name
  statement_timeout_in_seconds = 3600
}

resource "snowflake_database" "this" {
  name                        = local.prefix
  comment                     = "Stock trades that members of Congress disclosed."
  data_retention_time_in_days = 1
}

resource "snowflake_schema" "this" {
  for_each = {
    ods     = "What the APIs sent, typed, every batch."
    audit   = "Batches as they would be published, and what became of them."
    publish = "What people read."
  }
  database = snowflake_database.this.name
  name     = upper(each.key)
  comment  = each.value
}
