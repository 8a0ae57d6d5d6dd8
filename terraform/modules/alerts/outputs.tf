output "topic_arn" {
  description = "The topic of all alerts."
  value       = local.topic_arn
}
