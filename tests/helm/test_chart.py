"""The official chart, rendered with our values. Skipped, and said so, where chart or helm is not there."""

from itertools import product
from pathlib import Path

import pytest

from idle import mebibytes, merged, millicpu, requests

from .policies import wrong_in_object, wrong_in_pod
from .rendering import ENVIRONMENTS, OVERLAYS, Object, kustomize, of_kind, pods, rendered_chart, values_files

DEPLOYMENTS = list(product(ENVIRONMENTS, OVERLAYS))
OFFICIAL = ("quay.io/prometheus/statsd-exporter:", "apache/airflow:airflow-pgbouncer-")


@pytest.fixture(params=DEPLOYMENTS, ids=lambda each: "-".join([each[0], *each[1]]))
def deployment(request: pytest.FixtureRequest) -> tuple[str, tuple[str, ...]]:
    found: tuple[str, tuple[str, ...]] = request.param
    return found


@pytest.fixture
def chart(deployment: tuple[str, tuple[str, ...]]) -> tuple[Object, ...]:
    return rendered_chart(*deployment)


def test_kubernetes_knows_every_object(chart: tuple[Object, ...]) -> None:
    assert chart
    assert [problem for each in chart for problem in wrong_in_object(each)] == []


def test_every_pod_keeps_to_the_rules(chart: tuple[Object, ...]) -> None:
    found = dict(pods(chart))
    assert {"Deployment/airflow-scheduler", "Deployment/airflow-api-server"} <= found.keys()
    assert {name: problems for name, spec in found.items() if (problems := wrong_in_pod(spec))} == {}


def test_nothing_asks_for_a_volume_that_outlives_a_pod(chart: tuple[Object, ...]) -> None:
    assert not of_kind(chart, "PersistentVolumeClaim")
    assert not of_kind(chart, "StatefulSet")


def test_the_chart_grants_no_right(chart: tuple[Object, ...]) -> None:
    assert not of_kind(chart, "ClusterRole")
    assert all(role["rules"] == [] for role in of_kind(chart, "Role").values())


def test_no_secret_is_made_by_the_chart(chart: tuple[Object, ...]) -> None:
    assert not of_kind(chart, "Secret")


def test_one_tag_pins_every_image(chart: tuple[Object, ...], deployment: tuple[str, tuple[str, ...]]) -> None:
    values = merged(*values_files(*deployment))
    repository, tag = values["images"]["airflow"]["repository"], values["images"]["airflow"]["tag"]
    images = {
        container["image"]
        for name, spec in pods(chart)
        # the executor puts its own image in the place of the template's (worker_container_repository)
        if "pod_template_file" not in name
        for container in [*(spec.get("initContainers") or []), *spec["containers"]]
    }
    ours = {image for image in images if not image.startswith(OFFICIAL)}
    assert ours == {f"{repository}:{tag}"}
    settings = of_kind(chart, "ConfigMap")["/airflow-images"]["data"]
    prefix = repository.removesuffix("airflow")
    assert settings["EXTRACT_IMAGE"] == f"{prefix}extract:{tag}"
    assert settings["DASHBOARD_IMAGE"] == f"{prefix}dashboard:{tag}"
    configuration = of_kind(chart, "ConfigMap")["/airflow-config"]["data"]["airflow.cfg"]
    assert f"worker_container_repository = {repository}\n" in configuration
    assert f"worker_container_tag = {tag}\n" in configuration


def test_service_accounts_are_the_charts_or_ours(
    chart: tuple[Object, ...], deployment: tuple[str, tuple[str, ...]], objects_folder: Path
) -> None:
    overlay = objects_folder / deployment[0]
    ours = {
        name.partition("/")[2]
        for name in of_kind(kustomize(overlay), "ServiceAccount")
        if name.startswith("airflow/")
    }
    if "kubernetes-executor" in deployment[1]:
        ours |= {"airflow-loader", "airflow-transformer"}
    charts = {name.partition("/")[2] for name in of_kind(chart, "ServiceAccount")}
    assert not ours & charts
    used = {spec["serviceAccountName"] for _, spec in pods(chart)}
    assert used <= ours | charts
    for account in of_kind(chart, "ServiceAccount").values():
        if account["metadata"]["name"] in used:
            assert account["automountServiceAccountToken"] is False


def test_whoever_has_two_replicas_is_never_drained_whole(chart: tuple[Object, ...]) -> None:
    budgets = [each["spec"] for each in of_kind(chart, "PodDisruptionBudget").values()]
    for name, each in of_kind(chart, "Deployment").items():
        labels = each["spec"]["template"]["metadata"]["labels"].items()
        covering = [budget for budget in budgets if budget["selector"]["matchLabels"].items() <= labels]
        # with one replica a budget would stop every drain
        assert len(covering) == (each["spec"]["replicas"] > 1), name


def test_what_idling_asks_for_adds_up(
    chart: tuple[Object, ...], deployment: tuple[str, tuple[str, ...]]
) -> None:
    found = [
        (each["spec"]["replicas"], container["resources"]["requests"])
        for each in of_kind(chart, "Deployment").values()
        for container in each["spec"]["template"]["spec"]["containers"]
    ]
    said = list(requests(merged(*values_files(*deployment))))
    assert sum(each.cpu for each in said) == sum(count * millicpu(asked["cpu"]) for count, asked in found)
    assert sum(each.memory for each in said) == sum(
        count * mebibytes(asked["memory"]) for count, asked in found
    )


def test_the_quota_has_room_for_a_rollout(
    chart: tuple[Object, ...], deployment: tuple[str, tuple[str, ...]], objects_folder: Path
) -> None:
    quota = of_kind(kustomize(objects_folder / deployment[0]), "ResourceQuota")["airflow/airflow"]["spec"][
        "hard"
    ]
    idle = list(requests(merged(*values_files(*deployment))))
    assert 2 * sum(each.cpu for each in idle) <= millicpu(quota["requests.cpu"])
    assert 2 * sum(each.memory for each in idle) <= mebibytes(quota["requests.memory"])
