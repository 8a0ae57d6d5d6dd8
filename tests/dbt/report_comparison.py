"""Compares what the reports show with what their oracle expects."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.oracle import Expected
from tests.oracle_reports import expected_reports
from tests.pipeline_run import PipelineRun

Row = dict[str, Any]

KEYS = {
    "fct_disclosures": ("report_id",),
    "rpt_officials": ("member_id", "period"),
    "rpt_official_exclusions": ("member_id", "period", "entry", "horizon_days", "missing_reason"),
    "rpt_return_summary": ("period", "entry", "horizon_days", "side"),
    "rpt_tickers": ("ticker",),
    "rpt_ticker_months": ("ticker", "month"),
    "rpt_sectors": ("sector", "month"),
    "rpt_committee_overlap": ("trade_id", "committee"),
    "rpt_cluster_trades": ("cluster_id", "trade_id"),
    "rpt_clusters": ("cluster_id",),
    "rpt_states": ("state_code", "period"),
    "rpt_committees": ("committee", "period"),
    "rpt_activity": ("month", "transaction_type", "chamber", "party"),
    "rpt_late_filings": ("trade_id",),
}


def assert_reports_published(run: PipelineRun, market: Path, wanted: Expected) -> set[str]:
    """Assert that every report shows what the oracle expects; returns the names of those without a row."""
    reports = expected_reports(market, wanted)
    assert reports.keys() == KEYS.keys()
    for name, rows in reports.items():
        _assert_equal(name, run.records(f"select * from publish.{name}"), rows)
    return {name for name, rows in reports.items() if not rows}


def _assert_equal(name: str, shown: list[Row], rows: list[Row]) -> None:
    expected = {_key(name, row): row for row in rows}
    found = {_key(name, row): row for row in shown}
    assert len(expected) == len(rows), name
    assert len(found) == len(shown), f"{name}: a key stands twice"
    assert found.keys() == expected.keys(), name
    for key, row in expected.items():
        compared = {column: _comparable(found[key][column]) for column in row}
        assert compared == {column: _expected(value) for column, value in row.items()}, (name, key)


def _key(name: str, row: Row) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in KEYS[name])


def _comparable(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _expected(value: Any) -> Any:
    value = _comparable(value)
    return pytest.approx(value, abs=1e-9) if isinstance(value, float) else value
