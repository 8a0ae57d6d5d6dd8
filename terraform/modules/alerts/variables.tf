variable "name" {
  description = "Name of the topic, and prefix of the alarms."
  type        = string
}

variable "account_id" {
  description = "AWS account."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "emails" {
  description = "Who gets the alerts; each confirms once by a link."
  type        = set(string)
  validation {
    condition     = length(var.emails) > 0 && alltrue([for email in var.emails : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", email))])
    error_message = "alert_emails must hold at least one address like platform@example.com: alerts that nobody gets are none."
  }
}

variable "monthly_budget" {
  description = "US dollars a month that the AWS account should not exceed."
  type        = number
  validation {
    condition     = var.monthly_budget > 0
    error_message = "monthly_budget is ${var.monthly_budget}; it must be more than 0 dollars."
  }
}

variable "database_identifier" {
  description = "The database instance that is watched."
  type        = string
}
