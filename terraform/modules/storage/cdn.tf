resource "aws_cloudfront_origin_access_control" "dashboard" {
  count                             = var.dashboard_cdn ? 1 : 0
  name                              = var.buckets.dashboard
  description                       = "CloudFront signs its reads of the dashboard's bucket."
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "dashboard" {
  # checkov:skip=CKV_AWS_68: static public files behind no login; a firewall costs more than the rest of the site
  # checkov:skip=CKV2_AWS_47: the same, there is no server that could run a library with a hole
  # checkov:skip=CKV_AWS_86: nobody's visits are recorded
  # checkov:skip=CKV_AWS_310: one bucket is the origin; the site is built again when it is lost
  # checkov:skip=CKV_AWS_374: open to every country
  # checkov:skip=CKV_AWS_174: the certificate of cloudfront.net sets the protocol
  # checkov:skip=CKV2_AWS_32: it has AWS' own, by its id
  # checkov:skip=CKV2_AWS_42: the same, a domain of our own is not part of the platform
  count               = var.dashboard_cdn ? 1 : 0
  comment             = var.buckets.dashboard
  enabled             = true
  is_ipv6_enabled     = true
  default_root_object = "index.html"
  price_class         = "PriceClass_100"

  origin {
    origin_id                = "dashboard"
    domain_name              = aws_s3_bucket.this["dashboard"].bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.dashboard[0].id
  }

  default_cache_behavior {
    target_origin_id       = "dashboard"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    compress               = true
    # AWS' own policies, the same in every account: Managed-CachingOptimized, Managed-SecurityHeadersPolicy
    cache_policy_id            = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    response_headers_policy_id = "67f7725c-6f97-4210-82d7-5512b31e9d03"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
