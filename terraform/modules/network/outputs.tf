output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Subnets without a way in."
  value       = [for each in aws_subnet.private : each.id]
}

output "node_subnet_ids" {
  description = "Subnets of the nodes: private behind the NAT gateway, else public."
  value       = [for each in(var.nat_gateway ? aws_subnet.private : aws_subnet.public) : each.id]
}

output "egress_address" {
  description = "The address that the platform's calls come from, or null where each node has its own."
  value       = one(aws_eip.nat[*].public_ip)
}
