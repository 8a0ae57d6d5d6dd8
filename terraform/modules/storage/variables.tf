variable "buckets" {
  description = "Bucket names, unique in the world, by what they hold."
  type = object({
    raw_disclosures = string
    raw_market      = string
    airflow_logs    = string
    dashboard       = string
  })
}

variable "raw_objects" {
  description = "What becomes of the APIs' raw replies, which the warehouse has loaded by then, after 7 days: expire, or archive (Glacier)."
  type        = string
  validation {
    condition     = contains(["expire", "archive"], var.raw_objects)
    error_message = "raw_objects is \"${var.raw_objects}\"; it must be \"expire\" or \"archive\"."
  }
}

variable "log_retention_days" {
  description = "Days that task logs are kept."
  type        = number
  validation {
    condition     = var.log_retention_days >= 1 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days is ${var.log_retention_days}; it must be a whole number of days, 1 or more."
  }
}

variable "dashboard_cdn" {
  description = "Whether the dashboard is public, through CloudFront. Without it only those with rights to the bucket see it."
  type        = bool
}

variable "force_destroy" {
  description = "Whether destroying deletes buckets that hold objects."
  type        = bool
}
