locals {
  project = "congress"
  name    = "${local.project}-${var.environment}"
  # GitHub's role apply knows by them what it may change
  tags = { Project = local.project, Environment = var.environment }

  # the account makes them unique in the world
  buckets = {
    for key in ["raw_disclosures", "raw_market", "airflow_logs", "dashboard"] :
    key => "${local.name}-${replace(key, "_", "-")}-${var.aws_account_id}"
  }
  # what each extractor writes: its manifests and its datasets
  folders = {
    raw_disclosures = ["disclosures"]
    raw_market      = ["grouped_daily", "market", "open_close", "splits", "ticker_overviews", "tickers"]
  }
  images = ["airflow", "dashboard", "extract"]
}

module "storage" {
  source             = "./modules/storage"
  buckets            = local.buckets
  raw_objects        = var.raw_objects
  log_retention_days = var.log_retention_days
  dashboard_cdn      = var.dashboard_cdn
  force_destroy      = var.force_destroy
}

module "network" {
  source        = "./modules/network"
  name          = local.name
  account_id    = var.aws_account_id
  region        = var.region
  zones         = var.zones
  cidr          = var.vpc_cidr
  nat_gateway   = var.nat_gateway
  flow_log_days = var.log_retention_days
}

module "cluster" {
  source              = "./modules/cluster"
  name                = local.name
  kubernetes_version  = var.kubernetes_version
  subnet_ids          = module.network.node_subnet_ids
  api_allowed_cidrs   = var.api_allowed_cidrs
  admins              = var.cluster_admins
  log_days            = var.log_retention_days
  extract_cpu_limit   = var.extract_cpu_limit
  deletion_protection = var.deletion_protection
}

module "database" {
  source                   = "./modules/database"
  name                     = local.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.private_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  settings                 = var.database
  log_days                 = var.log_retention_days
  deletion_protection      = var.deletion_protection
  force_destroy            = var.force_destroy
}

module "registry" {
  source = "./modules/registry"
  name   = local.name
  images = local.images
  # dev runs the last one pushed, and prod's registry gets only what is promoted (.github/workflows/promoted.yml)
  kept_images   = 30
  force_destroy = var.force_destroy
}

# Airflow's own keys are made here, sent, and never seen.
ephemeral "aws_secretsmanager_random_password" "airflow" {
  for_each            = toset(["fernet-key", "api-secret-key", "jwt-secret"])
  password_length     = 32
  exclude_punctuation = true
}

locals {
  fernet = ephemeral.aws_secretsmanager_random_password.airflow["fernet-key"].random_password
}

module "secrets" {
  source = "./modules/secrets"
  name   = local.name
  values = {
    benzinga-api = { token = var.api_keys.benzinga_api_token }
    polygon-api  = { key = var.api_keys.polygon_api_key }
    airflow = merge(
      { for key, each in ephemeral.aws_secretsmanager_random_password.airflow : key => each.random_password },
      # Fernet wants 32 bytes in the URL's alphabet of base64
      { fernet-key = replace(replace(base64encode(local.fernet), "+", "-"), "/", "_") },
    )
  }
  versions = {
    benzinga-api = var.secret_versions.api_keys
    polygon-api  = var.secret_versions.api_keys
    airflow      = var.secret_versions.airflow
  }
  recovery_days = var.deletion_protection ? 30 : 0
}

module "identity" {
  source              = "./modules/identity"
  name                = local.name
  environment         = var.environment
  tags                = local.tags
  account_id          = var.aws_account_id
  region              = var.region
  cluster_name        = module.cluster.name
  buckets             = module.storage.buckets
  folders             = local.folders
  executor            = var.executor
  alert_topic_arn     = module.alerts.topic_arn
  secrets             = keys(module.secrets.names)
  database_secret_arn = module.database.connection.secret_arn
  images              = local.images
  github_repository   = var.github_repository
  # bootstrap's
  state_bucket = "${local.project}-terraform-${var.aws_account_id}"
}

module "warehouse" {
  source     = "./modules/warehouse"
  name       = local.name
  account_id = var.aws_account_id
  stages = {
    for key, folders in local.folders : key => { bucket = module.storage.buckets[key], folders = folders }
  }
  service_users   = module.identity.warehouse_users
  monthly_credits = var.monthly_credits
}

module "alerts" {
  source              = "./modules/alerts"
  name                = local.name
  account_id          = var.aws_account_id
  region              = var.region
  emails              = var.alert_emails
  monthly_budget      = var.monthly_budget
  database_identifier = module.database.identifier
}

# Snowflake drops a database without asking, and it is the only copy that lasts. Depending on everything, this goes first
# when all is destroyed, and refuses before anything else went.
resource "terraform_data" "protection" {
  input = var.deletion_protection
  provisioner "local-exec" {
    when        = destroy
    quiet       = true
    environment = { PROTECTED = self.input }
    command     = <<-EOT
      if [ "$PROTECTED" != false ]; then
        echo "Nothing was destroyed: apply with deletion_protection = false first (terraform/README.md, Tear down)." >&2
        exit 1
      fi
    EOT
  }
  depends_on = [
    module.alerts, module.cluster, module.database, module.identity, module.network, module.registry, module.secrets,
    module.storage, module.warehouse,
  ]
}
