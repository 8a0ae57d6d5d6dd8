"""What every DAG has: owner, tags, retries, time limits, pools."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from airflow.sdk import CronDataIntervalTimetable

from pipeline.alerts import failure_alert
from pipeline.settings import settings

START = datetime(2012, 1, 1, tzinfo=UTC)
"""The STOCK Act's first year: no disclosure is older."""


class Tag(StrEnum):
    """Every tag that a DAG may carry."""

    EXTRACT = "extract"
    MARTS = "marts"
    DASHBOARD = "dashboard"
    BENZINGA = "benzinga"
    POLYGON = "polygon"
    BY_HAND = "by hand"


class Pool(StrEnum):
    """The pools of pools.json."""

    BENZINGA = "benzinga_api"
    POLYGON = "polygon_api"
    DBT = "dbt"


ALL_DBT_SLOTS = 4
"""A dbt process that takes them runs alone: seeds and views are not changed under another's feet."""


def every_day() -> dict[str, Any]:
    """The schedule of a DAG that starts the day's flow: the run of `ds` D stands at D + 1 00:00 UTC."""
    last = settings().schedule_until
    return {
        "schedule": CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
        "end_date": datetime.combine(last, time(), UTC) if last else None,
    }


def dag_defaults() -> dict[str, Any]:
    """The arguments that every DAG shares."""
    chosen = settings()
    return {
        "start_date": START,
        "catchup": False,
        "max_active_runs": 1,
        "dagrun_timeout": timedelta(days=2),
        "default_args": {
            "owner": "data-platform",
            "retries": chosen.task_retries,
            "retry_delay": chosen.retry_delay,
            "retry_exponential_backoff": 2.0,
            "max_retry_delay": timedelta(hours=1),
            "execution_timeout": timedelta(hours=1),
            "on_failure_callback": failure_alert(),
        },
    }
