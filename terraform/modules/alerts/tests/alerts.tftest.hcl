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
  name                = "t"
  account_id          = "123456789012"
  region              = "us-east-1"
  emails              = ["platform@example.com"]
  monthly_budget      = 200
  database_identifier = "t"
}

run "alerts" {
  command = plan
  assert {
    condition     = aws_sns_topic.alerts.name == "t-alerts" && output.topic_arn == "arn:aws:sns:us-east-1:123456789012:t-alerts"
    error_message = "The topic, by the ARN that it will have."
  }
  assert {
    condition     = [for each in aws_sns_topic_subscription.email : each.endpoint] == ["platform@example.com"]
    error_message = "Somebody gets them."
  }
  assert {
    condition = (
      jsondecode(data.aws_iam_policy_document.topic.json).Statement[0].Condition == { StringEquals = { "aws:SourceAccount" = "123456789012" } }
      && jsondecode(data.aws_iam_policy_document.topic.json).Statement[1].Condition == { Bool = { "aws:SecureTransport" = "false" } }
    )
    error_message = "AWS' services publish for this account only, everyone by TLS only."
  }
  assert {
    condition     = aws_budgets_budget.month.limit_amount == "200.0" && toset([for each in aws_budgets_budget.month.notification : each.notification_type]) == toset(["ACTUAL", "FORECASTED"])
    error_message = "The budget warns before and when it is exceeded."
  }
  assert {
    condition     = toset([for each in aws_cloudwatch_metric_alarm.database : each.metric_name]) == toset(["FreeStorageSpace", "FreeableMemory", "CPUCreditBalance"])
    error_message = "What stops Airflow is watched."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.database["storage"].treat_missing_data == "breaching"
    error_message = "A database that does not run is an alarm."
  }
}

run "nobody" {
  command = plan
  variables {
    emails = []
  }
  expect_failures = [var.emails]
}

run "no_address" {
  command = plan
  variables {
    emails = ["platform"]
  }
  expect_failures = [var.emails]
}

run "no_money" {
  command = plan
  variables {
    monthly_budget = 0
  }
  expect_failures = [var.monthly_budget]
}
