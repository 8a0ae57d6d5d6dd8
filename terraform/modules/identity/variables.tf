variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "environment" {
  description = "The environment's name, also of GitHub's."
  type        = string
}

variable "tags" {
  description = "Tags that everything of the environment has."
  type        = map(string)
}

variable "account_id" {
  description = "AWS account."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "cluster_name" {
  description = "The cluster whose pods take the roles."
  type        = string
}

variable "buckets" {
  description = "Bucket names, by what they hold."
  type = object({
    raw_disclosures = string
    raw_market      = string
    airflow_logs    = string
    dashboard       = string
  })
}

variable "folders" {
  description = "The folders that each extractor writes in its bucket."
  type = object({
    raw_disclosures = set(string)
    raw_market      = set(string)
  })
}

variable "executor" {
  description = "Airflow's executor: local (tasks share one identity) or kubernetes (loading and dbt have their own)."
  type        = string
  validation {
    condition     = contains(["local", "kubernetes"], var.executor)
    error_message = "executor is \"${var.executor}\"; it must be \"local\" or \"kubernetes\"."
  }
}

variable "alert_topic_arn" {
  description = "The topic that Airflow sends its alerts to."
  type        = string
}

variable "secrets" {
  description = "Names of the secrets that External Secrets brings into the cluster."
  type        = set(string)
}

variable "database_secret_arn" {
  description = "The secret with the database's user and password, which External Secrets brings too."
  type        = string
}

variable "images" {
  description = "Repositories that GitHub pushes to, without the prefix."
  type        = set(string)
}

variable "github_repository" {
  description = "The repository whose workflows may plan, apply and push images."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository is \"${var.github_repository}\"; it must be like owner/name."
  }
}

variable "state_bucket" {
  description = "The bucket of Terraform's state."
  type        = string
}
