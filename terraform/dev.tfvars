# Yours: fill in. None of it is secret.
aws_account_id         = ""
snowflake_organization = ""
snowflake_account      = ""
github_repository      = ""
cluster_admins         = []
alert_emails           = []

# The lean variant: what a person can afford.
environment         = "dev"
nat_gateway         = false
database            = { instance_class = "db.t4g.micro", backup_days = 1 }
raw_objects         = "expire"
log_retention_days  = 7
dashboard_cdn       = false
monthly_credits     = 10
monthly_budget      = 250
deletion_protection = false
force_destroy       = true
