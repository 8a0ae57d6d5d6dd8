output "service_accounts" {
  description = "Kubernetes service accounts that get a role, by the workload and the namespace that they belong to."
  value       = local.service_accounts
}

output "workload_role_arns" {
  description = "The role of each workload."
  value       = { for workload, role in aws_iam_role.workload : workload => role.arn }
}

output "github_role_arns" {
  description = "The roles that GitHub's workflows take: plan, apply, push."
  value       = { for use, role in aws_iam_role.deployment : use => role.arn }
}

output "warehouse_users" {
  description = "Snowflake's service users: the role that each logs in as, and the platform's roles that it may take."
  value       = local.warehouse_users
}
