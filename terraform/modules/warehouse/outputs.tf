output "database" {
  description = "The database with the schemas ods, audit and publish."
  value       = snowflake_database.this.name
}

output "warehouse" {
  description = "The warehouse."
  value       = snowflake_warehouse.this.name
}

output "roles" {
  description = "Names of the roles loader, transformer and reporter."
  value       = { for role, each in snowflake_account_role.this : role => each.name }
}

output "users" {
  description = "Names of the service users."
  value       = { for user, each in snowflake_service_user.this : user => each.name }
}
