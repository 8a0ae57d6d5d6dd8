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
  name                = "t"
  kubernetes_version  = "1.34"
  subnet_ids          = ["subnet-a", "subnet-b"]
  api_allowed_cidrs   = []
  admins              = ["arn:aws:iam::123456789012:role/admin"]
  log_days            = 7
  extract_cpu_limit   = 8
  deletion_protection = true
}

run "private" {
  command = plan

  assert {
    condition     = one(aws_eks_cluster.this.vpc_config).endpoint_private_access && !one(aws_eks_cluster.this.vpc_config).endpoint_public_access
    error_message = "The API is inside the VPC only."
  }
  assert {
    condition     = one(aws_eks_cluster.this.access_config).authentication_mode == "API" && !one(aws_eks_cluster.this.access_config).bootstrap_cluster_creator_admin_permissions
    error_message = "Access by entries only; who makes the cluster gets none by that."
  }
  assert {
    condition = (
      one(aws_eks_cluster.this.compute_config).enabled
      && one(one(aws_eks_cluster.this.kubernetes_network_config).elastic_load_balancing).enabled
      && one(one(aws_eks_cluster.this.storage_config).block_storage).enabled
    )
    error_message = "Auto Mode is all three or none."
  }
  assert {
    condition     = one(aws_eks_cluster.this.encryption_config).resources == toset(["secrets"]) && aws_kms_key.secrets.enable_key_rotation
    error_message = "Secrets are encrypted by a key that is rotated."
  }
  assert {
    condition     = aws_eks_cluster.this.enabled_cluster_log_types == toset(["api", "audit", "authenticator", "controllerManager", "scheduler"])
    error_message = "All control-plane logs."
  }
  assert {
    condition     = aws_cloudwatch_log_group.cluster.name == "/aws/eks/t/cluster" && aws_cloudwatch_log_group.cluster.retention_in_days == 7
    error_message = "The group that EKS writes to is ours, and forgets."
  }
  assert {
    condition     = aws_eks_cluster.this.deletion_protection
    error_message = "The cluster is protected."
  }
  assert {
    condition     = [for each in aws_eks_access_policy_association.admin : each.principal_arn] == ["arn:aws:iam::123456789012:role/admin"]
    error_message = "The administrators are those named."
  }
  assert {
    condition     = jsondecode(aws_iam_role.node.assume_role_policy).Statement[0].Principal == { Service = "ec2.amazonaws.com" }
    error_message = "Only instances are nodes."
  }
  assert {
    condition     = toset([for each in aws_iam_role_policy_attachment.node : each.policy_arn]) == toset(["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly", "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy"])
    error_message = "Nodes join and pull, and nothing else."
  }
}

run "extract_node_pool" {
  command = plan

  assert {
    condition     = output.extract_node_pool.spec.disruption == { consolidationPolicy = "WhenEmpty", consolidateAfter = "1m" }
    error_message = "An empty node goes: the pool scales to zero, and never under a running extraction."
  }
  assert {
    condition     = [for each in output.extract_node_pool.spec.template.spec.requirements : each.values if each.key == "karpenter.sh/capacity-type"] == [["spot"]]
    error_message = "Spot only."
  }
  assert {
    condition     = output.extract_node_pool.spec.template.spec.taints == [{ key = output.extract_node_pool.metadata.name, value = "true", effect = "NoSchedule" }]
    error_message = "It is tainted with its own name, which extractions tolerate (EXTRACT_NODE_POOL)."
  }
  assert {
    condition     = output.extract_node_pool.spec.limits.cpu == "8"
    error_message = "It does not grow without bounds."
  }
}

run "allow_list" {
  command = plan
  variables {
    api_allowed_cidrs   = ["203.0.113.7/32"]
    deletion_protection = false
  }
  assert {
    condition     = one(aws_eks_cluster.this.vpc_config).endpoint_public_access && one(aws_eks_cluster.this.vpc_config).public_access_cidrs == toset(["203.0.113.7/32"])
    error_message = "From outside, only the addresses listed."
  }
}

run "the_whole_internet" {
  command = plan
  variables {
    api_allowed_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.api_allowed_cidrs]
}

run "no_address" {
  command = plan
  variables {
    api_allowed_cidrs = ["office"]
  }
  expect_failures = [var.api_allowed_cidrs]
}

run "no_principal" {
  command = plan
  variables {
    admins = ["me"]
  }
  expect_failures = [var.admins]
}

run "nobody" {
  command = plan
  variables {
    admins = []
  }
  expect_failures = [var.admins]
}

run "no_version" {
  command = plan
  variables {
    kubernetes_version = "latest"
  }
  expect_failures = [var.kubernetes_version]
}

run "less_than_a_node" {
  command = plan
  variables {
    extract_cpu_limit = 1
  }
  expect_failures = [var.extract_cpu_limit]
}
