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
  buckets = {
    raw_disclosures = "t-raw-disclosures"
    raw_market      = "t-raw-market"
    airflow_logs    = "t-airflow-logs"
    dashboard       = "t-dashboard"
  }
  raw_objects        = "expire"
  log_retention_days = 30
  dashboard_cdn      = false
  force_destroy      = false
}

run "lean" {
  command = plan

  assert {
    condition     = toset([for bucket in aws_s3_bucket.this : bucket.bucket]) == toset(values(var.buckets))
    error_message = "The buckets are those named."
  }
  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.this : !bucket.force_destroy])
    error_message = "A bucket with objects stays."
  }
  assert {
    condition = alltrue([
      for block in aws_s3_bucket_public_access_block.this :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ]) && length(aws_s3_bucket_public_access_block.this) == 4
    error_message = "No bucket is public."
  }
  assert {
    condition = alltrue([
      for each in aws_s3_bucket_server_side_encryption_configuration.this :
      one(one(each.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    ]) && length(aws_s3_bucket_server_side_encryption_configuration.this) == 4
    error_message = "Every bucket is encrypted."
  }
  assert {
    condition = alltrue([
      for each in aws_s3_bucket_ownership_controls.this : one(each.rule).object_ownership == "BucketOwnerEnforced"
    ]) && length(aws_s3_bucket_ownership_controls.this) == 4
    error_message = "Objects belong to the bucket's owner."
  }
  assert {
    condition = alltrue([
      for key, bucket in var.buckets :
      jsondecode(aws_s3_bucket_policy.this[key].policy).Statement == [{
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Action    = "s3:*"
        Principal = "*"
        Resource  = ["arn:aws:s3:::${bucket}", "arn:aws:s3:::${bucket}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    ])
    error_message = "Without TLS, everything in the bucket and the bucket itself is denied, and nothing else is said."
  }
  assert {
    condition = alltrue([
      for each in aws_s3_bucket_lifecycle_configuration.raw :
      one(each.rule[0].expiration).days == 7 && length(each.rule[0].transition) == 0 && each.rule[0].status == "Enabled"
    ]) && toset(keys(aws_s3_bucket_lifecycle_configuration.raw)) == toset(["raw_disclosures", "raw_market"])
    error_message = "Raw objects go after 7 days."
  }
  assert {
    condition     = one(one(aws_s3_bucket_lifecycle_configuration.airflow_logs.rule).expiration).days == 30
    error_message = "Task logs go after the days set."
  }
  assert {
    condition     = length(one(aws_s3_bucket_lifecycle_configuration.dashboard.rule).expiration) == 0
    error_message = "The site does not expire."
  }
  assert {
    condition     = length(aws_cloudfront_distribution.dashboard) == 0 && output.dashboard_url == null
    error_message = "Without the setting, the dashboard is not public."
  }
}

run "archived_and_public" {
  command = plan
  variables {
    raw_objects   = "archive"
    dashboard_cdn = true
    force_destroy = true
  }

  assert {
    condition = alltrue([
      for each in aws_s3_bucket_lifecycle_configuration.raw :
      one(each.rule[0].transition).days == 7 && one(each.rule[0].transition).storage_class == "GLACIER"
      && length(each.rule[0].expiration) == 0 && one(each.rule[0].filter).object_size_greater_than == 1
    ])
    error_message = "Raw objects, small ones too, are archived after 7 days and never expire."
  }
  assert {
    condition = alltrue([
      for each in aws_s3_bucket_lifecycle_configuration.raw :
      [for rule in each.rule : rule.id if length(rule.abort_incomplete_multipart_upload) > 0] == ["uploads"]
    ])
    error_message = "Broken uploads go by a rule without a size: S3 refuses both in one."
  }
  assert {
    condition     = one(one(aws_cloudfront_distribution.dashboard).default_cache_behavior).viewer_protocol_policy == "redirect-to-https"
    error_message = "The site is read by TLS."
  }
  assert {
    condition     = one(aws_cloudfront_origin_access_control.dashboard).signing_behavior == "always"
    error_message = "CloudFront signs every read."
  }
  assert {
    condition     = length(jsondecode(aws_s3_bucket_policy.this["airflow_logs"].policy).Statement) == 1
    error_message = "CloudFront reads no other bucket."
  }
  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.this : bucket.force_destroy])
    error_message = "Buckets can be destroyed with their objects."
  }
}

run "neither_expire_nor_archive" {
  command = plan
  variables {
    raw_objects = "keep"
  }
  expect_failures = [var.raw_objects]
}

run "half_days" {
  command = plan
  variables {
    log_retention_days = 0.5
  }
  expect_failures = [var.log_retention_days]
}
