locals {
  raw_days = 7
}

resource "aws_s3_bucket" "this" {
  # checkov:skip=CKV_AWS_18: access logs cost more than the public records here are worth
  # checkov:skip=CKV_AWS_21: raw objects are named by their content and live 7 days; logs and the site are made again
  # checkov:skip=CKV_AWS_144: everything here is made again from the APIs or the warehouse
  # checkov:skip=CKV_AWS_145: SSE-S3 encrypts; a key of our own costs more and the records are public
  # checkov:skip=CKV2_AWS_61: each has one, below; checkov does not follow the keys
  # checkov:skip=CKV2_AWS_62: nothing waits for object events, Airflow knows when a batch is complete
  for_each      = var.buckets
  bucket        = each.value
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = var.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = var.buckets
  bucket                  = aws_s3_bucket.this[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = var.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = var.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Action    = "s3:*"
        Principal = "*"
        Resource  = ["arn:aws:s3:::${each.value}", "arn:aws:s3:::${each.value}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      [for distribution in aws_cloudfront_distribution.dashboard[*].arn : {
        Sid       = "CloudFrontReads"
        Effect    = "Allow"
        Action    = "s3:GetObject"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Resource  = "arn:aws:s3:::${each.value}/*"
        Condition = { StringEquals = { "AWS:SourceArn" = distribution } }
      } if each.key == "dashboard"],
    )
  })
  # S3 refuses a policy while the block is being changed
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "raw" {
  for_each = toset(["raw_disclosures", "raw_market"])
  bucket   = aws_s3_bucket.this[each.key].id
  rule {
    id     = var.raw_objects
    status = "Enabled"
    filter {
      # without a size S3 archives nothing below 128 kB, and most of ours are smaller
      object_size_greater_than = var.raw_objects == "archive" ? 1 : null
    }
    dynamic "expiration" {
      for_each = var.raw_objects == "expire" ? [local.raw_days] : []
      content {
        days = expiration.value
      }
    }
    dynamic "transition" {
      for_each = var.raw_objects == "archive" ? [local.raw_days] : []
      content {
        days          = transition.value
        storage_class = "GLACIER"
      }
    }
  }
  # apart: S3 takes it in no rule that asks for a size
  rule {
    id     = "uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "airflow_logs" {
  bucket = aws_s3_bucket.this["airflow_logs"].id
  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration {
      days = var.log_retention_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

# The publisher removes the site's old versions itself: only it knows which one is shown.
resource "aws_s3_bucket_lifecycle_configuration" "dashboard" {
  bucket = aws_s3_bucket.this["dashboard"].id
  rule {
    id     = "uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}
