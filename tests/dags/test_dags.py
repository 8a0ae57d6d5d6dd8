"""What every DAG has, and how they hang together."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from airflow.sdk import DAG, Asset, PartitionedAssetTimetable
from airflow.sdk.exceptions import AirflowFailException
from jinja2 import Environment

from pipeline import assets, marts
from pipeline.alerts import MESSAGE, LogNotifier
from pipeline.defaults import Pool, Tag
from pipeline.settings import SettingsError, settings

from .conftest import REPOSITORY, Change, Folder

IDS = {
    "extract_disclosures",
    "extract_market",
    "extract_tickers",
    "build_marts",
    "publish_dashboard",
    "load_history",
}
MODES = ("watcher", "local")


def upstream(dag: DAG, task_id: str) -> set[str]:
    """Every task that must be over before this one starts."""
    found: set[str] = set()
    ahead = {task_id}
    while ahead:
        ahead = {before for each in ahead for before in dag.get_task(each).upstream_task_ids} - found
        found |= ahead
    return found


def produced(dags: Mapping[str, DAG]) -> dict[str, set[str]]:
    """The ids of the DAGs that stamp each asset, by its name."""
    makers: dict[str, set[str]] = {}
    for dag in dags.values():
        for task in dag.tasks:
            for outlet in task.outlets:
                assert isinstance(outlet, Asset)
                makers.setdefault(outlet.name, set()).add(dag.dag_id)
    return makers


def consumed(dag: DAG) -> set[str]:
    """The name of the asset that starts a DAG, if one does."""
    condition = getattr(dag.timetable, "asset_condition", None)
    return {condition.name} if isinstance(condition, Asset) else set()


@pytest.mark.parametrize("mode", MODES)
def test_the_folder_holds_exactly_these_dags(
    read_folder: Callable[[], Folder], change_settings: Change, mode: str
) -> None:
    change_settings({"COSMOS_MODE": mode})
    folder = read_folder()
    assert folder.import_errors == {}
    assert set(folder.dags) == IDS


def test_the_folder_is_read_fast(read_folder: Callable[[], Folder]) -> None:
    read_folder()
    # every task reads its file again; measured 0.4 s for all files once Python has what they import
    assert read_folder().seconds < 3


@pytest.mark.parametrize("mode", MODES)
def test_the_process_of_each_task_finds_its_task_as_the_scheduler_knows_it(
    read_folder: Callable[[], Folder], change_settings: Change, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    change_settings({"COSMOS_MODE": mode})
    whole = read_folder().dags["build_marts"]
    # the first and the last of each group stand for the rest: all would take a minute
    for task_id in ("open_batch", "batch_published", *_ends(whole, "audit"), *_ends(whole, "publish")):
        monkeypatch.setenv("_AIRFLOW_PARSING_CONTEXT_DAG_ID", "build_marts")
        monkeypatch.setenv("_AIRFLOW_PARSING_CONTEXT_TASK_ID", task_id)
        found = read_folder().dags["build_marts"]
        assert len(found.tasks) < len(whole.tasks)
        known, task = whole.get_task(task_id), found.get_task(task_id)
        assert (task.pool, task.trigger_rule, task.template_fields) == (
            known.pool,
            known.trigger_rule,
            known.template_fields,
        )
        assert {name: getattr(task, name) for name in task.template_fields} == {
            name: getattr(known, name) for name in known.template_fields
        }


def _ends(dag: DAG, group: str) -> tuple[str, str]:
    members = [task.task_id for task in dag.tasks if task.task_id.startswith(f"{group}.")]
    return members[0], members[-1]


def test_every_dag_has_an_owner_a_page_tags_and_alerts(dags: Mapping[str, DAG]) -> None:
    for dag in dags.values():
        assert dag.doc_md
        assert dag.tags
        assert set(dag.tags) <= set(Tag), dag.dag_id
        assert dag.max_active_runs == 1
        assert not dag.catchup
        for task in dag.tasks:
            assert task.owner == "data-platform", task.task_id
            assert task.execution_timeout, task.task_id
            callbacks = task.on_failure_callback
            assert any(isinstance(each, LogNotifier) for each in callbacks), task.task_id


def test_every_pool_exists(dags: Mapping[str, DAG]) -> None:
    pools = json.loads((REPOSITORY / "dags" / "pools.json").read_text())
    assert set(pools) == set(Pool)
    for dag in dags.values():
        for task in dag.tasks:
            assert task.pool in {*Pool, "default_pool"}
            assert task.pool_slots <= pools.get(task.pool, {"slots": 1})["slots"]


def test_a_run_that_opened_no_batch_says_where_to_look() -> None:
    with pytest.raises(AirflowFailException, match="See the task open_batch"):
        marts.fail_batches(None)


@pytest.mark.parametrize("api", ["benzinga_api", "polygon_api"])
def test_an_api_has_one_caller_at_a_time_deferred_ones_included(api: str) -> None:
    pool = json.loads((REPOSITORY / "dags" / "pools.json").read_text())[api]
    assert pool["slots"] == 1
    assert pool["include_deferred"] is True


def test_every_extraction_keeps_to_its_pool(dags: Mapping[str, DAG]) -> None:
    expected = {
        ("extract_disclosures", "extract_disclosures"): Pool.BENZINGA,
        ("extract_tickers", "extract_tickers"): Pool.POLYGON,
        ("extract_market", "extract_market"): Pool.POLYGON,
        ("load_history", "extract_disclosures"): Pool.BENZINGA,
        ("load_history", "extract_tickers"): Pool.POLYGON,
        ("load_history", "extract_market"): Pool.POLYGON,
    }
    assert {key: dags[key[0]].get_task(key[1]).pool for key in expected} == expected


def test_every_consumed_asset_is_produced(dags: Mapping[str, DAG]) -> None:
    consumers = {dag.dag_id: consumed(dag) for dag in dags.values()}
    assert consumers["extract_market"] == {assets.ODS_DISCLOSURES.name}
    assert consumers["build_marts"] == {assets.ODS_MARKET.name}
    assert consumers["publish_dashboard"] == {assets.MARTS.name}
    makers = produced(dags)
    assert makers == {
        "ods/disclosures": {"extract_disclosures"},
        "ods/market": {"extract_market"},
        "ods/tickers": {"extract_tickers"},
        "marts": {"build_marts"},
    }
    assert set().union(*consumers.values()) <= set(makers)


def test_the_days_of_one_publish_make_one_run_of_the_dashboard(dags: Mapping[str, DAG]) -> None:
    timetable = dags["publish_dashboard"].timetable
    assert isinstance(timetable, PartitionedAssetTimetable)
    mapper = timetable.default_partition_mapper
    assert {mapper.to_downstream(day) for day in ("2016-03-01", "2016-03-02")} == {"newest"}


def test_the_dashboard_is_published_while_no_dbt_process_builds(dags: Mapping[str, DAG]) -> None:
    [task] = dags["publish_dashboard"].tasks
    assert task.pool == Pool.DBT
    assert task.retries == settings().task_retries
    builds = dags["build_marts"].get_task("publish.dbt_producer_watcher")
    pool = json.loads((REPOSITORY / "dags" / "pools.json").read_text())[Pool.DBT]
    assert task.pool_slots + builds.pool_slots > pool["slots"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("group", ["audit", "publish"])
def test_a_group_has_a_task_for_each_of_its_models(
    read_folder: Callable[[], Folder], change_settings: Change, mode: str, group: str
) -> None:
    change_settings({"COSMOS_MODE": mode})
    manifest = json.loads((REPOSITORY / "dbt" / "target" / "manifest.json").read_text())
    nodes = [node for node in manifest["nodes"].values() if group in node["tags"]]
    models = {node["name"] for node in nodes if node["resource_type"] == "model"}
    assert models
    tasks = read_folder().dags["build_marts"].task_ids
    assert {f"{group}.{model}_run" for model in models} <= set(tasks)
    is_tested = any(node["resource_type"] == "test" for node in nodes)
    assert (f"{group}.dbt_test" in tasks) == is_tested


@pytest.mark.parametrize("mode", MODES)
def test_the_whole_audit_is_over_before_any_publish(
    read_folder: Callable[[], Folder], change_settings: Change, mode: str
) -> None:
    change_settings({"COSMOS_MODE": mode})
    dag = read_folder().dags["build_marts"]
    audit = {task for task in dag.task_ids if task.startswith("audit.")}
    publish = {task for task in dag.task_ids if task.startswith("publish.")}
    assert audit
    assert publish
    for task in publish:
        assert audit | {"open_batch", "batch_passed"} <= upstream(dag, task), task
    assert upstream(dag, "batch_passed") == audit | {"open_batch"}
    assert upstream(dag, "batch_failed") == audit | {"open_batch"}
    assert upstream(dag, "batch_published") == audit | publish | {"open_batch", "batch_passed"}
    # only the verdict on a failed audit may start after a failure
    rules = {task.task_id: task.trigger_rule for task in dag.tasks if task.trigger_rule != "all_success"}
    rules = {task: rule for task, rule in rules.items() if not task.endswith("dbt_producer_watcher_done")}
    assert rules == {"batch_failed": "one_failed"}


@pytest.mark.parametrize("mode", MODES)
def test_dbt_is_a_user_of_its_own_where_tasks_are_pods(
    read_folder: Callable[[], Folder], change_settings: Change, mode: str
) -> None:
    change_settings({"COSMOS_MODE": mode, "DBT_SERVICE_ACCOUNT": "airflow-transformer"})
    dags = read_folder().dags
    accounts = {
        f"{dag.dag_id}.{task.task_id}": task.executor_config["pod_override"].spec.service_account_name
        for dag in dags.values()
        for task in dag.tasks
        if task.executor_config
    }
    assert set(accounts.values()) == {"airflow-transformer"}
    dbt = {
        f"build_marts.{task}"
        for task in dags["build_marts"].task_ids
        if task.startswith(("audit.", "publish.")) and not task.endswith("watcher_done")
    }
    wanted = {f"{dag}.compute_wanted" for dag in ("extract_market", "load_history")}
    assert accounts.keys() == dbt | wanted


def test_the_schedule_ends_where_the_setting_says(
    dags: Mapping[str, DAG], read_folder: Callable[[], Folder], change_settings: Change
) -> None:
    assert dags["extract_disclosures"].end_date is None
    change_settings({"SCHEDULE_UNTIL": "2016-12-30"})
    ended = read_folder().dags
    for dag in ("extract_disclosures", "extract_tickers"):
        end = ended[dag].end_date
        assert end
        assert end.date() == date(2016, 12, 30)


def test_alerts_go_to_the_topic_when_there_is_one(
    read_folder: Callable[[], Folder], change_settings: Change
) -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:alerts"
    change_settings({"ALERT_SNS_TOPIC_ARN": topic})
    tasks = [task for dag in read_folder().dags.values() for task in dag.tasks]
    assert tasks
    for task in tasks:
        assert topic in {getattr(each, "target_arn", None) for each in task.on_failure_callback}


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ({"partition_key": "2024-06-18", "conf": {}}, "2024-06-18"),
        ({"partition_key": None, "conf": {"batch_dates": ["2024-06-17"]}}, "['2024-06-17']"),
        ({"conf": {"from": "2024-06-17", "to": "2024-06-19"}}, "2024-06-17 to 2024-06-19"),
        ({"conf": {}, "ds": "2024-06-19"}, "2024-06-19"),
    ],
)
def test_an_alert_names_the_batch_dates_of_every_kind_of_run(run: dict[str, Any], said: str) -> None:
    context = {"dag_run": run, "ds": run.get("ds"), "ti": {}, "task": {}, "dag": {}}
    lines = Environment(autoescape=False).from_string(MESSAGE).render(context).splitlines()
    assert lines[1] == f"Batch date: {said}"


def test_a_missing_setting_shows_in_every_dag_by_name(
    read_folder: Callable[[], Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POLYGON_API_KEY")
    settings.cache_clear()
    folder = read_folder()
    assert folder.dags == {}
    assert len(folder.import_errors) == len(IDS)
    for error in folder.import_errors.values():
        assert SettingsError.__name__ in error
        assert "The setting POLYGON_API_KEY is missing." in error
