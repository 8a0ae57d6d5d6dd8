"""Market data by key: what a set of batch dates wants is computed in the warehouse, extracted and loaded."""

import base64
import gzip
import json
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from airflow.sdk import Asset, Param, TriggerRule, task
from airflow.sdk.exceptions import AirflowFailException

from pipeline import loading
from pipeline.containers import POLYGON, extraction
from pipeline.settings import settings
from pipeline.transformations import dbt_command
from pipeline.warehouse import days, session

log = logging.getLogger(__name__)

REFETCH = Param(False, type="boolean", description="Ask also for what is published or answered already")

LONGEST_TEXT = 120_000
"""Bytes: Linux takes up to 128 KiB in one environment variable."""


def market_tasks(
    batch_dates: str, arguments: list[str], outlets: Sequence[Asset] = (), **kwargs: Any
) -> tuple[Any, Any]:
    """The tasks from the wanted keys to their rows in the ODS; nothing is extracted when nothing is wanted.

    Args:
        batch_dates: The set, comma-separated (templated).
        arguments: The extractor's choice of batch dates (templated).
        outlets: The assets that the load stamps.
        **kwargs: The extraction's.

    Returns:
        The first and the last task.
    """
    # the audit tests them with the rest
    untested = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    compute = dbt_command(
        "compute_wanted",
        ["build", "--select", "+wanted_market_keys", *untested],
        {"BATCH_DATES": batch_dates},
    )

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def wanted_keys(batch_dates: str, refetch: str) -> dict[str, Any] | None:
        return read_wanted(batch_dates.split(","), refetch == "True")

    extract = extraction(
        "extract_market",
        POLYGON,
        ["market", *arguments, "--wanted", "env:WANTED_KEYS"],
        {"WANTED_KEYS": "{{ ti.xcom_pull(task_ids='wanted_keys')['keys'] }}"},
        # a plan may open a day's data hours after the day: by default ten repeats reach seven hours
        retries=2 * settings().task_retries,
        **kwargs,
    )

    @task(trigger_rule=TriggerRule.NONE_FAILED, outlets=outlets)
    def load_market(ti: Any = None) -> None:
        wanted = ti.xcom_pull(task_ids="wanted_keys")
        if wanted is None:
            log.info("Nothing was wanted: nothing to load.")
        else:
            loading.load(loading.MARKET, wanted["batch_dates"])

    load = load_market()
    compute >> wanted_keys(batch_dates, "{{ params.refetch }}") >> extract >> load
    return compute, load


def read_wanted(batch_dates: Iterable[str], refetch: bool) -> dict[str, Any] | None:
    """The wanted keys of the set, or None when nothing is wanted.

    Args:
        batch_dates: The set.
        refetch: Also the keys that are published or answered already.

    Returns:
        {"batch_dates": those that want something, "count": of keys, "keys": base64 of gzip of NDJSON}.

    Raises:
        AirflowFailException: The set wants too much for one run.
    """
    with session("read_wanted") as warehouse:
        rows = warehouse.run("wanted", "wanted", batch_dates=days(batch_dates), refetch=str(refetch).lower())
    if not rows:
        return None
    keys = [{name: value for name, value in row.items() if value is not None} for row in rows]
    lines = "".join(json.dumps(key) + "\n" for key in keys)
    text = base64.b64encode(gzip.compress(lines.encode(), mtime=0)).decode()
    if len(text) > LONGEST_TEXT:
        raise AirflowFailException(
            f"{len(rows)} wanted keys are too many for one run: take a shorter range of days."
        )
    return {"batch_dates": days(key["batch_date"] for key in keys), "count": len(keys), "keys": text}
