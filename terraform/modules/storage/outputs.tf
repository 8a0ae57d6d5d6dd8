output "buckets" {
  description = "Bucket names, by what they hold."
  value       = { for key, bucket in aws_s3_bucket.this : key => bucket.bucket }
}

output "dashboard_url" {
  description = "Where the dashboard is public, or null."
  value       = one([for each in aws_cloudfront_distribution.dashboard : "https://${each.domain_name}"])
}
