variable "name" {
  description = "Name of the instance."
  type        = string
}

variable "vpc_id" {
  description = "The VPC."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets in two zones."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "The security group that may connect: the cluster's."
  type        = string
}

variable "settings" {
  description = "Size and care: class, storage in GB and the size that it may grow to, days of backups, a standby in the second zone."
  type = object({
    instance_class = string
    storage_gb     = number
    max_storage_gb = number
    backup_days    = number
    standby        = bool
    engine_version = string
  })
  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.[a-z0-9]+$", var.settings.instance_class))
    error_message = "database.instance_class is \"${var.settings.instance_class}\"; it must be like db.t4g.micro."
  }
  validation {
    condition     = var.settings.storage_gb >= 20 && var.settings.max_storage_gb > var.settings.storage_gb
    error_message = "database.storage_gb must be 20 or more, and database.max_storage_gb greater than it."
  }
  validation {
    condition     = var.settings.backup_days >= 1 && var.settings.backup_days <= 35
    error_message = "database.backup_days is ${var.settings.backup_days}; it must be 1 to 35: without backups a mistake is final."
  }
}

variable "log_days" {
  description = "Days that the database's logs are kept; one of the periods that CloudWatch has."
  type        = number
}

variable "deletion_protection" {
  description = "Whether RDS refuses to delete the instance, and changes wait for the maintenance window."
  type        = bool
}

variable "force_destroy" {
  description = "Whether destroying takes no last snapshot."
  type        = bool
}
