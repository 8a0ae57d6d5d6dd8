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
  name         = "t"
  environment  = "dev"
  tags         = { Project = "congress", Environment = "dev" }
  account_id   = "123456789012"
  region       = "us-east-1"
  cluster_name = "t"
  buckets = {
    raw_disclosures = "t-raw-disclosures"
    raw_market      = "t-raw-market"
    airflow_logs    = "t-airflow-logs"
    dashboard       = "t-dashboard"
  }
  folders             = { raw_disclosures = ["disclosures"], raw_market = ["market", "tickers"] }
  executor            = "local"
  alert_topic_arn     = "arn:aws:sns:us-east-1:123456789012:t-alerts"
  secrets             = ["benzinga-api"]
  database_secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1-abcdef" # pragma: allowlist secret
  images              = ["extract"]
  github_repository   = "owner/congress"
  state_bucket        = "congress-terraform-123456789012"
}

run "local_executor" {
  command = plan

  assert {
    condition     = toset([for role in aws_iam_role.workload : role.name]) == toset(["t-extract-disclosures", "t-extract-market", "t-airflow", "t-airflow-api-server", "t-airflow-background", "t-dashboard", "t-external-secrets"])
    error_message = "One role a workload."
  }
  assert {
    condition = toset([for each in aws_eks_pod_identity_association.workload : "${each.namespace}/${each.service_account}"]) == toset([
      "extract/extract-disclosures", "extract/extract-market", "extract/dashboard", "airflow/airflow-scheduler", "airflow/airflow-triggerer",
      "airflow/airflow-dag-processor", "airflow/airflow-api-server", "external-secrets/external-secrets",
    ])
    error_message = "Every service account has its namespace."
  }
  assert {
    condition     = output.warehouse_users == { airflow = { role_arn = "arn:aws:iam::123456789012:role/t-airflow", roles = ["loader", "transformer"] }, dashboard = { role_arn = "arn:aws:iam::123456789012:role/t-dashboard", roles = ["reporter"] } }
    error_message = "Airflow is one user with two roles; the dashboard reads."
  }
  assert {
    condition = {
      for workload in ["airflow", "airflow-background"] :
      workload => toset(flatten([jsondecode(aws_iam_role.workload[workload].assume_role_policy).Statement[0].Condition.StringEquals["aws:RequestTag/kubernetes-service-account"]]))
      } == {
      airflow            = toset(["airflow-scheduler"])
      airflow-background = toset(["airflow-dag-processor", "airflow-triggerer"])
    }
    error_message = "Only the scheduler, which runs the tasks, is the user."
  }
  assert {
    condition = jsondecode(aws_iam_role.workload["extract-market"].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = ["sts:TagSession", "sts:AssumeRole"]
      Principal = { Service = "pods.eks.amazonaws.com" }
      Condition = {
        StringEquals = {
          "aws:SourceAccount"                         = "123456789012"
          "aws:RequestTag/eks-cluster-name"           = "t"
          "aws:RequestTag/kubernetes-namespace"       = "extract"
          "aws:RequestTag/kubernetes-service-account" = "extract-market"
        }
      }
    }]
    error_message = "A role is for its cluster's, namespace's and service account's pods."
  }
  assert {
    condition = jsondecode(aws_iam_role_policy.workload["extract-market"].policy).Statement == [{
      Sid      = "Put"
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = ["arn:aws:s3:::t-raw-market/tickers/*", "arn:aws:s3:::t-raw-market/market/*"]
    }]
    error_message = "An extractor puts below its own folders, and nothing else."
  }
}

run "kubernetes_executor" {
  command = plan
  variables {
    executor = "kubernetes"
  }
  assert {
    condition = output.warehouse_users == {
      airflow-loader      = { role_arn = "arn:aws:iam::123456789012:role/t-airflow-loader", roles = ["loader"] }
      airflow-transformer = { role_arn = "arn:aws:iam::123456789012:role/t-airflow-transformer", roles = ["transformer"] }
      dashboard           = { role_arn = "arn:aws:iam::123456789012:role/t-dashboard", roles = ["reporter"] }
    }
    error_message = "Loading and dbt are two users, the scheduler none."
  }
  assert {
    condition     = contains(keys(aws_eks_pod_identity_association.workload), "airflow-loader") && contains(keys(aws_eks_pod_identity_association.workload), "airflow-transformer")
    error_message = "Each has a service account."
  }
}

run "github" {
  command = plan
  assert {
    condition = {
      for use, role in aws_iam_role.deployment : use => jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals
      } == {
      plan  = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com", "token.actions.githubusercontent.com:sub" = "repo:owner/congress:pull_request" }
      apply = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com", "token.actions.githubusercontent.com:sub" = "repo:owner/congress:environment:dev" }
      push  = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com", "token.actions.githubusercontent.com:sub" = "repo:owner/congress:ref:refs/heads/main" }
    }
    error_message = "Each role is for one use of one repository."
  }
}

# EC2, KMS and CloudFront name their things themselves: the tags say whose they are.
run "github_changes_its_own_only" {
  command = plan
  assert {
    condition = {
      for each in jsondecode(aws_iam_role_policy.deployment["apply"].policy).Statement : each.Sid => each.Condition
      if contains(["NewNetwork", "NewKeys", "NewSite"], each.Sid)
      } == {
      for sid in ["NewNetwork", "NewKeys", "NewSite"] : sid => {
        StringEquals = { "aws:RequestTag/Project" = "congress", "aws:RequestTag/Environment" = "dev" }
        Null         = { "aws:ResourceTag/Project" = "true", "aws:ResourceTag/Environment" = "true" }
      }
    }
    error_message = "New things are made with the tags, and others' are not tagged over."
  }
  assert {
    condition = {
      for each in jsondecode(aws_iam_role_policy.deployment["apply"].policy).Statement : each.Sid => each.Condition
      if contains(["OwnNetwork", "OwnKeys", "OwnSite"], each.Sid)
      } == {
      for sid in ["OwnNetwork", "OwnKeys", "OwnSite"] : sid => {
        StringEquals = { "aws:ResourceTag/Project" = "congress", "aws:ResourceTag/Environment" = "dev" }
      }
    }
    error_message = "What has the tags is changed and deleted, nothing else."
  }
}

run "github_with_long_names" {
  command = plan
  variables {
    name              = "congress-prod"
    environment       = "prod"
    tags              = { Project = "congress", Environment = "prod" }
    region            = "ap-southeast-2"
    cluster_name      = "congress-prod"
    alert_topic_arn   = "arn:aws:sns:ap-southeast-2:123456789012:congress-prod-alerts"
    images            = ["airflow", "dashboard", "extract"]
    github_repository = "an-organization-with-a-name/a-repository-with-a-name"
    buckets = {
      raw_disclosures = "congress-prod-raw-disclosures-123456789012"
      raw_market      = "congress-prod-raw-market-123456789012"
      airflow_logs    = "congress-prod-airflow-logs-123456789012"
      dashboard       = "congress-prod-dashboard-123456789012"
    }
  }
  assert {
    condition     = alltrue([for each in aws_iam_role_policy.deployment : length(replace(each.policy, "/\\s/", "")) <= 10240])
    error_message = "A role's own policies may have 10,240 characters: ${jsonencode({ for use, each in aws_iam_role_policy.deployment : use => length(replace(each.policy, "/\\s/", "")) })}"
  }
  assert {
    condition     = length(replace(aws_iam_policy.read.policy, "/\\s/", "")) <= 6144
    error_message = "A policy with a name may have 6,144 characters: ${length(replace(aws_iam_policy.read.policy, "/\\s/", ""))}"
  }
}

run "no_executor" {
  command = plan
  variables {
    executor = "celery"
  }
  expect_failures = [var.executor]
}

run "every_repository" {
  command = plan
  variables {
    github_repository = "owner/*"
  }
  expect_failures = [var.github_repository]
}
