"""Our own Kubernetes objects, as kustomize builds them."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from .policies import CUSTOM, wrong_in_object, wrong_in_pod
from .rendering import ENVIRONMENTS, HELM, Object, kustomize, of_kind, pods

pytestmark = pytest.mark.parametrize("environment", ENVIRONMENTS)
NAMESPACES = ("airflow", "extract")
# what the chart's values and the pods of the DAGs name
SECRETS = {"airflow/airflow-keys", "airflow/airflow-metadata", "extract/benzinga-api", "extract/polygon-api"}


def test_every_object_is_one_that_kubernetes_knows(objects: tuple[Object, ...]) -> None:
    assert objects
    assert [problem for each in objects for problem in wrong_in_object(each)] == []


def test_an_unknown_field_a_missing_one_and_a_wrong_type_are_seen(environment: str) -> None:
    policy: dict[str, Any] = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": 1},
        "spec": {"podSelectors": {}},
    }
    assert len(wrong_in_object(policy)) == 2
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "rules": [{"resources": ["pods"]}]}
    assert len(wrong_in_object(role)) == 1


def test_both_namespaces_enforce_restricted_pods(objects: tuple[Object, ...]) -> None:
    namespaces = of_kind(objects, "Namespace")
    assert namespaces.keys() == {f"/{name}" for name in NAMESPACES}
    for each in namespaces.values():
        assert each["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_airflow_may_launch_pods_in_extract_and_nothing_else(objects: tuple[Object, ...]) -> None:
    roles, bindings = of_kind(objects, "Role"), of_kind(objects, "RoleBinding")
    assert roles.keys() == bindings.keys() == {"extract/launch-pods"}
    assert not of_kind(objects, "ClusterRole")
    assert not of_kind(objects, "ClusterRoleBinding")
    granted = {
        (resource, verb)
        for rule in roles["extract/launch-pods"]["rules"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }
    pod_verbs = ("create", "delete", "get", "list", "patch", "watch")
    events = {("events", "list"), ("events", "watch")}
    assert granted == {("pods", verb) for verb in pod_verbs} | {("pods/log", "get")} | events
    subjects = {(each["namespace"], each["name"]) for each in bindings["extract/launch-pods"]["subjects"]}
    assert subjects == {("airflow", "airflow-scheduler"), ("airflow", "airflow-triggerer")}


def test_only_who_launches_pods_gets_a_token(objects: tuple[Object, ...]) -> None:
    accounts = of_kind(objects, "ServiceAccount")
    subjects = of_kind(objects, "RoleBinding")["extract/launch-pods"]["subjects"]
    launchers = {f"{each['namespace']}/{each['name']}" for each in subjects}
    with_token = {name for name, each in accounts.items() if each["automountServiceAccountToken"]}
    assert with_token == launchers


def test_extract_takes_its_own_service_accounts_only(objects: tuple[Object, ...]) -> None:
    [policy] = of_kind(objects, "ValidatingAdmissionPolicy").values()
    [listed] = policy["spec"]["variables"]
    in_extract = sorted(
        each["metadata"]["name"]
        for each in of_kind(objects, "ServiceAccount").values()
        if each["metadata"]["namespace"] == "extract"
    )
    assert sorted(listed["expression"].strip("[]").replace("'", "").split(", ")) == in_extract
    assert policy["spec"]["failurePolicy"] == "Fail"
    [binding] = of_kind(objects, "ValidatingAdmissionPolicyBinding").values()
    assert binding["spec"]["policyName"] == policy["metadata"]["name"]
    assert binding["spec"]["validationActions"] == ["Deny"]
    labels = binding["spec"]["matchResources"]["namespaceSelector"]["matchLabels"]
    assert labels == {"kubernetes.io/metadata.name": "extract"}


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_the_network_is_closed_unless_a_policy_opens_it(objects: tuple[Object, ...], namespace: str) -> None:
    deny = of_kind(objects, "NetworkPolicy")[f"{namespace}/default-deny"]["spec"]
    assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert of_kind(objects, "ResourceQuota").keys() >= {f"{namespace}/{namespace}"}
    assert of_kind(objects, "LimitRange").keys() >= {f"{namespace}/{namespace}"}


def test_eks_is_told_to_enforce_it(objects: tuple[Object, ...], environment: str) -> None:
    switches = {name: each["data"] for name, each in of_kind(objects, "ConfigMap").items()}
    told = {"kube-system/amazon-vpc-cni": {"enable-network-policy-controller": "true"}}
    assert switches == ({} if environment == "local" else told)


def test_extractions_are_reached_by_nobody_and_reach_no_private_address(
    objects: tuple[Object, ...], environment: str
) -> None:
    policies = {
        name: each["spec"]
        for name, each in of_kind(objects, "NetworkPolicy").items()
        if name.startswith("extract/")
    }
    assert not any(each.get("ingress") for each in policies.values())
    if environment == "local":
        del policies["extract/localcloud"]
    blocks = [
        to["ipBlock"]
        for each in policies.values()
        for rule in each.get("egress") or []
        for to in rule.get("to") or []
    ]
    assert len(blocks) == 2
    private = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"}
    agent = "169.254.170.23/32"
    for block in blocks:
        assert block["cidr"] == agent or set(block["except"]) == private


def test_secrets_are_plain_in_local_and_elsewhere_from_the_store(
    objects: tuple[Object, ...], environment: str
) -> None:
    plain, external = of_kind(objects, "Secret"), of_kind(objects, "ExternalSecret")
    if environment == "local":
        assert plain.keys() >= SECRETS
        assert not {each["kind"] for each in objects} & CUSTOM
        return
    assert not plain
    assert external.keys() == SECRETS
    assert all(each["spec"]["target"]["name"] == each["metadata"]["name"] for each in external.values())


def test_what_terraform_made_is_filled_in(objects: tuple[Object, ...], environment: str) -> None:
    assert "replaced" not in str(objects)
    if environment == "local":
        return
    external = of_kind(objects, "ExternalSecret")
    keys = {name: each["spec"]["dataFrom"][0]["extract"]["key"] for name, each in external.items()}
    assert keys == {
        "airflow/airflow-keys": "congress-test/airflow",
        "airflow/airflow-metadata": "arn:aws:secretsmanager:us-east-1:111111111111:secret:rds-example",
        "extract/benzinga-api": "congress-test/benzinga-api",
        "extract/polygon-api": "congress-test/polygon-api",
    }
    template = external["airflow/airflow-metadata"]["spec"]["target"]["template"]["data"]["connection"]
    assert template.split('"')[1::2] == [
        "congress-test.example.us-east-1.rds.amazonaws.com",
        "5433",
        "metadata",
    ]
    # the ConfigMap itself stays here
    assert not [name for name in of_kind(objects, "ConfigMap") if name.endswith("/platform")]
    assert of_kind(objects, "NodePool")


def test_the_kubernetes_executor_splits_loading_from_dbt(objects_folder: Path, environment: str) -> None:
    objects = with_components(objects_folder, environment, "kubernetes-executor")
    bindings = of_kind(objects, "RoleBinding")
    who = {name: [each["name"] for each in binding["subjects"]] for name, binding in bindings.items()}
    assert who == {
        "airflow/launch-workers": ["airflow-scheduler"],
        "extract/launch-pods": ["airflow-loader", "airflow-triggerer"],
    }
    assert of_kind(objects, "ServiceAccount").keys() >= {
        "airflow/airflow-loader",
        "airflow/airflow-transformer",
    }
    assert [problem for each in objects for problem in wrong_in_object(each)] == []


def test_pgbouncer_stands_between_airflow_and_its_database(objects_folder: Path, environment: str) -> None:
    if environment == "local":
        pytest.skip("the local overlay has no External Secrets to make PgBouncer's")
    objects = with_components(objects_folder, environment, "pgbouncer", "internal-load-balancer")
    external = of_kind(objects, "ExternalSecret")
    metadata = external["airflow/airflow-metadata"]["spec"]["target"]["template"]["data"]["connection"]
    assert metadata.endswith("@airflow-pgbouncer:6543/airflow-metadata")
    settings = external["airflow/pgbouncer"]["spec"]["target"]["template"]["data"]
    assert settings.keys() == {"pgbouncer.ini", "users.txt", "connection"}
    assert settings["pgbouncer.ini"].split('"')[1:6:2] == [
        "congress-test.example.us-east-1.rds.amazonaws.com",
        "5433",
        "metadata",
    ]
    [service] = of_kind(objects, "Service").values()
    assert (
        service["metadata"]["annotations"]["service.beta.kubernetes.io/aws-load-balancer-scheme"]
        == "internal"
    )
    assert [problem for each in objects for problem in wrong_in_object(each)] == []


def test_the_local_cloud_keeps_to_the_same_rules(environment: str) -> None:
    objects = kustomize(HELM / "local")
    found = dict(pods(objects))
    assert found.keys() == {"Deployment/localcloud", "Deployment/postgres"}
    assert {name: problems for name, spec in found.items() if (problems := wrong_in_pod(spec))} == {}
    assert [problem for each in objects for problem in wrong_in_object(each)] == []


def with_components(folder: Path, environment: str, *components: str) -> tuple[Object, ...]:
    """An environment with optional parts, added as helm/README.md says: in its own list of components."""
    overlay = folder / f"{environment}-{'-'.join(components)}"
    shutil.copytree(folder / environment, overlay, dirs_exist_ok=True)
    file = overlay / "kustomization.yaml"
    kustomization = yaml.safe_load(file.read_text())
    kustomization.setdefault("components", []).extend(f"../{name}" for name in components)
    file.write_text(yaml.safe_dump(kustomization))
    return kustomize(overlay)
