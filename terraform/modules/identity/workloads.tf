# One role for each workload; a pod gets it by its service account (EKS Pod Identity), and nothing else does.
locals {
  objects = { for key, bucket in var.buckets : key => "arn:aws:s3:::${bucket}/*" }

  logs_read = {
    ReadLogs = { actions = ["s3:GetObject"], resources = [local.objects.airflow_logs] }
    ListLogs = { actions = ["s3:ListBucket"], resources = ["arn:aws:s3:::${var.buckets.airflow_logs}"] }
  }
  logs_write = merge(local.logs_read, {
    WriteLogs = { actions = ["s3:PutObject"], resources = [local.objects.airflow_logs] }
  })
  task = merge(local.logs_write, {
    SendAlerts = { actions = ["sns:Publish"], resources = [var.alert_topic_arn] }
  })

  extractors = {
    for key, folders in var.folders : replace(key, "raw_", "extract-") => {
      namespace        = "extract"
      service_accounts = [replace(key, "raw_", "extract-")]
      statements = {
        Put = {
          actions   = ["s3:PutObject"]
          resources = [for folder in folders : "arn:aws:s3:::${var.buckets[key]}/${folder}/*"]
        }
      }
    }
  }

  workloads = merge(
    local.extractors,
    {
      # under the local executor it runs the tasks
      airflow = {
        namespace        = "airflow"
        service_accounts = ["airflow-scheduler"]
        statements       = local.task
      }
      # they watch pods, read DAGs, write what that logs, and alert about tasks that were lost: no login to the warehouse
      airflow-background = {
        namespace        = "airflow"
        service_accounts = ["airflow-dag-processor", "airflow-triggerer"]
        statements       = local.task
      }
      # reachable from outside the cluster: it shows logs and has no login to the warehouse
      airflow-api-server = {
        namespace        = "airflow"
        service_accounts = ["airflow-api-server"]
        statements       = local.logs_read
      }
      dashboard = {
        namespace        = "extract"
        service_accounts = ["dashboard"]
        statements = {
          ChangeSite = {
            actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
            resources = [local.objects.dashboard]
          }
          ListSite = { actions = ["s3:ListBucket"], resources = ["arn:aws:s3:::${var.buckets.dashboard}"] }
        }
      }
      external-secrets = {
        namespace        = "external-secrets"
        service_accounts = ["external-secrets"]
        statements = {
          ReadSecrets = {
            actions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
            # AWS ends the ARN with a hyphen and six characters of its own
            resources = [
              for secret in var.secrets :
              "arn:aws:secretsmanager:${var.region}:${var.account_id}:secret:${var.name}/${secret}-??????"
            ]
          }
        }
      }
    },
    {
      # the local executor's tasks run in the scheduler
      for task in local.tasks : task => {
        namespace        = "airflow"
        service_accounts = [task]
        statements       = local.task
      } if var.executor == "kubernetes"
    },
  )

  service_accounts = merge([
    for workload, each in local.workloads : {
      for account in each.service_accounts : account => { workload = workload, namespace = each.namespace }
    }
  ]...)

  # who Snowflake's users are; under the local executor all of Airflow's tasks are one
  task_roles = {
    airflow             = ["loader", "transformer"]
    airflow-loader      = ["loader"]
    airflow-transformer = ["transformer"]
  }
  tasks = var.executor == "local" ? ["airflow"] : ["airflow-loader", "airflow-transformer"]
  warehouse_users = merge(
    { dashboard = { role_arn = local.role_arns["dashboard"], roles = ["reporter"] } },
    { for task in local.tasks : task => { role_arn = local.role_arns[task], roles = local.task_roles[task] } },
  )
  # known before the roles exist: policies can be read in the plan
  role_arns = { for workload in keys(local.workloads) : workload => "arn:aws:iam::${var.account_id}:role/${var.name}-${workload}" }
}

data "aws_iam_policy_document" "workload_trust" {
  for_each = local.workloads
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks-cluster-name"
      values   = [var.cluster_name]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = [each.value.namespace]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-service-account"
      values   = each.value.service_accounts
    }
  }
}

resource "aws_iam_role" "workload" {
  for_each           = local.workloads
  name               = "${var.name}-${each.key}"
  description        = "Pods of the workload ${each.key}."
  assume_role_policy = data.aws_iam_policy_document.workload_trust[each.key].json
}

data "aws_iam_policy_document" "workload" {
  for_each = local.workloads
  dynamic "statement" {
    for_each = each.value.statements
    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role_policy" "workload" {
  for_each = local.workloads
  name     = "work"
  role     = aws_iam_role.workload[each.key].name
  policy   = data.aws_iam_policy_document.workload[each.key].json
}

# RDS names its secret itself, so this is known only once the database is there.
data "aws_iam_policy_document" "database_secret" {
  statement {
    sid       = "ReadDatabaseSecret"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = [var.database_secret_arn]
  }
}

resource "aws_iam_role_policy" "database_secret" {
  name   = "database"
  role   = aws_iam_role.workload["external-secrets"].name
  policy = data.aws_iam_policy_document.database_secret.json
}

resource "aws_eks_pod_identity_association" "workload" {
  for_each        = local.service_accounts
  cluster_name    = var.cluster_name
  namespace       = each.value.namespace
  service_account = each.key
  role_arn        = aws_iam_role.workload[each.value.workload].arn
}
