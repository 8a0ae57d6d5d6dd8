variable "name" {
  description = "Prefix of the secrets."
  type        = string
}

variable "values" {
  description = "The values of each secret, by key. They are sent, and kept nowhere else."
  type        = map(map(string))
  ephemeral   = true
  sensitive   = true
}

variable "versions" {
  description = "A number for each secret; its values are sent when the number changes."
  type        = map(number)
}

variable "recovery_days" {
  description = "Days that a deleted secret can be brought back; 0 deletes at once."
  type        = number
  validation {
    condition     = var.recovery_days == 0 || (var.recovery_days >= 7 && var.recovery_days <= 30)
    error_message = "recovery_days is ${var.recovery_days}; it must be 0, or 7 to 30."
  }
}
