# GitHub's workflows log in by OIDC; bootstrap makes the provider, there is one in an account.
#   plan   pull requests: reads the settings of what is made here, and the state
#   apply  the GitHub environment of the same name, after its approval: makes, changes and deletes it
#   push   the main branch: new images
# A role that makes roles can make a stronger one. Who may start apply is decided in GitHub: protect the environment.
locals {
  provider_arn = "arn:aws:iam::${var.account_id}:oidc-provider/token.actions.githubusercontent.com"
  subjects = {
    plan  = "repo:${var.github_repository}:pull_request"
    apply = "repo:${var.github_repository}:environment:${var.environment}"
    push  = "repo:${var.github_repository}:ref:refs/heads/main"
  }
  here         = "${var.region}:${var.account_id}"
  state        = "arn:aws:s3:::${var.state_bucket}/${var.environment}.tfstate"
  own_roles    = "arn:aws:iam::${var.account_id}:role/${var.name}-*"
  bucket_arns  = [for bucket in values(var.buckets) : "arn:aws:s3:::${bucket}"]
  repositories = [for image in var.images : "arn:aws:ecr:${local.here}:repository/${var.name}/${image}"]

  # By service: what Terraform calls, and on what. Where AWS names a new thing itself, its tags say whose it is
  # (`tagged`): `make` only with this environment's tags, and everything else only on what has them. What is left with a
  # resource of * has neither names nor tags.
  services = {
    Buckets = {
      resources = local.bucket_arns
      read = [
        "s3:GetAccelerateConfiguration", "s3:GetBucketAbac", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLocation",
        "s3:GetBucketLogging", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging",
        "s3:GetBucketVersioning", "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListBucket", "s3:ListTagsForResource",
      ]
      write = [
        "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketOwnershipControls", "s3:DeleteBucketPolicy",
        "s3:ListBucketVersions", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration", "s3:TagResource", "s3:UntagResource",
      ]
    }
    # destroying with force_destroy empties the buckets
    Objects = {
      resources = values(local.objects)
      read      = []
      write     = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
    }
    Roles = {
      resources = [local.own_roles]
      read      = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"]
      write = [
        "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
        "iam:ListInstanceProfilesForRole", "iam:PassRole", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
      ]
    }
    # what both roles read is more than fits beside the rest
    Policies = {
      resources = ["arn:aws:iam::${var.account_id}:policy/${var.name}-*"]
      read      = ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"]
      write = [
        "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:TagPolicy",
        "iam:UntagPolicy",
      ]
    }
    # the first cluster and the first database of an account
    LinkedRoles = {
      resources = [
        "arn:aws:iam::${var.account_id}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
        "arn:aws:iam::${var.account_id}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS",
      ]
      read  = []
      write = ["iam:CreateServiceLinkedRole"]
    }
    Network = {
      resources = ["*"]
      tagged    = true
      read = [
        "ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute", "ec2:DescribeAvailabilityZones",
        "ec2:DescribeFlowLogs", "ec2:DescribeInternetGateways", "ec2:DescribeNatGateways", "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribePrefixLists", "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
        "ec2:DescribeVpcAttribute", "ec2:DescribeVpcEndpoints", "ec2:DescribeVpcs",
      ]
      make = [
        "ec2:AllocateAddress", "ec2:AuthorizeSecurityGroupIngress", "ec2:CreateFlowLogs", "ec2:CreateInternetGateway",
        "ec2:CreateNatGateway", "ec2:CreateRouteTable", "ec2:CreateSecurityGroup", "ec2:CreateSubnet", "ec2:CreateTags",
        "ec2:CreateVpc", "ec2:CreateVpcEndpoint",
      ]
      write = [
        "ec2:AssociateRouteTable", "ec2:AttachInternetGateway", "ec2:CreateRoute", "ec2:DeleteFlowLogs",
        "ec2:DeleteInternetGateway", "ec2:DeleteNatGateway", "ec2:DeleteRoute", "ec2:DeleteRouteTable",
        "ec2:DeleteSecurityGroup", "ec2:DeleteSubnet", "ec2:DeleteTags", "ec2:DeleteVpc", "ec2:DeleteVpcEndpoints",
        "ec2:DetachInternetGateway", "ec2:DisassociateAddress", "ec2:DisassociateRouteTable",
        "ec2:ModifySecurityGroupRules", "ec2:ModifySubnetAttribute", "ec2:ModifyVpcAttribute", "ec2:ModifyVpcEndpoint",
        "ec2:ReleaseAddress", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress",
      ]
    }
    # an address is taken from the NAT gateway's interface, which has no tag
    Interfaces = {
      resources = ["arn:aws:ec2:${local.here}:network-interface/*"]
      read      = []
      write     = ["ec2:DisassociateAddress"]
    }
    Cluster = {
      resources = [
        "arn:aws:eks:${local.here}:cluster/${var.cluster_name}",
        "arn:aws:eks:${local.here}:access-entry/${var.cluster_name}/*",
        "arn:aws:eks:${local.here}:podidentityassociation/${var.cluster_name}/*",
      ]
      read = [
        "eks:DescribeAccessEntry", "eks:DescribeCluster", "eks:DescribePodIdentityAssociation", "eks:DescribeUpdate",
        "eks:ListAssociatedAccessPolicies", "eks:ListTagsForResource",
      ]
      write = [
        "eks:AssociateAccessPolicy", "eks:CreateAccessEntry", "eks:CreateCluster", "eks:CreatePodIdentityAssociation",
        "eks:DeleteAccessEntry", "eks:DeleteCluster", "eks:DeletePodIdentityAssociation",
        "eks:DisassociateAccessPolicy", "eks:TagResource", "eks:UntagResource", "eks:UpdateAccessEntry",
        "eks:UpdateClusterConfig", "eks:UpdateClusterVersion", "eks:UpdatePodIdentityAssociation",
      ]
    }
    Keys = {
      resources = ["*"]
      tagged    = true
      read = [
        "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListResourceTags",
      ]
      make = ["kms:CreateKey", "kms:TagResource"]
      write = [
        "kms:CreateAlias", "kms:CreateGrant", "kms:DeleteAlias", "kms:EnableKeyRotation", "kms:ScheduleKeyDeletion",
        "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
      ]
    }
    # an alias needs the right on itself and on its key
    KeyNames = {
      resources = ["arn:aws:kms:${local.here}:alias/${var.name}-secrets"]
      read      = []
      write     = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"]
    }
    Images = {
      resources = local.repositories
      read      = ["ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:ListTagsForResource"]
      write = [
        "ecr:CreateRepository", "ecr:DeleteLifecyclePolicy", "ecr:DeleteRepository", "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability", "ecr:PutLifecyclePolicy", "ecr:TagResource", "ecr:UntagResource",
      ]
    }
    Database = {
      resources = [
        "arn:aws:rds:${local.here}:db:${var.name}", "arn:aws:rds:${local.here}:pg:${var.name}-*",
        "arn:aws:rds:${local.here}:snapshot:${var.name}-*", "arn:aws:rds:${local.here}:subgrp:${var.name}",
      ]
      read = [
        "rds:DescribeDBParameterGroups", "rds:DescribeDBParameters", "rds:DescribeDBSubnetGroups",
        "rds:ListTagsForResource",
      ]
      write = [
        "rds:AddTagsToResource", "rds:CreateDBInstance", "rds:CreateDBParameterGroup", "rds:CreateDBSnapshot",
        "rds:CreateDBSubnetGroup", "rds:DeleteDBInstance", "rds:DeleteDBParameterGroup", "rds:DeleteDBSubnetGroup",
        "rds:ModifyDBInstance", "rds:ModifyDBParameterGroup", "rds:ModifyDBSubnetGroup", "rds:RebootDBInstance",
        "rds:RemoveTagsFromResource", "rds:ResetDBParameterGroup",
      ]
    }
    # the provider finds an instance by its resource id, which is asked of all
    Databases = { resources = ["arn:aws:rds:${local.here}:db:*"], read = ["rds:DescribeDBInstances"], write = [] }
    # AWS' own, which an instance without another one has
    OptionGroup = {
      resources = ["arn:aws:rds:${local.here}:og:default:postgres-*"]
      read      = []
      write     = ["rds:CreateDBInstance", "rds:ModifyDBInstance"]
    }
    Secrets = {
      resources = ["arn:aws:secretsmanager:${local.here}:secret:${var.name}/*"]
      read      = ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:ListSecretVersionIds"]
      write = [
        "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:PutSecretValue",
        "secretsmanager:TagResource", "secretsmanager:UntagResource", "secretsmanager:UpdateSecret",
        "secretsmanager:UpdateSecretVersionStage",
      ]
    }
    # RDS makes its secret in the name of who creates the database
    DatabaseSecret = {
      resources = ["arn:aws:secretsmanager:${local.here}:secret:rds!db-*"]
      read      = ["secretsmanager:DescribeSecret"]
      write     = ["secretsmanager:CreateSecret", "secretsmanager:TagResource"]
    }
    RandomValues = { resources = ["*"], read = ["secretsmanager:GetRandomPassword"], write = [] }
    Alerts = {
      resources = [var.alert_topic_arn]
      read      = ["sns:GetTopicAttributes", "sns:ListTagsForResource"]
      write = [
        "sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource",
        "sns:UntagResource",
      ]
    }
    Subscriptions = {
      resources = ["*"]
      read      = ["sns:GetSubscriptionAttributes"]
      write     = ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"]
    }
    Alarms = {
      resources = ["arn:aws:cloudwatch:${local.here}:alarm:${var.name}-*"]
      read      = ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"]
      write     = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"]
    }
    Budget = {
      resources = ["arn:aws:budgets::${var.account_id}:budget/${var.name}"]
      read      = ["budgets:ListTagsForResource", "budgets:ViewBudget"]
      write     = ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"]
    }
    Logs = {
      resources = [
        "arn:aws:logs:${local.here}:log-group:/aws/eks/${var.cluster_name}/cluster",
        "arn:aws:logs:${local.here}:log-group:/aws/eks/${var.cluster_name}/cluster:*",
        "arn:aws:logs:${local.here}:log-group:/aws/rds/instance/${var.name}/*",
        "arn:aws:logs:${local.here}:log-group:/vpc/${var.name}",
        "arn:aws:logs:${local.here}:log-group:/vpc/${var.name}:*",
      ]
      read = ["logs:ListTagsForResource"]
      write = [
        "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy",
        "logs:TagResource", "logs:UntagResource",
      ]
    }
    AnyLogs = {
      resources = ["*"]
      read      = ["logs:DescribeLogGroups"]
      write     = ["logs:CreateLogDelivery", "logs:DeleteLogDelivery"]
    }
    Site = {
      resources = ["arn:aws:cloudfront::${var.account_id}:distribution/*"]
      tagged    = true
      read      = ["cloudfront:GetDistribution", "cloudfront:ListTagsForResource"]
      make      = ["cloudfront:CreateDistribution", "cloudfront:TagResource"]
      write     = ["cloudfront:DeleteDistribution", "cloudfront:UntagResource", "cloudfront:UpdateDistribution"]
    }
    SiteAccess = {
      resources = ["arn:aws:cloudfront::${var.account_id}:origin-access-control/*"]
      read      = ["cloudfront:GetOriginAccessControl"]
      write = [
        "cloudfront:CreateOriginAccessControl", "cloudfront:DeleteOriginAccessControl",
        "cloudfront:UpdateOriginAccessControl",
      ]
    }
  }
  tagged = { for service, each in local.services : service => each if try(each.tagged, false) }

  deployment = {
    read = merge(
      {
        for service, each in local.services : "Read${service}" => { actions = each.read, resources = each.resources }
        if length(each.read) > 0
      },
      { ReadState = { actions = ["s3:GetObject"], resources = [local.state] } },
      { FindState = { actions = ["s3:ListBucket"], resources = ["arn:aws:s3:::${var.state_bucket}"] } },
    )
    apply = merge(
      {
        for service, each in local.services :
        service => { actions = each.write, resources = each.resources }
        if !contains(keys(local.tagged), service) && length(each.write) > 0
      },
      {
        # what has no tag yet, and is no other's
        for service, each in local.tagged : "New${service}" => {
          actions   = each.make
          resources = each.resources
          equals    = { for key, value in var.tags : "aws:RequestTag/${key}" => value }
          absent    = [for key in keys(var.tags) : "aws:ResourceTag/${key}"]
        }
      },
      {
        for service, each in local.tagged : "Own${service}" => {
          actions   = concat(each.make, each.write)
          resources = each.resources
          equals    = { for key, value in var.tags : "aws:ResourceTag/${key}" => value }
        }
      },
      {
        RotateDatabaseSecret = {
          actions   = ["secretsmanager:CancelRotateSecret", "secretsmanager:RotateSecret"]
          resources = local.services.DatabaseSecret.resources
          equals    = { "aws:ResourceTag/aws:rds:primaryDBInstanceArn" = "arn:aws:rds:${local.here}:db:${var.name}" }
        }
      },
      { ChangeState = { actions = ["s3:PutObject"], resources = [local.state] } },
      { LockState = { actions = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], resources = ["${local.state}.tflock"] } },
    )
    push = {
      LogIn = { actions = ["ecr:GetAuthorizationToken"], resources = ["*"] }
      Push = {
        actions = [
          "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:GetDownloadUrlForLayer",
          "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
        ]
        resources = local.repositories
      }
    }
  }
}

data "aws_iam_policy_document" "deployment_trust" {
  # checkov:skip=CKV_AWS_358: each subject is one exact use of one repository, see local.subjects and the module's tests
  for_each = local.subjects
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [local.provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = [each.value]
    }
  }
}

resource "aws_iam_role" "deployment" {
  for_each           = local.subjects
  name               = "${var.name}-github-${each.key}"
  description        = "GitHub: ${each.value}"
  assume_role_policy = data.aws_iam_policy_document.deployment_trust[each.key].json
}

data "aws_iam_policy_document" "deployment" {
  for_each = local.deployment
  dynamic "statement" {
    for_each = each.value
    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
      dynamic "condition" {
        for_each = try(statement.value.equals, {})
        content {
          test     = "StringEquals"
          variable = condition.key
          values   = [condition.value]
        }
      }
      dynamic "condition" {
        for_each = try(statement.value.absent, [])
        content {
          test     = "Null"
          variable = condition.value
          values   = ["true"]
        }
      }
    }
  }
}

resource "aws_iam_policy" "read" {
  name        = "${var.name}-github-read"
  description = "Reads the settings of what Terraform makes, and its state."
  policy      = data.aws_iam_policy_document.deployment["read"].json
}

resource "aws_iam_role_policy_attachment" "read" {
  for_each   = toset(["plan", "apply"])
  role       = aws_iam_role.deployment[each.value].name
  policy_arn = "arn:aws:iam::${var.account_id}:policy/${aws_iam_policy.read.name}"
}

resource "aws_iam_role_policy" "deployment" {
  for_each = toset(["apply", "push"])
  name     = "work"
  role     = aws_iam_role.deployment[each.value].name
  policy   = data.aws_iam_policy_document.deployment[each.value].json
}
