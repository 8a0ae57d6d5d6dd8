# Plans only, with the real provider and no account: nothing is asked, what AWS would choose is unknown.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "secret"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = "true"
}

variables {
  name          = "t"
  values        = { benzinga-api = { token = "sentinel" }, airflow = { fernet-key = "sentinel" } }
  versions      = { benzinga-api = 3, airflow = 1 }
  recovery_days = 30
}

run "kept_for_thirty_days" {
  command = plan
  assert {
    condition     = toset([for each in aws_secretsmanager_secret.this : each.name]) == toset(["t/benzinga-api", "t/airflow"])
    error_message = "One entry a secret."
  }
  assert {
    condition     = alltrue([for each in aws_secretsmanager_secret.this : each.recovery_window_in_days == 30])
    error_message = "A deleted secret can be brought back."
  }
  assert {
    condition     = { for key, each in aws_secretsmanager_secret_version.this : key => each.secret_string_wo_version } == { benzinga-api = 3, airflow = 1 }
    error_message = "Values are sent when their version changes."
  }
  assert {
    condition     = alltrue([for each in aws_secretsmanager_secret_version.this : each.secret_string_wo == null])
    error_message = "The plan does not hold the values."
  }
}

run "a_short_while" {
  command = plan
  variables {
    recovery_days = 3
  }
  expect_failures = [var.recovery_days]
}
