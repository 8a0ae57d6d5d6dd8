"""How an extraction runs, in a pod and as a process."""

import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from kubernetes.client import models as k8s

from pipeline.containers import BENZINGA, POLYGON, extraction, publication
from pipeline.processes import ProcessOperator

from .conftest import Change

KUBERNETES = {
    "EXTRACT_RUNNER": "kubernetes",
    "EXTRACT_IMAGE": "registry/extract:1.2.3",
    "DASHBOARD_IMAGE": "registry/dashboard:1.2.3",
}
ARGUMENTS = ["market", "--batch-date", "{{ partition_key }}", "--wanted", "env:WANTED_KEYS"]


@pytest.fixture
def pod(change_settings: Change) -> k8s.V1Pod:
    change_settings(KUBERNETES)
    task: Any = extraction("extract_market", POLYGON, ARGUMENTS, {"WANTED_KEYS": "text"})
    assert task.deferrable
    assert task.durable
    assert task.pool == "polygon_api"
    built: k8s.V1Pod = task.build_pod_request_obj(context=None, dry_run=True)
    return built


def test_the_pod_runs_the_extractor_in_its_own_namespace_as_its_own_account(pod: k8s.V1Pod) -> None:
    assert pod.metadata.namespace == "extract"
    assert pod.spec.service_account_name == "extract-market"
    assert pod.spec.automount_service_account_token is False
    [container] = pod.spec.containers
    assert container.image == "registry/extract:1.2.3"
    assert not container.command
    assert container.args == ARGUMENTS


def test_each_source_has_an_account_of_its_own() -> None:
    assert BENZINGA.service_account != POLYGON.service_account


def test_the_pod_runs_on_any_node_or_on_the_node_pool_of_extractions(
    pod: k8s.V1Pod, change_settings: Change
) -> None:
    assert not pod.spec.node_selector
    assert not pod.spec.tolerations
    change_settings({"EXTRACT_NODE_POOL": "extract"})
    task: Any = extraction("extract_market", POLYGON, ARGUMENTS)
    placed = task.build_pod_request_obj(context=None, dry_run=True).spec
    assert placed.node_selector == {"karpenter.sh/nodepool": "extract"}
    [toleration] = placed.tolerations
    assert (toleration.key, toleration.operator, toleration.effect) == ("extract", "Exists", "NoSchedule")


def test_the_pod_has_no_rights_and_bounded_memory(pod: k8s.V1Pod) -> None:
    assert pod.spec.security_context.run_as_non_root is True
    assert pod.spec.security_context.run_as_user > 0
    assert pod.spec.security_context.seccomp_profile.type == "RuntimeDefault"
    [container] = pod.spec.containers
    assert container.security_context.read_only_root_filesystem is True
    assert container.security_context.allow_privilege_escalation is False
    assert container.security_context.capabilities.drop == ["ALL"]
    assert container.resources.limits == {"memory": "512Mi"}
    assert container.resources.requests == {"cpu": "250m", "memory": "256Mi"}


def test_the_pod_gets_its_token_from_a_secret_and_no_other_credential(pod: k8s.V1Pod) -> None:
    [container] = pod.spec.containers
    secret = [
        variable for variable in container.env if variable.value_from and variable.value_from.secret_key_ref
    ]
    assert [
        (each.name, each.value_from.secret_key_ref.name, each.value_from.secret_key_ref.key)
        for each in secret
    ] == [("POLYGON_API_KEY", "polygon-api", "key")]
    # there on a cluster without workload identity only
    [keys] = container.env_from
    assert (keys.secret_ref.name, keys.secret_ref.optional) == ("cloud-credentials", True)
    plain = {variable.name: variable.value for variable in container.env if variable.value is not None}
    assert plain == {"POLYGON_CALLS_PER_MINUTE": "0", "WANTED_KEYS": "text"}


def test_the_process_runs_the_same_command() -> None:
    task = extraction("extract_market", POLYGON, ARGUMENTS, {"WANTED_KEYS": "text"})
    assert isinstance(task, ProcessOperator)
    assert task.command[1:] == ARGUMENTS
    assert Path(task.command[0]).name == "extract"
    assert task.variables == {"WANTED_KEYS": "text"}
    assert task.pool == "polygon_api"
    # a credential in a rendered field would be shown
    assert set(task.template_fields) == {"command", "variables"}


@pytest.fixture
def dashboard_pod(change_settings: Change) -> k8s.V1Pod:
    change_settings(KUBERNETES | {"DASHBOARD_BUCKET": "site", "DASHBOARD_VENDOR_PRICES": "true"})
    task: Any = publication("publish_dashboard")
    assert task.deferrable
    assert task.pool == "dbt"
    built: k8s.V1Pod = task.build_pod_request_obj(context=None, dry_run=True)
    return built


def test_the_dashboard_has_a_pod_of_its_own_account(dashboard_pod: k8s.V1Pod) -> None:
    assert dashboard_pod.metadata.namespace == "extract"
    assert dashboard_pod.spec.service_account_name == "dashboard"
    assert dashboard_pod.spec.automount_service_account_token is False
    [container] = dashboard_pod.spec.containers
    assert container.image == "registry/dashboard:1.2.3"
    assert not container.command
    assert container.args == ["publish"]
    assert container.security_context.read_only_root_filesystem is True
    assert container.resources.limits == {"memory": "1Gi"}
    # what it writes before it is put on S3
    [mount] = container.volume_mounts
    [volume] = dashboard_pod.spec.volumes
    assert (mount.name, mount.mount_path) == (volume.name, "/tmp")
    assert volume.empty_dir.size_limit == "4Gi"


def test_the_dashboards_pod_logs_in_as_its_own_user(dashboard_pod: k8s.V1Pod) -> None:
    [container] = dashboard_pod.spec.containers
    secrets = {
        variable.name: variable.value_from.secret_key_ref for variable in container.env if variable.value_from
    }
    assert {name: (secret.name, secret.key) for name, secret in secrets.items()} == {
        "SNOWFLAKE_USER": ("dashboard-snowflake", "user"),
        "SNOWFLAKE_PASSWORD": ("dashboard-snowflake", "password"),
    }
    plain = {variable.name: variable.value for variable in container.env if variable.value is not None}
    assert plain == {
        "DASHBOARD_BUCKET": "site",
        "DASHBOARD_VENDOR_PRICES": "true",
        "SNOWFLAKE_ACCOUNT": "laptop",
        "SNOWFLAKE_DATABASE": "CONGRESS",
        "SNOWFLAKE_WAREHOUSE": "LAPTOP",
    }


def test_the_dashboards_process_runs_the_same_command() -> None:
    task = publication("publish_dashboard")
    assert isinstance(task, ProcessOperator)
    assert Path(task.command[0]).name == "dashboard"
    assert task.command[1:] == ["publish"]
    assert task.variables == {}
    assert task.pool == "dbt"


def run_python(code: str, **kwargs: Any) -> None:
    ProcessOperator(task_id="run", command=[sys.executable, "-c", code], **kwargs).execute({})


@pytest.mark.parametrize("code", [1, 3, 75])
def test_a_failed_process_is_tried_again(code: int) -> None:
    with pytest.raises(AirflowException, match=f"code {code}") as caught:
        run_python(f"raise SystemExit({code})")
    assert not isinstance(caught.value, AirflowFailException)


def test_wrong_arguments_or_settings_are_not_tried_again() -> None:
    with pytest.raises(AirflowFailException, match="code 2"):
        run_python("raise SystemExit(2)")


def test_a_killed_process_is_a_failure() -> None:
    with pytest.raises(AirflowException, match=f"code {-signal.SIGKILL}"):
        run_python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")


def test_both_outputs_of_the_process_reach_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    run_python("import sys; print('page', 1); print('care', 'ful', file=sys.stderr)")
    log = capsys.readouterr().out
    assert "page 1" in log
    assert "care ful" in log


def test_a_process_sees_what_is_named_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLYGON_API_KEY", "named")
    monkeypatch.setenv("SNOWFLAKE_PASSWORD", "sentinel")
    run_python(
        "import os; print(sorted({'POLYGON_API_KEY', 'SNOWFLAKE_PASSWORD', 'OWN'} & set(os.environ)))",
        inherited=["POLYGON_API_KEY"],
        variables={"OWN": "value"},
    )
    assert "['OWN', 'POLYGON_API_KEY']" in capsys.readouterr().out


def test_the_process_ends_with_its_task() -> None:
    operator = ProcessOperator(
        task_id="run",
        command=[sys.executable, "-c", "import time; print('started', flush=True); time.sleep(60)"],
    )
    failures: list[Exception] = []

    def execute() -> None:
        try:
            operator.execute({})
        except AirflowException as error:
            failures.append(error)

    thread = threading.Thread(target=execute)
    thread.start()
    while operator._process is None:
        pass
    operator.on_kill()
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert failures
