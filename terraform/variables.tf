# --- Whose accounts

variable "environment" {
  description = "dev or prod: part of every name."
  type        = string
  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "environment is \"${var.environment}\"; it must be \"dev\" or \"prod\"."
  }
}

variable "aws_account_id" {
  description = "The AWS account; applying to any other is refused."
  type        = string
  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "aws_account_id is \"${var.aws_account_id}\"; it must be the 12 digits of your AWS account."
  }
}

variable "region" {
  description = "AWS region, best the one of the Snowflake account: reads across regions are billed."
  type        = string
  default     = "us-east-1"
  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.region))
    error_message = "region is \"${var.region}\"; it must be like us-east-1."
  }
}

variable "snowflake_organization" {
  description = "Name of the Snowflake organization: the first part of the account identifier."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9]+$", var.snowflake_organization))
    error_message = "snowflake_organization is \"${var.snowflake_organization}\"; it must be the part before the hyphen of ORGANIZATION-ACCOUNT."
  }
}

variable "snowflake_account" {
  description = "Name of the Snowflake account: the second part of the account identifier."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9_]+$", var.snowflake_account))
    error_message = "snowflake_account is \"${var.snowflake_account}\"; it must be the part after the hyphen of ORGANIZATION-ACCOUNT."
  }
}

variable "github_repository" {
  description = "The repository, owner/name, whose workflows may plan, apply and push images."
  type        = string
}

variable "cluster_admins" {
  description = "ARNs of the IAM roles or users that administer the cluster."
  type        = set(string)
}

variable "alert_emails" {
  description = "Who gets the alerts."
  type        = set(string)
}

# --- Size and cost

variable "nat_gateway" {
  description = "true: nodes in private subnets behind one NAT gateway. false, the lean variant: nodes in public subnets that nothing may connect to."
  type        = bool
}

variable "zones" {
  description = "Letters of the two zones. Which zone of AWS has which letter differs from account to account; the plan says so if EKS has no control plane in one."
  type        = list(string)
  default     = ["a", "b"]
}

variable "vpc_cidr" {
  description = "Addresses of the VPC, a /16."
  type        = string
  default     = "10.20.0.0/16"
}

variable "kubernetes_version" {
  description = "Kubernetes version."
  type        = string
  default     = "1.34"
}

variable "api_allowed_cidrs" {
  description = "Addresses that may reach the Kubernetes API from outside the VPC."
  type        = list(string)
  default     = []
}

variable "executor" {
  description = "Airflow's executor: local, or kubernetes when one scheduler is not enough."
  type        = string
  default     = "local"
}

variable "extract_cpu_limit" {
  description = "CPUs that the node pool of the extractions may have at most."
  type        = number
  default     = 8
}

variable "database" {
  description = "Airflow's Postgres: class, storage in GB and the size that it may grow to, days of backups, a standby in the second zone."
  type = object({
    instance_class = string
    storage_gb     = optional(number, 20)
    max_storage_gb = optional(number, 100)
    backup_days    = number
    standby        = optional(bool, false)
    engine_version = optional(string, "17")
  })
}

variable "raw_objects" {
  description = "What becomes of raw replies after 7 days: expire or archive."
  type        = string
}

variable "log_retention_days" {
  description = "Days that logs are kept: tasks', control plane's, network's."
  type        = number
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_retention_days)
    error_message = "log_retention_days is ${var.log_retention_days}; CloudWatch has 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 and 365."
  }
}

variable "dashboard_cdn" {
  description = "Whether the dashboard is public, through CloudFront."
  type        = bool
}

variable "monthly_credits" {
  description = "Snowflake credits a month at which the warehouse is suspended."
  type        = number
}

variable "monthly_budget" {
  description = "US dollars a month that AWS should not exceed; alerts at 80 % and when the forecast is above."
  type        = number
}

# --- Protection

variable "deletion_protection" {
  description = "Whether destroying is refused, by database and cluster themselves too, and deleted secrets can be brought back for 30 days."
  type        = bool
}

variable "force_destroy" {
  description = "Whether destroying deletes buckets and image repositories that are not empty, and takes no last snapshot of the database."
  type        = bool
  validation {
    condition     = !(var.force_destroy && var.deletion_protection)
    error_message = "force_destroy needs deletion_protection = false: what is protected is not to be emptied."
  }
}

# --- Secrets

variable "api_keys" {
  description = "The vendors' keys. Sent to Secrets Manager when secret_versions.api_keys changes, and kept nowhere else; for any other run any text will do."
  type = object({
    benzinga_api_token = string
    polygon_api_key    = string
  })
  ephemeral = true
  sensitive = true
  validation {
    condition     = alltrue([for key in values(var.api_keys) : can(regex("^\\S{8,}$", key))])
    error_message = "api_keys must hold benzinga_api_token and polygon_api_key, each of 8 characters or more, without blanks."
  }
}

variable "secret_versions" {
  description = "Change a number to send the values again: api_keys those of the variable, airflow newly generated ones."
  type = object({
    api_keys = number
    airflow  = number
  })
  default = { api_keys = 1, airflow = 1 }
}
