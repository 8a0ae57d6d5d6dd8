"""The whole of it applied to moto, planned again, changed, written down for Helm, and destroyed."""

import fnmatch
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from cryptography.fernet import Fernet
from moto.secretsmanager.models import SecretsManagerBackend

import platform_values
from pipeline.settings import read

from .conftest import initialised
from .moto_cloud import ACCOUNT, Call, MotoCloud
from .workspace import SENTINEL, TerraformError, Workspace, resources

pytestmark = pytest.mark.slow

NAME = "congress-dev"
# What moto lacks is left out, and its cluster has no security group: the modules' tests and plans have both.
LACKING = {
    "modules/alerts": """\
resource "aws_budgets_budget" "month" {
  count = 0
}
resource "aws_cloudwatch_metric_alarm" "database" {
  for_each = {}
}
""",
    "modules/cluster": """\
resource "aws_eks_access_entry" "admin" {
  for_each = toset([])
}
resource "aws_eks_access_policy_association" "admin" {
  for_each = toset([])
}
""",
    "modules/database": """\
resource "aws_vpc_security_group_ingress_rule" "cluster" {
  referenced_security_group_id = aws_security_group.this.id
}
""",
    "modules/identity": """\
resource "aws_eks_pod_identity_association" "workload" {
  for_each = {}
}
""",
}
# What moto does not remember, so that the second plan sets it again.
FORGOTTEN = {
    "module.cluster.aws_eks_cluster.this",
    "module.database.aws_db_parameter_group.this",
    "module.database.aws_vpc_security_group_ingress_rule.cluster",
    "module.storage.aws_cloudfront_distribution.dashboard[0]",
}
# What a plan's actions are when there is nothing to do.
NOTHING = (["no-op"], ["read"])
# What can be switched on, and may be torn down. Archiving is not: moto loses the size that its rule asks for.
EVERYTHING = {"nat_gateway": True, "dashboard_cdn": True, "executor": "kubernetes"}
HOLD_DATA = {
    "aws_cloudwatch_log_group",
    "aws_db_instance",
    "aws_ecr_repository",
    "aws_eks_cluster",
    "aws_kms_key",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_vpc",
}
# what the chart adds to the settings (helm/airflow/values.yaml)
CHART = {"EXTRACT_RUNNER": "kubernetes", "EXTRACT_IMAGE": "extract:1", "DASHBOARD_IMAGE": "dashboard:1"}
HELM = Path(__file__).parents[2] / "helm"
SHAPES = Path(__file__).parents[1] / "helm" / "platform"
SCHEMA = Path(__file__).parents[3] / "shared" / "helm" / "airflow-1.22.0.values.schema.json"


@dataclass(frozen=True)
class Deployment:
    """What was applied.

    Attributes:
        workspace: Its folder.
        said: What apply wrote.
        applying: The calls of planning and applying it.
        again: The second plan.
        planning: The calls of the second plan.
        state: The state after applying.
    """

    workspace: Workspace
    said: str
    applying: frozenset[Call]
    again: dict[str, Any]
    planning: frozenset[Call]
    state: dict[str, Any]

    def values(self, address: str) -> dict[str, Any]:
        return resources({"planned_values": self.state["values"]})[address]


@pytest.fixture(scope="module", autouse=True)
def rotation_of_a_services_own_secret() -> Iterator[None]:
    """AWS changes RDS' password without a function of ours, and can be told to stop; moto asks for one."""

    def cancel(backend: Any, secret_id: str) -> Any:
        secret = backend.secrets[secret_id]
        assert secret.owning_service == "rds"
        secret.rotation_enabled = False
        return secret.to_short_dict()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SecretsManagerBackend, "cancel_rotate_secret", cancel)
        yield


@pytest.fixture(scope="module")
def deployment(moto: MotoCloud, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    workspace = initialised(tmp_path_factory.mktemp("apply") / "terraform", moto.endpoint, LACKING)
    moto.calls.clear()
    workspace.plan("dev", "first", **EVERYTHING)
    said = workspace.apply("first")
    applying = frozenset(moto.calls)
    moto.calls.clear()
    again = workspace.plan("dev", "again", **EVERYTHING)
    return Deployment(workspace, said, applying, again, frozenset(moto.calls), workspace.state())


def changes(plan: dict[str, Any]) -> dict[str, list[str]]:
    return {
        each["address"]: each["change"]["actions"]
        for each in plan["resource_changes"]
        if each["change"]["actions"] not in NOTHING
    }


def test_the_second_plan_is_empty_where_moto_remembers(deployment: Deployment) -> None:
    assert len(deployment.again["resource_changes"]) > 100
    assert set(changes(deployment.again)) <= FORGOTTEN


def test_cloudfront_reads_the_dashboards_bucket_only(deployment: Deployment) -> None:
    distribution = deployment.values("module.storage.aws_cloudfront_distribution.dashboard[0]")
    allowed = {
        address: statement
        for address, policy in resources({"planned_values": deployment.state["values"]}).items()
        if ".aws_s3_bucket_policy." in address
        for statement in json.loads(policy["policy"])["Statement"]
        if statement["Effect"] == "Allow"
    }
    assert allowed == {
        'module.storage.aws_s3_bucket_policy.this["dashboard"]': {
            "Sid": "CloudFrontReads",
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Resource": f"arn:aws:s3:::{NAME}-dashboard-{ACCOUNT}/*",
            "Condition": {"StringEquals": {"AWS:SourceArn": distribution["arn"]}},
        }
    }


def test_snowflakes_role_trusts_the_user_of_the_integration_made_with_it(deployment: Deployment) -> None:
    integration = deployment.values("module.warehouse.snowflake_storage_integration_aws.raw")
    role = deployment.values("module.warehouse.aws_iam_role.snowflake")
    assert integration["storage_aws_role_arn"] == role["arn"]
    [statement] = json.loads(role["assume_role_policy"])["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"AWS": integration["describe_output"][0]["iam_user_arn"]},
        "Condition": {"StringEquals": {"sts:ExternalId": f"{NAME}-{ACCOUNT}"}},
    }


def test_the_roles_of_github_may_do_what_was_called(deployment: Deployment) -> None:
    assert len({call.action for call in deployment.planning}) > 40
    assert len([call for call in deployment.planning if call.resource]) > 100
    assert refused(deployment, "plan", deployment.planning) == set()
    assert refused(deployment, "apply", deployment.applying) == set()
    reads = {action for each in statements(deployment, "plan") for action in listed(each["Action"])}
    assert not [action for action in reads if not re.search(r":(Describe|Get|List|View)", action)]


def refused(deployment: Deployment, use: str, calls: Iterable[Call]) -> set[Call]:
    """The calls that a role of GitHub's may not make; which tags a thing has is not looked at."""
    allowed = [
        (action, resource)
        for each in statements(deployment, use)
        for action in listed(each["Action"])
        for resource in listed(each["Resource"])
    ]
    return {
        call
        for call in calls
        # anybody may ask who he is
        if call.action != "sts:GetCallerIdentity"
        and not any(
            action == call.action and (call.resource is None or fnmatch.fnmatchcase(call.resource, resource))
            for action, resource in allowed
        )
    }


def statements(deployment: Deployment, use: str) -> list[dict[str, Any]]:
    applied = resources({"planned_values": deployment.state["values"]})
    policies = ["module.identity.aws_iam_policy.read"]
    policies += [address for address in applied if address.endswith(f'_role_policy.deployment["{use}"]')]
    return [each for policy in policies for each in json.loads(applied[policy]["policy"])["Statement"]]


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_no_secret_is_in_plan_state_output_or_log(deployment: Deployment, moto: MotoCloud) -> None:
    client = boto3.client(
        "secretsmanager",
        endpoint_url=moto.endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="secret",
    )
    sent = {
        name: json.loads(client.get_secret_value(SecretId=f"{NAME}/{name}")["SecretString"])
        for name in ("benzinga-api", "polygon-api", "airflow")
    }
    assert sent["benzinga-api"] == {"token": f"{SENTINEL}-1"}
    assert sent["polygon-api"] == {"key": f"{SENTINEL}-2"}
    Fernet(sent["airflow"]["fernet-key"])
    secrets = [value.encode() for each in sent.values() for value in each.values()]
    assert len(secrets) == 5
    assert all(len(secret) >= 20 for secret in secrets)

    folder = deployment.workspace.folder
    written = {
        "log": deployment.said.encode(),
        "outputs": deployment.workspace.run("output", "-json").encode(),
    }
    for path in folder.rglob("*"):
        if path.is_file() and ".terraform/providers" not in str(path):
            written[str(path)] = path.read_bytes()
    for name in ("first", "again"):
        with zipfile.ZipFile(folder / name) as plan:
            written |= {f"{name}/{part}": plan.read(part) for part in plan.namelist()}
    assert {"log", "outputs", str(folder / "terraform.tfstate"), "first/tfplan"} <= set(written)
    assert [name for name, text in written.items() if any(secret in text for secret in secrets)] == []


def test_ordinary_changes_replace_nothing_that_holds_data(deployment: Deployment) -> None:
    changed = deployment.workspace.plan(
        "dev",
        "changed",
        # the state as it is: not what moto forgot
        "-refresh=false",
        nat_gateway=False,
        dashboard_cdn=False,
        executor="local",
        raw_objects="archive",
        kubernetes_version="1.35",
        api_allowed_cidrs=["203.0.113.7/32"],
        extract_cpu_limit=16,
        log_retention_days=30,
        monthly_budget=500,
        monthly_credits=20,
        deletion_protection=True,
        force_destroy=False,
        cluster_admins=[f"arn:aws:iam::{ACCOUNT}:role/another"],
        alert_emails=["another@example.com"],
        secret_versions={"api_keys": 2, "airflow": 2},
        database={
            **{"instance_class": "db.t4g.small", "storage_gb": 30, "max_storage_gb": 200},
            **{"backup_days": 14, "standby": True},
        },
    )
    assert changes(changed)["module.database.aws_db_instance.this"] == ["update"]
    planned = [each for each in changed["resource_changes"] if each["type"] in HOLD_DATA]
    assert {each["type"] for each in planned} == HOLD_DATA
    lost = {
        each["address"]: each["change"].get("replace_paths")
        for each in planned
        if "delete" in each["change"]["actions"]
    }
    # moto did not keep what the cluster was made with, so this one setting seems to change
    assert lost == {
        "module.cluster.aws_eks_cluster.this": [
            ["access_config", 0, "bootstrap_cluster_creator_admin_permissions"]
        ]
    }


def test_its_outputs_are_written_down_for_helm(deployment: Deployment, tmp_path: Path) -> None:
    folder = deployment.workspace.folder
    platform_values.main(["dev", "--terraform", str(folder), "--helm", str(tmp_path)])
    values = yaml.safe_load((tmp_path / "airflow" / "values-platform-dev.yaml").read_text())
    settings = {each["name"]: each["value"] for each in yaml.safe_load(values["extraEnv"])}
    assert read(settings | CHART).alert_topic_arn == f"arn:aws:sns:us-east-1:{ACCOUNT}:{NAME}-alerts"
    connection = json.loads(settings["AIRFLOW_CONN_SNOWFLAKE_DEFAULT"])
    assert connection["login"] == "CONGRESS_DEV_AIRFLOW_LOADER"
    assert connection["extra"]["role"] == "CONGRESS_DEV_LOADER"
    assert "password" not in connection
    assert settings["SNOWFLAKE_USER"] == "CONGRESS_DEV_AIRFLOW_TRANSFORMER"
    assert values["workers"]["kubernetes"]["serviceAccount"]["name"] == "airflow-loader"
    assert values["config"]["logging"]["remote_base_log_folder"] == f"s3://{NAME}-airflow-logs-{ACCOUNT}"
    if SCHEMA.exists():
        import jsonschema

        jsonschema.validate(values, json.loads(SCHEMA.read_text()))

    pool, platform = yaml.safe_load_all((tmp_path / "objects" / "dev" / "platform.yaml").read_text())
    assert (pool["kind"], pool["metadata"]["name"]) == ("NodePool", settings["EXTRACT_NODE_POOL"])
    assert platform["data"]["secret_benzinga_api"] == f"{NAME}/benzinga-api"
    assert platform["data"]["database_secret_arn"].startswith("arn:aws:secretsmanager:")
    assert all(isinstance(value, str) and value for value in platform["data"].values())
    # helm's tests render with made-up ones
    made_up = yaml.safe_load((SHAPES / "values.yaml").read_text())
    assert made_up.keys() == values.keys() - {"workers"}
    made_up_pool, made_up_platform = yaml.safe_load_all((SHAPES / "objects.yaml").read_text())
    assert (made_up_pool["kind"], made_up_pool["metadata"]) == (pool["kind"], pool["metadata"])
    assert made_up_platform["data"].keys() == platform["data"].keys()


def test_the_cluster_is_sent_what_terraform_made(deployment: Deployment, tmp_path: Path) -> None:
    if shutil.which("kubectl") is None:
        pytest.skip("NOT TESTED: kubectl is not installed, no kustomization was built")
    shutil.copytree(HELM / "objects", tmp_path / "objects")
    (tmp_path / "airflow").mkdir()
    folder = deployment.workspace.folder
    platform_values.main(["dev", "--terraform", str(folder), "--helm", str(tmp_path)])
    overlay = tmp_path / "objects" / "dev"
    built = subprocess.run(["kubectl", "kustomize", overlay], capture_output=True, text=True, check=True)
    assert "replaced" not in built.stdout
    objects = {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(built.stdout)}
    read_from = {
        name: each["spec"]["dataFrom"][0]["extract"]["key"]
        for (kind, name), each in objects.items()
        if kind == "ExternalSecret"
    }
    database = deployment.values("module.database.aws_db_instance.this")
    assert read_from == {
        "airflow-keys": f"{NAME}/airflow",
        "airflow-metadata": database["master_user_secret"][0]["secret_arn"],
        "benzinga-api": f"{NAME}/benzinga-api",
        "polygon-api": f"{NAME}/polygon-api",
    }
    metadata = objects["ExternalSecret", "airflow-metadata"]
    connection = metadata["spec"]["target"]["template"]["data"]["connection"]
    address = [database["address"], str(database["port"]), database["db_name"]]
    assert connection.split('"')[1::2] == address
    assert objects["ClusterSecretStore", "platform"]["spec"]["provider"]["aws"]["region"] == "us-east-1"
    assert objects["NodePool", "extract"]["spec"]["limits"] == {"cpu": "8"}


def test_the_values_of_one_environment_are_not_written_as_anothers(
    deployment: Deployment, tmp_path: Path
) -> None:
    folder = deployment.workspace.folder
    with pytest.raises(SystemExit, match="initialised for dev, not for prod"):
        platform_values.main(["prod", "--terraform", str(folder), "--helm", str(tmp_path)])
    assert not list(tmp_path.iterdir())


def destroy(workspace: Workspace, *options: str) -> str:
    files = ("-var-file=dev.tfvars", "-var-file=first.tfvars.json")
    return workspace.run("apply", "-destroy", "-auto-approve", "-input=false", "-no-color", *options, *files)


def test_what_is_protected_is_not_destroyed(deployment: Deployment) -> None:
    workspace = deployment.workspace
    # what moto forgot is not to be changed here, nor is RDS' own protection what is looked at
    for kind in ("cluster:aws_eks_cluster", "database:aws_db_instance"):
        module, _, resource = kind.partition(":")
        (workspace.folder / "modules" / module / "kept_override.tf").write_text(
            f'resource "{resource}" "this" {{\n  lifecycle {{\n    ignore_changes = all\n  }}\n}}\n'
        )
    protected = EVERYTHING | {"deletion_protection": True, "force_destroy": False}
    workspace.plan("dev", "protect", "-refresh=false", **protected)
    workspace.apply("protect")
    there = set(resources({"planned_values": workspace.state()["values"]}))
    assert "module.warehouse.snowflake_database.this" in there
    with pytest.raises(TerraformError, match="apply with deletion_protection = false first"):
        destroy(workspace)
    assert set(resources({"planned_values": workspace.state()["values"]})) == there
    workspace.plan("dev", "unprotect", "-refresh=false", **EVERYTHING)
    workspace.apply("unprotect")


def test_it_is_destroyed_whole(deployment: Deployment, moto: MotoCloud) -> None:
    moto.calls.clear()
    destroy(deployment.workspace)
    assert "values" not in deployment.workspace.state()
    assert refused(deployment, "apply", moto.calls) == set()


def test_the_bucket_of_the_state_is_not_destroyed(
    moto: MotoCloud, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bootstrap") / "terraform"
    workspace = initialised(folder, moto.endpoint)
    stand_ins = (folder / "stand_in_override.tf").read_text()
    (folder / "bootstrap" / "stand_in_override.tf").write_text(stand_ins)
    workspace.run("init", "-input=false", folder="bootstrap")
    approved = ("-auto-approve", "-input=false", "-no-color", f"-var=aws_account_id={ACCOUNT}")
    said = workspace.run("apply", *approved, folder="bootstrap")
    assert f'bucket = "congress-terraform-{ACCOUNT}"' in said
    with pytest.raises(TerraformError, match="prevent_destroy"):
        workspace.run("apply", "-destroy", *approved, folder="bootstrap")
