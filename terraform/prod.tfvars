# Yours: fill in. None of it is secret.
aws_account_id         = ""
snowflake_organization = ""
snowflake_account      = ""
github_repository      = ""
cluster_admins         = []
alert_emails           = []

environment         = "prod"
nat_gateway         = true
database            = { instance_class = "db.t4g.small", backup_days = 14 }
raw_objects         = "archive"
log_retention_days  = 90
dashboard_cdn       = true
monthly_credits     = 40
monthly_budget      = 400
deletion_protection = true
force_destroy       = false
