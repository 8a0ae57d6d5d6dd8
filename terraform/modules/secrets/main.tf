resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV_AWS_149: AWS' key encrypts; a key of our own would have the same readers
  # checkov:skip=CKV2_AWS_57: the vendors' keys are changed at the vendor, Airflow's by their version
  for_each                = var.versions
  name                    = "${var.name}/${each.key}"
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "this" {
  for_each                 = var.versions
  secret_id                = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo         = jsonencode(var.values[each.key])
  secret_string_wo_version = each.value
}
