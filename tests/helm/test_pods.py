"""The pods that the DAGs make, against what the namespace `extract` lets in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kubernetes.client import ApiClient

from idle import mebibytes, millicpu
from pipeline import containers
from pipeline.settings import settings

from .policies import wrong_in_pod
from .rendering import Object, kustomize, of_kind, pods

SETTINGS = {
    "AIRFLOW_CONN_SNOWFLAKE_DEFAULT": "{}",
    "DASHBOARD_IMAGE": "registry/dashboard:1",
    "EXTRACT_IMAGE": "registry/extract:1",
    "EXTRACT_RUNNER": "kubernetes",
    "SNOWFLAKE_ACCOUNT": "laptop",
    "SNOWFLAKE_PASSWORD": "laptop",
    "SNOWFLAKE_DATABASE": "CONGRESS",
    "SNOWFLAKE_USER": "laptop",
    "SNOWFLAKE_WAREHOUSE": "LAPTOP",
}
MAKERS: dict[str, Callable[[], Any]] = {
    "disclosures": lambda: containers.extraction("extract_disclosures", containers.BENZINGA, []),
    "market": lambda: containers.extraction("extract_market", containers.POLYGON, []),
}
if hasattr(containers, "publication"):
    MAKERS["dashboard"] = lambda: containers.publication("publish_dashboard")


@pytest.fixture(params=MAKERS)
def pod(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Object:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        built = MAKERS[request.param]().build_pod_request_obj(context=None, dry_run=True)
    finally:
        settings.cache_clear()
    made: Object = ApiClient().sanitize_for_serialization(built)
    return made


@pytest.fixture
def local(objects_folder: Path) -> tuple[Object, ...]:
    return kustomize(objects_folder / "local")


def test_pod_security_and_our_rules_let_it_in(pod: Object) -> None:
    [(_, spec)] = pods([pod | {"kind": "Pod"}])
    assert wrong_in_pod(spec) == []
    assert spec["automountServiceAccountToken"] is False


def test_a_pod_that_breaks_a_rule_is_seen(pod: Object) -> None:
    spec = pod["spec"]
    spec["hostNetwork"] = True
    spec["securityContext"] |= {"runAsUser": 0, "runAsNonRoot": False}
    spec["containers"][0]["securityContext"]["capabilities"]["add"] = ["NET_ADMIN"]
    del spec["containers"][0]["resources"]["limits"]
    assert len(wrong_in_pod(spec)) == 5


def test_its_service_account_is_one_of_the_namespace(pod: Object, local: tuple[Object, ...]) -> None:
    assert f"extract/{pod['spec']['serviceAccountName']}" in of_kind(local, "ServiceAccount")


def test_its_secrets_are_there(pod: Object, local: tuple[Object, ...]) -> None:
    [container] = pod["spec"]["containers"]
    secrets = of_kind(local, "Secret")
    wanted = [
        (variable["valueFrom"]["secretKeyRef"]["name"], variable["valueFrom"]["secretKeyRef"]["key"])
        for variable in container["env"]
        if "valueFrom" in variable
    ]
    assert wanted
    for secret, key in wanted:
        assert key in secrets[f"extract/{secret}"]["stringData"]
    # on AWS the pod has a role, and no such secret
    assert container["envFrom"] == [{"secretRef": {"name": "cloud-credentials", "optional": True}}]
    assert "extract/cloud-credentials" in secrets


def test_quota_and_limits_let_two_run_at_once(pod: Object, local: tuple[Object, ...]) -> None:
    [container] = pod["spec"]["containers"]
    asked, limit = container["resources"]["requests"], container["resources"]["limits"]
    quota = of_kind(local, "ResourceQuota")["extract/extract"]["spec"]["hard"]
    assert 2 * millicpu(asked["cpu"]) <= millicpu(quota["requests.cpu"])
    assert 2 * mebibytes(asked["memory"]) <= mebibytes(quota["requests.memory"])
    assert 2 * mebibytes(limit["memory"]) <= mebibytes(quota["limits.memory"])
    [container_limits] = of_kind(local, "LimitRange")["extract/extract"]["spec"]["limits"]
    assert mebibytes(limit["memory"]) <= mebibytes(container_limits["max"]["memory"])
