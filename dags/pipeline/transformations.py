"""How dbt runs: its project as groups of tasks (Cosmos), or one command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.defaults import ALL_DBT_SLOTS, Pool
from pipeline.processes import AWS_VARIABLES, ProcessOperator, installed
from pipeline.settings import CosmosMode, settings

if TYPE_CHECKING:
    from airflow.sdk import BaseOperator, TaskGroup

PROJECT = Path(__file__).parents[2] / "dbt"
MANIFEST = PROJECT / "target" / "manifest.json"
"""Made by `dbt parse` when the platform starts or the image is built; Cosmos renders the groups from it."""

TESTS = "dbt_test"
"""The name that Cosmos gives to a group's tests."""

_TASK_VARIABLES = {
    # unit tests test the code: they run in CI
    "DBT_EXCLUDE_RESOURCE_TYPES": "unit_test",
    "DBT_USE_COLORS": "false",
}
_DBT_SETTINGS = (
    "EXTENDED_HOURS",
    "SNOWFLAKE_ACCOUNT",
    "SNOWFLAKE_AUTHENTICATOR",
    "SNOWFLAKE_DATABASE",
    "SNOWFLAKE_DISABLE_PLATFORM_DETECTION",
    "SNOWFLAKE_HOST",
    "SNOWFLAKE_PASSWORD",
    "SNOWFLAKE_PORT",
    "SNOWFLAKE_PRIVATE_KEY_FILE",
    "SNOWFLAKE_PROTOCOL",
    "SNOWFLAKE_ROLE",
    "SNOWFLAKE_USER",
    "SNOWFLAKE_WAREHOUSE",
    "SNOWFLAKE_WORKLOAD_IDENTITY_PROVIDER",
)


def dbt_command(task_id: str, arguments: list[str], variables: dict[str, str], **kwargs: Any) -> BaseOperator:
    """The task that runs one dbt command alone.

    Args:
        task_id: The task's name; its artifacts go to a folder of that name.
        arguments: dbt's arguments.
        variables: Environment variables of the command's own (templated).
        **kwargs: The arguments of every operator.
    """
    # artifacts of its own: a DAG is rendered from the project's manifest while this command runs
    artifacts = Path(os.environ.get("AIRFLOW_HOME", "~/airflow")).expanduser() / "dbt" / task_id
    return ProcessOperator(
        task_id=task_id,
        command=[installed("dbt"), "--no-use-colors", *arguments],
        variables={
            "DBT_PROJECT_DIR": str(PROJECT),
            "DBT_PROFILES_DIR": str(PROJECT),
            "DBT_TARGET_PATH": str(artifacts),
            "DBT_LOG_PATH": str(artifacts),
            **variables,
        },
        # a workload identity logs in to Snowflake as the AWS role that it has
        inherited=(*_DBT_SETTINGS, *AWS_VARIABLES),
        pool=Pool.DBT,
        pool_slots=ALL_DBT_SLOTS,
        executor_config=_executor_config(),
        **kwargs,
    )


def dbt_group(name: str, select: str, variables: dict[str, str], *, tested: bool) -> TaskGroup:
    """The task group that builds the models of a selection, a task for each model.

    COSMOS_MODE=watcher: the group's first task is one dbt process that builds all models, and each model's
    task follows how its model fares. COSMOS_MODE=local: each model's task is a dbt process. In both, the
    tests of a group that is tested are its last task: no model of another group starts before they hold.

    The process of a task renders the group that it is in and leaves the others empty: rendering is most of
    what a short task does.

    Args:
        name: The group's name.
        select: dbt's selection, for example "tag:audit".
        variables: Environment variables for dbt (templated).
        tested: Whether data tests decide about what the group has built.

    Raises:
        ValueError: The selection holds nothing.
    """
    from airflow.sdk import TaskGroup, get_parsing_context

    running = get_parsing_context().task_id
    if running and not running.startswith(f"{name}."):
        return TaskGroup(name)

    # imported here: only the file that renders dbt pays for it
    from cosmos import DbtTaskGroup, ExecutionConfig, ProfileConfig, ProjectConfig, RenderConfig
    from cosmos.constants import ExecutionMode, LoadMode, TestBehavior

    watched = settings().cosmos_mode is CosmosMode.WATCHER
    group: TaskGroup = DbtTaskGroup(
        group_id=name,
        project_config=ProjectConfig(
            dbt_project_path=PROJECT, manifest_path=MANIFEST, install_dbt_deps=False
        ),
        profile_config=ProfileConfig(
            profile_name="congress", target_name="snowflake", profiles_yml_filepath=PROJECT / "profiles.yml"
        ),
        render_config=RenderConfig(
            load_method=LoadMode.DBT_MANIFEST,
            select=[select],
            emit_datasets=False,
            test_behavior=TestBehavior.AFTER_ALL if tested else TestBehavior.NONE,
        ),
        execution_config=ExecutionConfig(
            execution_mode=ExecutionMode.WATCHER if watched else ExecutionMode.LOCAL,
            setup_operator_args={"pool_slots": ALL_DBT_SLOTS} if watched else None,
        ),
        operator_args={
            "env": variables | _TASK_VARIABLES,
            "append_env": True,
            "install_deps": False,
            "pool": Pool.DBT.value,
            "executor_config": _executor_config(),
        },
    )
    if not group.children:
        raise ValueError(f"dbt selects nothing with {select}: the group {name} would have no task.")
    if tested:
        # data that breaks a test breaks it again: one repeat is for a lost connection
        tests: Any = group.children[f"{name}.{TESTS}"]
        tests.retries = 1
    return group


def _executor_config() -> dict[str, Any]:
    """What makes the Kubernetes executor run a task as dbt's own identity; other executors ignore it."""
    account = settings().dbt_service_account
    if account is None:
        return {}
    # imported here: it costs a second, and a laptop has no Kubernetes
    from kubernetes.client import models as k8s

    return {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[], service_account_name=account))}
