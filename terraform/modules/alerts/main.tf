locals {
  topic_arn = "arn:aws:sns:${var.region}:${var.account_id}:${var.name}-alerts"
}

resource "aws_sns_topic" "alerts" {
  # checkov:skip=CKV_AWS_26: names of tasks and of alarms; a key of our own costs more than the topic, AWS' own shuts alarms out
  name = "${var.name}-alerts"
}

resource "aws_sns_topic_subscription" "email" {
  for_each  = var.emails
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = each.value
}

data "aws_iam_policy_document" "topic" {
  statement {
    sid       = "AlarmsAndBudget"
    actions   = ["sns:Publish"]
    resources = [local.topic_arn]
    principals {
      type        = "Service"
      identifiers = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [local.topic_arn]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  arn    = aws_sns_topic.alerts.arn
  policy = data.aws_iam_policy_document.topic.json
}

resource "aws_budgets_budget" "month" {
  name         = var.name
  budget_type  = "COST"
  limit_amount = format("%.1f", var.monthly_budget)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }
    content {
      notification_type         = notification.key
      threshold                 = notification.value
      threshold_type            = "PERCENTAGE"
      comparison_operator       = "GREATER_THAN"
      subscriber_sns_topic_arns = [aws_sns_topic.alerts.arn]
    }
  }
  depends_on = [aws_sns_topic_policy.alerts]
}

# What stops everything at once and what Airflow, standing on it, can't tell: its database. Failed tasks are Airflow's
# own alerts.
locals {
  alarms = {
    storage = {
      metric  = "FreeStorageSpace"
      below   = 2 * 1024 * 1024 * 1024
      means   = "less than 2 GiB free although storage grows by itself, or it does not run"
      no_data = "breaching"
    }
    memory = {
      metric  = "FreeableMemory"
      below   = 64 * 1024 * 1024
      means   = "less than 64 MiB of memory free"
      no_data = "notBreaching"
    }
    # only burstable classes have this metric
    credits = {
      metric  = "CPUCreditBalance"
      below   = 20
      means   = "the CPU credits are nearly used up"
      no_data = "notBreaching"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "database" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-database-${each.key}"
  alarm_description   = "Airflow's database: ${each.value.means}."
  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  dimensions          = { DBInstanceIdentifier = var.database_identifier }
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = each.value.below
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = each.value.no_data
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}
