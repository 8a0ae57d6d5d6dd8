"""The variable files, and what the settings refuse."""

import json
import tomllib
from typing import Any

import pytest

import costs
from pipeline import loading

from .workspace import ACCOUNT, TerraformError, Workspace, resources

RAW_FOLDERS = {
    "raw_disclosures": {loading.DISCLOSURES.name, *loading.DISCLOSURES.targets},
    "raw_market": {
        *(loading.MARKET.name, *loading.MARKET.targets),
        *(loading.TICKERS.name, *loading.TICKERS.targets),
    },
}


def test_dev_is_lean_and_can_be_torn_down(lean: dict[str, Any]) -> None:
    planned = resources(lean)
    assert not [address for address in planned if "nat_gateway" in address or "cloudfront" in address]
    assert planned["module.database.aws_db_instance.this"]["deletion_protection"] is False
    assert planned["module.cluster.aws_eks_cluster.this"]["deletion_protection"] is False
    assert planned['module.storage.aws_s3_bucket.this["raw_market"]']["force_destroy"] is True
    assert planned['module.registry.aws_ecr_repository.this["airflow"]']["force_delete"] is True
    assert planned['module.secrets.aws_secretsmanager_secret.this["airflow"]']["recovery_window_in_days"] == 0


def test_prod_is_protected(full: dict[str, Any]) -> None:
    planned = resources(full)
    assert planned["module.database.aws_db_instance.this"]["deletion_protection"] is True
    assert planned["module.database.aws_db_instance.this"]["skip_final_snapshot"] is False
    assert planned["module.cluster.aws_eks_cluster.this"]["deletion_protection"] is True
    buckets = [each for address, each in planned.items() if ".aws_s3_bucket." in address]
    assert len(buckets) == 4
    assert not any(bucket["force_destroy"] for bucket in buckets)
    assert planned['module.registry.aws_ecr_repository.this["airflow"]']["force_delete"] is False
    assert (
        planned['module.secrets.aws_secretsmanager_secret.this["airflow"]']["recovery_window_in_days"] == 30
    )
    assert "module.network.aws_nat_gateway.this[0]" in planned
    assert "module.storage.aws_cloudfront_distribution.dashboard[0]" in planned


def test_the_provider_takes_the_workload_identity_of_a_user(lean: dict[str, Any]) -> None:
    provider = lean["configuration"]["provider_config"]["snowflake"]["expressions"]
    assert provider["experimental_features_enabled"]["constant_value"] == [
        "USER_ENABLE_DEFAULT_WORKLOAD_IDENTITY"
    ]
    users = [each for address, each in resources(lean).items() if ".snowflake_service_user." in address]
    assert users
    assert all(each["default_workload_identity"] for each in users)


@pytest.mark.parametrize(("environment", "variant"), [("lean", "lean"), ("full", "standard")])
def test_the_budget_does_not_warn_in_an_ordinary_month(
    environment: str, variant: str, request: pytest.FixtureRequest
) -> None:
    [budget] = [
        each
        for address, each in resources(request.getfixturevalue(environment)).items()
        if ".aws_budgets_budget." in address
    ]
    [warned] = [each["threshold"] for each in budget["notification"] if each["notification_type"] == "ACTUAL"]
    prices = tomllib.loads((costs.FOLDER / "prices.toml").read_text())
    aws = sum(
        month[variant] for item, month in costs.monthly(prices).items() if not item.startswith("Snowflake")
    )
    assert aws > 100
    assert aws < float(budget["limit_amount"]) * warned / 100


def test_every_name_says_whose_it_is(lean: dict[str, Any]) -> None:
    named = {
        address: each["name"]
        for address, each in resources(lean).items()
        if each.get("name") and (".aws_iam_role." in address or ".snowflake_" in address)
    }
    assert len(named) > 20
    own = ("congress-dev-", "CONGRESS_DEV")
    inside = ("module.warehouse.snowflake_schema.", "module.warehouse.snowflake_stage_external_s3.")
    assert not {
        address: name
        for address, name in named.items()
        if not name.startswith(own) and not address.startswith(inside)
    }


def test_extractors_and_snowflake_are_given_the_folders_that_the_pipeline_uses(lean: dict[str, Any]) -> None:
    planned = resources(lean)
    for stage, folders in RAW_FOLDERS.items():
        bucket = f"arn:aws:s3:::congress-dev-{stage.replace('_', '-')}-{ACCOUNT}"
        wanted = {f"{bucket}/{folder}/*" for folder in folders}
        role = stage.replace("raw_", "extract-")
        [statement] = statements(planned[f'module.identity.aws_iam_role_policy.workload["{role}"]'])
        assert set(listed(statement["Resource"])) == wanted
        reads = statements(planned["module.warehouse.aws_iam_role_policy.read"])
        assert wanted <= {each for read in reads for each in listed(read["Resource"])}
    copied_from = {loading.DISCLOSURES.stage, loading.MARKET.stage, loading.TICKERS.stage}
    stages = {
        each["name"].lower()
        for address, each in planned.items()
        if ".snowflake_stage_external_s3." in address
    }
    assert stages == copied_from


def statements(resource: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(resource["policy"])["Statement"]
    return found


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


WRONG = {
    "environment": ("staging", "it must be"),
    "aws_account_id": ("", "must be the 12 digits"),
    "region": ("virginia", "it must be like us-east-1"),
    "snowflake_organization": ("ORG-ACCOUNT", "the part before the hyphen"),
    "snowflake_account": ("", "the part after the hyphen"),
    "log_retention_days": (8, "CloudWatch has"),
    "api_keys": ({"benzinga_api_token": "", "polygon_api_key": "secret"}, "each of 8 characters"),
}
WRONG_IN_MODULES = {
    "cluster_admins": (["me"], "no ARN of an IAM role or user"),
    "alert_emails": ([], "alerts that nobody gets are none"),
    "zones": (["a"], "it must be two letters"),
    "github_repository": ("congress", "it must be like owner/name"),
    "executor": ("celery", 'it must be "local" or "kubernetes"'),
    "raw_objects": ("keep", 'it must be "expire" or "archive"'),
    "vpc_cidr": ("10.0.0.0/24", "it must be a /16"),
    "kubernetes_version": ("newest", "it must be like 1.34"),
    "api_allowed_cidrs": (["0.0.0.0/0"], "list your own"),
    "extract_cpu_limit": (1, "the smallest node has 2 CPUs"),
    "monthly_credits": (0, "it must be a whole number, 1 or more"),
    "monthly_budget": (0, "it must be more than 0 dollars"),
    "database": ({"instance_class": "small", "backup_days": 0}, "it must be like db.t4g.micro"),
}


@pytest.mark.parametrize("wrong", [WRONG, WRONG_IN_MODULES], ids=["root", "modules"])
def test_wrong_settings_are_named_with_what_they_must_be(
    workspace: Workspace, wrong: dict[str, tuple[object, str]]
) -> None:
    with pytest.raises(TerraformError) as caught:
        workspace.plan("dev", "wrong", **{name: value for name, (value, _) in wrong.items()})
    said = " ".join(str(caught.value).replace("│", " ").split())
    assert {name: message for name, (_, message) in wrong.items() if message not in said} == {}


def test_what_is_protected_is_not_emptied(workspace: Workspace) -> None:
    with pytest.raises(TerraformError, match="force_destroy needs deletion_protection = false"):
        workspace.plan("prod", "wrong", force_destroy=True)


def test_accounts_are_to_be_filled_in(workspace: Workspace) -> None:
    with pytest.raises(TerraformError, match="must be the 12 digits of your AWS account"):
        workspace.run("plan", "-input=false", "-no-color", "-var-file=dev.tfvars")
