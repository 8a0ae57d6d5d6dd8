variable "name" {
  description = "Name of the cluster, and prefix of its roles."
  type        = string
}

variable "kubernetes_version" {
  description = "Kubernetes version."
  type        = string
  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "kubernetes_version is \"${var.kubernetes_version}\"; it must be like 1.34."
  }
}

variable "subnet_ids" {
  description = "Subnets of the nodes, in two zones."
  type        = list(string)
}

variable "api_allowed_cidrs" {
  description = "Addresses that may reach the Kubernetes API from outside; none keeps it inside the VPC."
  type        = list(string)
  validation {
    condition = alltrue([
      for cidr in var.api_allowed_cidrs : can(cidrhost(cidr, 0)) && try(tonumber(split("/", cidr)[1]) >= 16, false)
    ])
    error_message = "api_allowed_cidrs holds something that is no network, or one larger than a /16; list your own, like 203.0.113.7/32."
  }
}

variable "admins" {
  description = "ARNs of the IAM roles or users that administer the cluster."
  type        = set(string)
  validation {
    condition     = length(var.admins) > 0
    error_message = "cluster_admins is empty: who makes the cluster has no access to it, and nobody would."
  }
  validation {
    condition     = alltrue([for arn in var.admins : can(regex("^arn:aws:iam::[0-9]{12}:(role|user)/", arn))])
    error_message = "cluster_admins holds something that is no ARN of an IAM role or user."
  }
}

variable "log_days" {
  description = "Days that control-plane logs are kept; one of the periods that CloudWatch has."
  type        = number
}

variable "extract_cpu_limit" {
  description = "CPUs that the node pool of the extractions may have at most."
  type        = number
  validation {
    condition     = var.extract_cpu_limit >= 2
    error_message = "extract_cpu_limit is ${var.extract_cpu_limit}; the smallest node has 2 CPUs."
  }
}

variable "deletion_protection" {
  description = "Whether EKS refuses to delete the cluster."
  type        = bool
}
