output "repositories" {
  description = "Address of each image, without a tag."
  value       = { for image, each in aws_ecr_repository.this : image => each.repository_url }
}
