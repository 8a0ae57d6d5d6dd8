terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.34"
    }
    snowflake = {
      source  = "snowflakedb/snowflake"
      version = "~> 2.20"
    }
  }
  # bucket, region and key are given at init: bootstrap prints them
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.aws_account_id]
  default_tags {
    tags = local.tags
  }
}

# How to log in comes from SNOWFLAKE_USER, SNOWFLAKE_AUTHENTICATOR and the like.
provider "snowflake" {
  organization_name = var.snowflake_organization
  account_name      = var.snowflake_account
  # only account administrators make resource monitors and integrations
  role = "ACCOUNTADMIN"
  # without it the provider refuses default_workload_identity (modules/warehouse/users.tf)
  experimental_features_enabled = ["USER_ENABLE_DEFAULT_WORKLOAD_IDENTITY"]
}
