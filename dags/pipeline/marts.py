"""The state of batches on their way through audit and publish (sql/control/batches.sql)."""

import json
import logging
from collections.abc import Iterable
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from pipeline.settings import settings
from pipeline.warehouse import Warehouse, days, session

log = logging.getLogger(__name__)

CONTROL = "control/batches"
TABLE_MISSING = 2003
"""Snowflake's error number for a table that does not exist."""


def open_batches(asked: Iterable[str], rebuild: bool = False) -> list[str]:
    """Open the batches that a run audits and publishes.

    Args:
        asked: The batch dates that the run is for.
        rebuild: Take every loaded batch instead, but those whose present load has failed.

    Returns:
        The set: what was asked for, and every batch that passed while its publish was not finished.

    Raises:
        AirflowFailException: A batch date was never loaded, or a rebuild would lose a published one.
    """
    with session("build_marts.open_batches") as warehouse:
        wanted = _rebuildable(warehouse) if rebuild else list(asked)
        batch_dates = days(wanted + _column(warehouse.run(CONTROL, "unfinished")))
        if not batch_dates:
            raise AirflowFailException(
                'No batch to build. Start the run with {"batch_dates": ["2016-03-01"]}.'
            )
        _refuse_missing(warehouse, batch_dates)
        with warehouse.transaction():
            for step in ("reopen", "open"):
                warehouse.run(CONTROL, step, batch_dates=batch_dates, code_version=settings().code_version)
    log.info("Opened %s", ", ".join(batch_dates))
    return batch_dates


def pass_batches(batch_dates: list[str]) -> None:
    """Mark the set as passed: its audit holds. From here on until its publish ends it is not published.

    Raises:
        AirflowFailException: A batch was decided meanwhile by another run.
    """
    with session("build_marts.batch_passed") as warehouse, warehouse.transaction():
        warehouse.run(CONTROL, "pass", batch_dates=batch_dates)
        _refuse_status_other_than(("passed", "published"), warehouse, batch_dates)
        warehouse.run(CONTROL, "unpublish", batch_dates=batch_dates)
    log.info("Passed %s", ", ".join(batch_dates))


def fail_batches(batch_dates: list[str] | None) -> None:
    """Mark the batches whose checks do not hold as failed, and name them.

    Args:
        batch_dates: The set; None if it was not even opened.

    Raises:
        AirflowFailException: Always: a set with a failed batch publishes nothing.
    """
    if batch_dates is None:
        raise AirflowFailException("Nothing is published: no batch was opened. See the task open_batch.")
    with session("build_marts.batch_failed") as warehouse, warehouse.transaction():
        failures = _failures(warehouse, batch_dates)
        failed_dates = sorted({str(row["batch_date"]) for row in failures})
        if failed_dates:
            warehouse.run(CONTROL, "fail", batch_dates=batch_dates, failed_dates=failed_dates)
    for row in failures:
        log.error(
            "Batch %(batch_date)s, %(dataset)s: %(check_name)s is %(observed)s, allowed is %(allowed)s", row
        )
    if failed_dates:
        raise AirflowFailException(f"Nothing is published. The audit failed for {', '.join(failed_dates)}.")
    raise AirflowFailException(
        "Nothing is published: the audit broke off before its checks. See the failed task of the group audit."
    )


def _failures(warehouse: Warehouse, batch_dates: list[str]) -> list[dict[str, Any]]:
    # imported here: the connector takes most of a second, and every task reads this file
    from snowflake.connector.errors import ProgrammingError

    try:
        return warehouse.run(CONTROL, "failures", batch_dates=batch_dates)
    except ProgrammingError as error:
        # the very first audit broke off before it made its table of checks
        if error.errno != TABLE_MISSING:
            raise
        return []


def publish_batches(batch_dates: list[str]) -> None:
    """Give the set its rows in publish.batches: from here on it is published.

    Raises:
        AirflowFailException: A batch has not passed its audit; nothing is published.
    """
    with session("build_marts.batch_published") as warehouse, warehouse.transaction():
        _refuse_status_other_than(("passed", "published"), warehouse, batch_dates)
        warehouse.run(CONTROL, "publish", batch_dates=batch_dates)
        warehouse.run(CONTROL, "finish", batch_dates=batch_dates)
    log.info("Published %s", ", ".join(batch_dates))


def _rebuildable(warehouse: Warehouse) -> list[str]:
    batch_dates = _column(warehouse.run(CONTROL, "rebuildable"))
    lost = sorted(set(_column(warehouse.run(CONTROL, "published"))) - set(batch_dates))
    if lost:
        raise AirflowFailException(
            f"A rebuild would lose {', '.join(lost)}: the ODS holds only a later load, whose audit failed. "
            "Extract these days again, or run build_marts for them, until they pass; then rebuild. "
            "Nothing was changed."
        )
    return batch_dates


def _refuse_missing(warehouse: Warehouse, batch_dates: list[str]) -> None:
    listed = {"batch_dates": batch_dates, "batch_dates_json": json.dumps(batch_dates)}
    missing = _column(warehouse.run(CONTROL, "missing", **listed))
    if missing:
        raise AirflowFailException(
            f"No disclosures were loaded for {', '.join(missing)}: run extract_disclosures or load_history."
        )


def _refuse_status_other_than(
    statuses: tuple[str, ...], warehouse: Warehouse, batch_dates: list[str]
) -> None:
    others = warehouse.run(CONTROL, "not_in_status", batch_dates=batch_dates, statuses=statuses)
    if others:
        cases = ", ".join(f"{row['batch_date']} is {row['status']}" for row in others)
        raise AirflowFailException(f"Not every batch has passed its audit: {cases}. Nothing was changed.")


def _column(rows: list[dict[str, Any]]) -> list[str]:
    return [str(row["batch_date"]) for row in rows]
