variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "zones" {
  description = "Letters of the two zones that are used."
  type        = list(string)
  validation {
    condition     = length(distinct(var.zones)) == 2 && length(var.zones) == 2 && alltrue([for zone in var.zones : can(regex("^[a-z]$", zone))])
    error_message = "zones is ${jsonencode(var.zones)}; it must be two letters, like [\"a\", \"b\"]."
  }
}

variable "cidr" {
  description = "Addresses of the VPC."
  type        = string
  validation {
    condition     = can(cidrhost(var.cidr, 0)) && try(tonumber(split("/", var.cidr)[1]) == 16, false)
    error_message = "cidr is \"${var.cidr}\"; it must be a /16 like 10.20.0.0/16: pods take addresses of the subnets."
  }
}

variable "nat_gateway" {
  description = "Whether nodes stand in private subnets behind one NAT gateway. Without it they stand in public subnets, each with an address of its own, and nothing may connect to them."
  type        = bool
}

variable "flow_log_days" {
  description = "Days that flow logs are kept; one of the periods that CloudWatch has."
  type        = number
}

variable "account_id" {
  description = "AWS account."
  type        = string
}
