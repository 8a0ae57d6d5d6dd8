# What the cluster needs, as it needs it: `make platform-values` writes airflow_values and cluster_objects down for Helm.

locals {
  # under the kubernetes executor loading and dbt are two users
  loader_user      = var.executor == "local" ? "airflow" : "airflow-loader"
  transformer_user = var.executor == "local" ? "airflow" : "airflow-transformer"
  account          = "${var.snowflake_organization}-${var.snowflake_account}"

  connection = {
    conn_type = "snowflake"
    login     = module.warehouse.users[local.loader_user]
    schema    = "ODS"
    extra = {
      account                    = local.account
      database                   = module.warehouse.database
      warehouse                  = module.warehouse.warehouse
      role                       = module.warehouse.roles.loader
      authenticator              = "WORKLOAD_IDENTITY"
      workload_identity_provider = "AWS"
      network_timeout            = 300
    }
  }

  settings = {
    AIRFLOW_CONN_SNOWFLAKE_DEFAULT       = jsonencode(local.connection)
    ALERT_SNS_TOPIC_ARN                  = module.alerts.topic_arn
    AWS_DEFAULT_REGION                   = var.region
    DASHBOARD_BUCKET                     = module.storage.buckets.dashboard
    EXTRACT_NODE_POOL                    = module.cluster.extract_node_pool.metadata.name
    RAW_DISCLOSURES_BUCKET               = module.storage.buckets.raw_disclosures
    RAW_MARKET_BUCKET                    = module.storage.buckets.raw_market
    SNOWFLAKE_ACCOUNT                    = local.account
    SNOWFLAKE_AUTHENTICATOR              = "WORKLOAD_IDENTITY"
    SNOWFLAKE_DATABASE                   = module.warehouse.database
    SNOWFLAKE_ROLE                       = module.warehouse.roles.transformer
    SNOWFLAKE_USER                       = module.warehouse.users[local.transformer_user]
    SNOWFLAKE_WAREHOUSE                  = module.warehouse.warehouse
    SNOWFLAKE_WORKLOAD_IDENTITY_PROVIDER = "AWS"
  }
}

output "environment" {
  description = "Whose state this is."
  value       = var.environment
}

output "airflow_values" {
  description = "Values of the Airflow chart."
  value = merge(
    {
      executor = var.executor == "local" ? "LocalExecutor" : "KubernetesExecutor"
      images   = { airflow = { repository = module.registry.repositories.airflow } }
      config = {
        logging = {
          remote_logging         = "True"
          remote_base_log_folder = "s3://${module.storage.buckets.airflow_logs}"
        }
      }
      extraEnv     = yamlencode([for name, value in local.settings : { name = name, value = value }])
      scheduler    = { serviceAccount = { name = "airflow-scheduler" } }
      triggerer    = { serviceAccount = { name = "airflow-triggerer" } }
      dagProcessor = { serviceAccount = { name = "airflow-dag-processor" } }
      apiServer    = { serviceAccount = { name = "airflow-api-server" } }
    },
    # dbt's tasks ask for airflow-transformer themselves
    var.executor == "local" ? {} : { workers = { kubernetes = { serviceAccount = { name = "airflow-loader" } } } },
  )
}

output "cluster_objects" {
  description = "Kubernetes objects: the extractions' node pool, and for kustomize's replacements what External Secrets reads."
  value = [
    module.cluster.extract_node_pool,
    {
      apiVersion = "v1"
      kind       = "ConfigMap"
      metadata = {
        name        = "platform"
        annotations = { "config.kubernetes.io/local-config" = "true" }
      }
      data = merge(
        {
          region              = var.region
          database_host       = module.database.connection.host
          database_port       = tostring(module.database.connection.port)
          database_name       = module.database.connection.name
          database_secret_arn = module.database.connection.secret_arn
        },
        { for secret, name in module.secrets.names : "secret_${replace(secret, "-", "_")}" => name },
      )
    },
  ]
}

output "github_role_arns" {
  description = "The roles that GitHub's workflows take: plan, apply, push."
  value       = module.identity.github_role_arns
}

output "registry" {
  description = "Where GitHub's workflow pushes the images, each below its name."
  value       = trimsuffix(module.registry.repositories.airflow, "/airflow")
}

output "cluster_name" {
  description = "For aws eks update-kubeconfig."
  value       = module.cluster.name
}

output "dashboard_url" {
  description = "Where the dashboard is public, or null."
  value       = module.storage.dashboard_url
}
