output "identifier" {
  description = "The instance's name."
  value       = aws_db_instance.this.identifier
}

output "connection" {
  description = "Where Airflow's database is, and the secret of AWS' that holds user and password."
  value = {
    host       = aws_db_instance.this.address
    port       = aws_db_instance.this.port
    name       = aws_db_instance.this.db_name
    secret_arn = aws_db_instance.this.master_user_secret[0].secret_arn
  }
}
