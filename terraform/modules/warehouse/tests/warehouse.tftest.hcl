# Snowflake is mocked: what it would answer is made up here. AWS' documents of policies are real.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "secret"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = "true"
}

mock_provider "snowflake" {}

override_resource {
  target          = snowflake_storage_integration_aws.raw
  override_during = plan
  values = {
    describe_output = [{ iam_user_arn = "arn:aws:iam::999999999999:user/snowflake" }]
  }
}

variables {
  name       = "t-dev"
  account_id = "123456789012"
  stages = {
    raw_disclosures = { bucket = "t-raw-disclosures", folders = ["disclosures"] }
    raw_market      = { bucket = "t-raw-market", folders = ["market", "tickers"] }
  }
  service_users = {
    airflow   = { role_arn = "arn:aws:iam::123456789012:role/t-airflow", roles = ["loader", "transformer"] }
    dashboard = { role_arn = "arn:aws:iam::123456789012:role/t-dashboard", roles = ["reporter"] }
  }
  monthly_credits = 10
}

run "objects" {
  command = plan

  assert {
    condition     = snowflake_database.this.name == "T_DEV" && toset([for each in snowflake_schema.this : each.name]) == toset(["ODS", "AUDIT", "PUBLISH"])
    error_message = "One database, three schemas."
  }
  assert {
    condition     = snowflake_warehouse.this.warehouse_size == "XSMALL" && snowflake_warehouse.this.auto_suspend == 60 && snowflake_warehouse.this.auto_resume == "true" && snowflake_warehouse.this.resource_monitor == "T_DEV"
    error_message = "The smallest warehouse, asleep after a minute, under the monitor."
  }
  assert {
    condition     = snowflake_resource_monitor.this.credit_quota == 10 && snowflake_resource_monitor.this.suspend_immediate_trigger == 100 && snowflake_resource_monitor.this.frequency == "MONTHLY"
    error_message = "It stops at the month's credits."
  }
  assert {
    condition     = toset([for each in snowflake_account_role.this : each.name]) == toset(["T_DEV_LOADER", "T_DEV_TRANSFORMER", "T_DEV_REPORTER"])
    error_message = "Three roles."
  }
  assert {
    condition     = { for key, each in snowflake_stage_external_s3.this : each.name => "${each.schema} ${each.url} ${each.storage_integration}" } == { RAW_DISCLOSURES = "ODS s3://t-raw-disclosures/ T_DEV_RAW", RAW_MARKET = "ODS s3://t-raw-market/ T_DEV_RAW" }
    error_message = "A stage a bucket, where the COPY statements look for it."
  }
  assert {
    condition     = alltrue([for each in snowflake_stage_external_s3.this : length(one(each.file_format).json) == 1 && one(each.file_format).format_name == null])
    error_message = "The JSON format stands in the stage."
  }
}

run "trust" {
  command = plan

  assert {
    condition     = snowflake_storage_integration_aws.raw.storage_aws_role_arn == "arn:aws:iam::123456789012:role/${aws_iam_role.snowflake.name}"
    error_message = "The integration names the role that is made here."
  }
  assert {
    condition = jsondecode(aws_iam_role.snowflake.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::999999999999:user/snowflake" }
      Condition = { StringEquals = { "sts:ExternalId" = snowflake_storage_integration_aws.raw.storage_aws_external_id } }
    }]
    error_message = "The role trusts the user that Snowflake gave the integration, with the integration's external id."
  }
  assert {
    condition     = snowflake_storage_integration_aws.raw.storage_allowed_locations == toset(["s3://t-raw-disclosures/", "s3://t-raw-market/"])
    error_message = "The integration is for the raw buckets only."
  }
  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.read.policy).Statement : statement.Condition if statement.Action == "s3:ListBucket"
      ] == [
      { StringLike = { "s3:prefix" = "disclosures/*" } }, { StringLike = { "s3:prefix" = ["market/*", "tickers/*"] } },
    ]
    error_message = "Snowflake lists the folders of the stages only."
  }
}

run "grants" {
  command = plan

  assert {
    condition = {
      for key, each in snowflake_grant_privileges_to_account_role.schema :
      "${each.account_role_name} ${local.on_schemas[key].schema}" => join(", ", sort(each.privileges))
      } == {
      "T_DEV_LOADER ods"          = "CREATE TABLE, USAGE"
      "T_DEV_LOADER audit"        = "CREATE TABLE, USAGE"
      "T_DEV_LOADER publish"      = "CREATE TABLE, USAGE"
      "T_DEV_TRANSFORMER ods"     = "USAGE"
      "T_DEV_TRANSFORMER audit"   = "CREATE TABLE, CREATE VIEW, USAGE"
      "T_DEV_TRANSFORMER publish" = "CREATE TABLE, CREATE VIEW, USAGE"
      "T_DEV_REPORTER publish"    = "USAGE"
    }
    error_message = "Who makes what, and the reporter sees publish only."
  }
  assert {
    condition     = alltrue([for each in snowflake_grant_privileges_to_account_role.future : each.privileges == toset(["SELECT"])])
    error_message = "Of what another role makes, a role reads and changes nothing."
  }
  assert {
    condition     = toset([for each in snowflake_grant_privileges_to_account_role.stage : each.account_role_name]) == toset(["T_DEV_LOADER"])
    error_message = "Only the loader copies."
  }
  assert {
    condition     = alltrue([for each in snowflake_grant_privileges_to_account_role.warehouse : each.privileges == toset(["USAGE"])])
    error_message = "Roles use the warehouse, and don't change it."
  }
}

run "users" {
  command = plan

  assert {
    condition     = { for each in snowflake_service_user.this : each.name => one(one(each.default_workload_identity).aws).arn } == { T_DEV_AIRFLOW = "arn:aws:iam::123456789012:role/t-airflow", T_DEV_DASHBOARD = "arn:aws:iam::123456789012:role/t-dashboard" }
    error_message = "Users log in as their AWS roles."
  }
  assert {
    condition     = alltrue([for each in snowflake_service_user.this : each.rsa_public_key == null && each.default_secondary_roles_option == "NONE"])
    error_message = "No key, and one role at a time."
  }
  assert {
    condition     = toset([for each in snowflake_grant_account_role.user : "${each.user_name} ${each.role_name}"]) == toset(["T_DEV_AIRFLOW T_DEV_LOADER", "T_DEV_AIRFLOW T_DEV_TRANSFORMER", "T_DEV_DASHBOARD T_DEV_REPORTER"])
    error_message = "Each user may take its roles, and no other."
  }
}

run "a_role_that_is_none" {
  command = plan
  variables {
    service_users = { x = { role_arn = "arn:aws:iam::123456789012:role/x", roles = ["ACCOUNTADMIN"] } }
  }
  expect_failures = [var.service_users]
}

run "a_name_that_sql_does_not_find" {
  command = plan
  variables {
    stages = { "Raw-Market" = { bucket = "b", folders = ["f"] } }
  }
  expect_failures = [var.stages]
}

run "no_credits" {
  command = plan
  variables {
    monthly_credits = 0
  }
  expect_failures = [var.monthly_credits]
}
