"""The exposures say which marts the dashboards read."""

from collections.abc import Mapping
from typing import Any

import sqlglot
from sqlglot import expressions

from tests.dbt.looker.project import Project
from tests.dbt.looker.queries import tile_query


def _marts(manifest: Mapping[str, Any], exposure: str) -> set[str]:
    (found,) = (each for each in manifest["exposures"].values() if each["name"] == exposure)
    return {manifest["nodes"][each]["name"] for each in found["depends_on"]["nodes"]}


def _published_tables(sql: str) -> set[str]:
    tables = sqlglot.parse_one(sql, dialect="snowflake").find_all(expressions.Table)
    return {table.name for table in tables if table.db == "publish"}


def test_the_looker_dashboard_names_the_marts_of_its_tiles(
    manifest: Mapping[str, Any], project: Project
) -> None:
    asked = {table for tile in project.tiles for table in _published_tables(tile_query(project, tile).sql())}
    # not a model: written by the DAG when a set is published
    assert asked - {"batches"} == _marts(manifest, "looker_dashboard")


def test_every_exposure_is_described_and_owned(manifest: Mapping[str, Any]) -> None:
    exposures = manifest["exposures"].values()
    assert {each["name"] for each in exposures} == {"static_dashboard", "looker_dashboard"}
    for each in exposures:
        assert each["description"], each["name"]
        assert each["owner"]["name"] == "data-platform"
