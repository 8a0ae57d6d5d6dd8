# Plans only, with the real provider and no account: nothing is asked, what AWS would choose is unknown.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "secret"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = "true"
}

override_data {
  target = data.aws_availability_zone.this
  values = { zone_id = "use1-az1" }
}

variables {
  name          = "t"
  account_id    = "123456789012"
  region        = "us-east-1"
  zones         = ["a", "b"]
  cidr          = "10.20.0.0/16"
  nat_gateway   = true
  flow_log_days = 7
}

run "full" {
  command = plan

  assert {
    condition     = toset([for each in aws_subnet.private : each.availability_zone]) == toset(["us-east-1a", "us-east-1b"])
    error_message = "Private subnets in two zones."
  }
  assert {
    condition     = alltrue([for each in aws_subnet.private : !each.map_public_ip_on_launch])
    error_message = "Nothing in a private subnet gets a public address."
  }
  assert {
    condition     = alltrue([for each in aws_subnet.public : !each.map_public_ip_on_launch])
    error_message = "Behind the NAT gateway nothing has a public address."
  }
  assert {
    condition     = length(distinct(concat([for each in aws_subnet.private : each.cidr_block], [for each in aws_subnet.public : each.cidr_block]))) == 4
    error_message = "Four subnets of their own."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.private) == 1
    error_message = "One NAT gateway, and the private subnets use it."
  }
  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway" && aws_vpc_endpoint.s3.service_name == "com.amazonaws.us-east-1.s3"
    error_message = "S3 is reached past the NAT gateway."
  }
  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_cloudwatch_log_group.flow.retention_in_days == 7
    error_message = "All traffic is logged, for the days set."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.flow.policy).Statement[0].Resource == "arn:aws:logs:us-east-1:123456789012:log-group:/vpc/t:*"
    error_message = "Flow logs write into their own group."
  }
  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "The default group lets nothing through."
  }
}

run "lean" {
  command = plan
  variables {
    nat_gateway = false
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 0 && length(aws_route.private) == 0
    error_message = "No NAT gateway, no address, no way out of the private subnets."
  }
  assert {
    condition     = alltrue([for each in aws_subnet.public : each.map_public_ip_on_launch])
    error_message = "Nodes have addresses of their own."
  }
  assert {
    condition     = output.egress_address == null
    error_message = "There is no one address."
  }
}

run "other_zones" {
  command = plan
  variables {
    zones = ["c", "f"]
  }
  assert {
    condition     = { for zone, each in aws_subnet.private : zone => each.cidr_block } == { us-east-1c = "10.20.0.0/20", us-east-1f = "10.20.16.0/20" }
    error_message = "The subnets are in the zones asked for."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 1
    error_message = "The NAT gateway is in one of them."
  }
}

run "a_zone_that_eks_refuses" {
  command = plan
  override_data {
    target = data.aws_availability_zone.this
    values = { zone_id = "use1-az3" }
  }
  expect_failures = [data.aws_availability_zone.this]
}

run "one_zone" {
  command = plan
  variables {
    zones = ["a", "a"]
  }
  expect_failures = [var.zones]
}

run "too_small" {
  command = plan
  variables {
    cidr = "10.20.0.0/24"
  }
  expect_failures = [var.cidr]
}

run "no_network" {
  command = plan
  variables {
    cidr = "everything"
  }
  expect_failures = [var.cidr]
}
