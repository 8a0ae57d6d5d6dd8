# Snowflake reads the raw buckets as a role of ours. Each side must name the other, in one apply: the role's ARN is
# known from its name, so the integration is made first, and the role then trusts the user that Snowflake gave it.
locals {
  role_name   = "${var.name}-snowflake"
  role_arn    = "arn:aws:iam::${var.account_id}:role/${local.role_name}"
  external_id = "${var.name}-${var.account_id}"
}

resource "snowflake_storage_integration_aws" "raw" {
  name                      = "${local.prefix}_RAW"
  enabled                   = true
  storage_provider          = "S3"
  storage_aws_role_arn      = local.role_arn
  storage_aws_external_id   = local.external_id
  storage_allowed_locations = [for stage in values(var.stages) : "s3://${stage.bucket}/"]
}

resource "aws_iam_role" "snowflake" {
  name        = local.role_name
  description = "Snowflake reads the stages of ${local.prefix}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = snowflake_storage_integration_aws.raw.describe_output[0].iam_user_arn }
      Condition = { StringEquals = { "sts:ExternalId" = local.external_id } }
    }]
  })
}

data "aws_iam_policy_document" "read" {
  dynamic "statement" {
    for_each = var.stages
    content {
      sid     = "Read${replace(title(replace(statement.key, "_", " ")), " ", "")}"
      actions = ["s3:GetObject", "s3:GetObjectVersion"]
      resources = [
        for folder in statement.value.folders : "arn:aws:s3:::${statement.value.bucket}/${folder}/*"
      ]
    }
  }
  dynamic "statement" {
    for_each = var.stages
    content {
      sid       = "List${replace(title(replace(statement.key, "_", " ")), " ", "")}"
      actions   = ["s3:ListBucket"]
      resources = ["arn:aws:s3:::${statement.value.bucket}"]
      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = [for folder in statement.value.folders : "${folder}/*"]
      }
    }
  }
  statement {
    sid       = "Locate"
    actions   = ["s3:GetBucketLocation"]
    resources = [for stage in values(var.stages) : "arn:aws:s3:::${stage.bucket}"]
  }
}

resource "aws_iam_role_policy" "read" {
  name   = "read"
  role   = aws_iam_role.snowflake.name
  policy = data.aws_iam_policy_document.read.json
}

# The file format stands in the stage: one object fewer to grant, and gzip is recognised by the files' names.
resource "snowflake_stage_external_s3" "this" {
  for_each            = var.stages
  database            = snowflake_database.this.name
  schema              = snowflake_schema.this["ods"].name
  name                = upper(each.key)
  comment             = "Raw replies as the extractor wrote them."
  url                 = "s3://${each.value.bucket}/"
  storage_integration = snowflake_storage_integration_aws.raw.name
  file_format {
    json {
      compression = "AUTO"
    }
  }
  depends_on = [aws_iam_role_policy.read]
}
