"""The exposure in dbt says which marts a publish reads."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlglot
import yaml
from sqlglot import expressions
from tests.generated_marts import ONE_TRADE
from tests.images.dashboard.conftest import Open

from dashboard.warehouse import Warehouse

EXPOSURES = Path(__file__).parents[3] / "dbt" / "models" / "exposures.yml"


def test_the_exposure_names_the_marts_that_a_publish_asks_for(
    open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Warehouse.stream_text

    def recorded(self: Warehouse, sql: str, *values: object) -> Iterator[pa.Table]:
        asked.append(sql)
        return ask(self, sql, *values)

    monkeypatch.setattr(Warehouse, "stream_text", recorded)
    with open_desk(ONE_TRADE) as desk:
        outcome = desk.publish()
    assert outcome.exit_code == 0, outcome.err
    read = {table for sql in asked for table in _published_tables(sql)}
    # not a model: written by the DAG when a set is published
    assert read - {"batches"} == _named()


def _published_tables(sql: str) -> Iterator[str]:
    tables = sqlglot.parse_one(sql, dialect="snowflake").find_all(expressions.Table)
    return (table.name for table in tables if table.db == "publish")


def _named() -> set[str]:
    exposures: list[dict[str, Any]] = yaml.safe_load(EXPOSURES.read_text())["exposures"]
    (found,) = (each for each in exposures if each["name"] == "static_dashboard")
    return {name for reference in found["depends_on"] for name in re.findall(r"^ref\('(\w+)'\)$", reference)}
