output "arns" {
  description = "The secrets' ARNs, with the random ending that AWS gives them."
  value       = { for key, each in aws_secretsmanager_secret.this : key => each.arn }
}

output "names" {
  description = "The secrets' names."
  value       = { for key, each in aws_secretsmanager_secret.this : key => each.name }
}
