locals {
  major = split(".", var.settings.engine_version)[0]
  logs  = toset(["postgresql", "upgrade"])
}

# Postgres for Airflow's metadata.
resource "aws_db_instance" "this" {
  # checkov:skip=CKV_AWS_118: CloudWatch's own metrics carry the alarms; enhanced monitoring costs more than the instance's load is worth
  # checkov:skip=CKV_AWS_157: a standby doubles the price; prod may have one by setting
  # checkov:skip=CKV_AWS_161: Airflow's pool keeps connections for longer than IAM's tokens live
  # checkov:skip=CKV_AWS_293: on by setting, in prod always; tests must tear down
  # checkov:skip=CKV_AWS_353: the same as 118
  # checkov:skip=CKV2_AWS_30: statements of a metadata database tell nothing that Airflow's logs don't
  identifier     = var.name
  engine         = "postgres"
  engine_version = var.settings.engine_version
  instance_class = var.settings.instance_class
  db_name        = "airflow"

  username                    = "airflow"
  manage_master_user_password = true

  storage_type          = "gp3"
  storage_encrypted     = true
  allocated_storage     = var.settings.storage_gb
  max_allocated_storage = var.settings.max_storage_gb

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  parameter_group_name   = aws_db_parameter_group.this.name
  publicly_accessible    = false
  multi_az               = var.settings.standby

  backup_retention_period         = var.settings.backup_days
  backup_window                   = "05:00-06:00"
  maintenance_window              = "sun:06:30-sun:07:30"
  copy_tags_to_snapshot           = true
  auto_minor_version_upgrade      = true
  apply_immediately               = !var.deletion_protection
  enabled_cloudwatch_logs_exports = local.logs

  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = var.force_destroy
  final_snapshot_identifier = "${var.name}-last"

  # else RDS makes groups that keep everything
  depends_on = [aws_cloudwatch_log_group.this]
}

# RDS changes the password every 7 days unless told otherwise, and Airflow's pods read it when they start. A person
# changes it and restarts them (helm/objects/README.md); this is for when nobody does.
resource "aws_secretsmanager_secret_rotation" "password" {
  # checkov:skip=CKV_AWS_304: Airflow stops at a change until it is restarted; only the cluster reaches the database
  secret_id          = aws_db_instance.this.master_user_secret[0].secret_arn
  rotate_immediately = false
  rotation_rules {
    automatically_after_days = 400
  }
}

resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_158: encrypted by the service; a key of our own would guard it from nobody else
  # checkov:skip=CKV_AWS_338: kept as long as they help to understand an incident
  for_each          = local.logs
  name              = "/aws/rds/instance/${var.name}/${each.value}"
  retention_in_days = var.log_days
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  family      = "postgres${local.major}"
  description = "TLS only"
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "Postgres of ${var.name}: from the cluster, to nowhere"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "cluster" {
  security_group_id            = aws_security_group.this.id
  description                  = "Airflow"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}
