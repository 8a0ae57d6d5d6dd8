locals {
  users = { for user, each in var.service_users : user => "${local.prefix}_${upper(replace(user, "-", "_"))}" }
  granted = merge([
    for user, each in var.service_users : { for role in each.roles : "${user}_${role}" => { user = user, role = role } }
  ]...)
}

# No password and no key: Snowflake asks AWS who calls.
resource "snowflake_service_user" "this" {
  for_each                       = var.service_users
  name                           = local.users[each.key]
  comment                        = "Logs in as ${each.value.role_arn}."
  default_role                   = snowflake_account_role.this[each.value.roles[0]].name
  default_warehouse              = snowflake_warehouse.this.name
  default_secondary_roles_option = "NONE"
  default_workload_identity {
    aws {
      arn = each.value.role_arn
    }
  }
}

resource "snowflake_grant_account_role" "user" {
  for_each  = local.granted
  role_name = snowflake_account_role.this[each.value.role].name
  user_name = snowflake_service_user.this[each.value.user].name
}
