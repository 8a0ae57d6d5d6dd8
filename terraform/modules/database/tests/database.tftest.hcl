# Plans only, with the real provider and no account: nothing is asked, what AWS would choose is unknown.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "secret"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = "true"
}

variables {
  name                     = "t"
  vpc_id                   = "vpc-1"
  subnet_ids               = ["subnet-a", "subnet-b"]
  client_security_group_id = "sg-cluster"
  settings = {
    instance_class = "db.t4g.micro"
    storage_gb     = 20
    max_storage_gb = 100
    backup_days    = 7
    standby        = false
    engine_version = "17"
  }
  log_days            = 7
  deletion_protection = true
  force_destroy       = false
}

run "protected" {
  command = plan
  assert {
    condition     = aws_db_instance.this.storage_encrypted && aws_db_instance.this.manage_master_user_password && !aws_db_instance.this.publicly_accessible
    error_message = "Encrypted, in the VPC only, its password made and kept by AWS."
  }
  assert {
    condition     = [for each in aws_db_parameter_group.this.parameter : "${each.name}=${each.value}"] == ["rds.force_ssl=1"] && aws_db_parameter_group.this.family == "postgres17"
    error_message = "TLS is forced."
  }
  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot && aws_db_instance.this.final_snapshot_identifier == "t-last"
    error_message = "It can't be deleted by mistake, and leaves a snapshot."
  }
  assert {
    condition = (
      toset([for each in aws_cloudwatch_log_group.this : each.name]) == toset([for log in aws_db_instance.this.enabled_cloudwatch_logs_exports : "/aws/rds/instance/t/${log}"])
      && alltrue([for each in aws_cloudwatch_log_group.this : each.retention_in_days == 7])
    )
    error_message = "The groups that RDS writes to are ours, and forget."
  }
  assert {
    condition     = !aws_secretsmanager_secret_rotation.password.rotate_immediately && one(aws_secretsmanager_secret_rotation.password.rotation_rules).automatically_after_days > 366
    error_message = "The password stays for a year: changing it needs a restart."
  }
  assert {
    condition     = aws_db_instance.this.backup_retention_period == 7 && !aws_db_instance.this.apply_immediately
    error_message = "Backups; changes wait for the maintenance window."
  }
  assert {
    condition = (
      aws_vpc_security_group_ingress_rule.cluster.referenced_security_group_id == "sg-cluster"
      && aws_vpc_security_group_ingress_rule.cluster.from_port == 5432 && aws_vpc_security_group_ingress_rule.cluster.to_port == 5432
    )
    error_message = "Only the cluster connects, only to Postgres."
  }
}

run "lean" {
  command = plan
  variables {
    deletion_protection = false
    force_destroy       = true
  }
  assert {
    condition     = !aws_db_instance.this.deletion_protection && aws_db_instance.this.skip_final_snapshot && !aws_db_instance.this.multi_az
    error_message = "It can be torn down."
  }
}

run "without_backups" {
  command = plan
  variables {
    settings = { instance_class = "db.t4g.micro", storage_gb = 20, max_storage_gb = 100, backup_days = 0, standby = false, engine_version = "17" }
  }
  expect_failures = [var.settings]
}

run "no_room_to_grow" {
  command = plan
  variables {
    settings = { instance_class = "db.t4g.micro", storage_gb = 20, max_storage_gb = 20, backup_days = 1, standby = false, engine_version = "17" }
  }
  expect_failures = [var.settings]
}

run "no_class" {
  command = plan
  variables {
    settings = { instance_class = "small", storage_gb = 20, max_storage_gb = 100, backup_days = 1, standby = false, engine_version = "17" }
  }
  expect_failures = [var.settings]
}
