variable "name" {
  description = "Prefix of all names; in Snowflake in capitals, with underscores."
  type        = string
}

variable "account_id" {
  description = "AWS account of the buckets."
  type        = string
}

variable "stages" {
  description = "The stages of the schema ods: the bucket of each, and the folders that Snowflake may read there."
  type = map(object({
    bucket  = string
    folders = set(string)
  }))
  validation {
    condition     = alltrue([for stage in keys(var.stages) : can(regex("^[a-z][a-z_]*$", stage))])
    error_message = "A stage's name must be lower case with underscores, as the COPY statements write it."
  }
}

variable "service_users" {
  description = "Users of programs: the AWS role that proves who they are, and the platform's roles that they may take, the default one first."
  type = map(object({
    role_arn = string
    roles    = list(string)
  }))
  validation {
    condition = alltrue([
      for user in values(var.service_users) :
      length(user.roles) > 0 && alltrue([for role in user.roles : contains(["loader", "transformer", "reporter"], role)])
    ])
    error_message = "Each service user must have roles, of loader, transformer and reporter."
  }
}

variable "monthly_credits" {
  description = "Snowflake credits that the warehouse may use in a month; then it is suspended."
  type        = number
  validation {
    condition     = var.monthly_credits >= 1 && floor(var.monthly_credits) == var.monthly_credits
    error_message = "monthly_credits is ${var.monthly_credits}; it must be a whole number, 1 or more."
  }
}
