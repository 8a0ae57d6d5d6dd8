"""What Looker would make of a few rows."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
import sqlglot

from tests.dbt.looker.project import Project
from tests.dbt.looker.queries import Query


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema publish; set schema = 'publish'")
        yield connection


def _asked(
    warehouse: duckdb.DuckDBPyConnection,
    project: Project,
    explore: str,
    fields: list[str],
    filters: dict[str, str],
) -> list[tuple[Any, ...]]:
    sql = Query(project, project.explores[explore], fields, filters).sql()
    return warehouse.execute(sqlglot.transpile(sql, "snowflake", "duckdb")[0]).fetchall()


def test_namesakes_stay_apart(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    warehouse.execute(
        "create table dim_officials as select *, 'J. Doe' as display_name, true as is_current"
        " from (values ('A'), ('B')) as officials(member_id)"
    )
    warehouse.execute(
        "create table fct_trades as select *, false as is_withdrawn, false as is_superseded"
        " from (values ('A', 'T1'), ('B', 'T2'), ('B', 'T3')) as trades(member_id, trade_id)"
    )
    found = _asked(
        warehouse, project, "fct_trades", ["dim_officials.display_name", "fct_trades.count_trades"], {}
    )
    assert sorted(found) == [("J. Doe", 1), ("J. Doe", 2)]


RETURNS = ["count_measured", "hit_rate", "avg_excess_return", "median_excess_return", "avg_security_return"]


def _return_trades(warehouse: duckdb.DuckDBPyConnection, trades: int) -> None:
    warehouse.execute(
        "create table fct_trade_returns as select concat('T', number) as trade_id, entry, horizon_days,"
        " null::varchar as missing_reason, 0.5 as excess_return, 0.75 as security_return,"
        " 0.25 as benchmark_return from (values (7), (30), (90), (180), (365)) as horizons(horizon_days),"
        f" (values ('transaction'), ('follower')) as entries(entry), range({trades}) as numbers(number)"
    )


@pytest.mark.parametrize(
    ("trades", "figures"), [(1, (1, None, None, None, None)), (5, (5, 1, 0.5, 0.5, 0.75))]
)
@pytest.mark.parametrize("chosen", ["the defaults", "every horizon and entry"])
def test_n_counts_a_trade_once(
    warehouse: duckdb.DuckDBPyConnection, project: Project, trades: int, figures: tuple[Any, ...], chosen: str
) -> None:
    _return_trades(warehouse, trades)
    everything = {"fct_trade_returns.horizon_days": "", "fct_trade_returns.entry": ""}
    filters = everything if chosen != "the defaults" else {}
    fields = [f"fct_trade_returns.{name}" for name in RETURNS]
    assert _asked(warehouse, project, "fct_trade_returns", fields, filters) == [figures]


def test_one_horizon_and_entry_are_shown_unless_others_are_chosen(
    warehouse: duckdb.DuckDBPyConnection, project: Project
) -> None:
    _return_trades(warehouse, 1)
    fields = ["fct_trade_returns.horizon_days", "fct_trade_returns.entry"]
    assert _asked(warehouse, project, "fct_trade_returns", fields, {}) == [(90, "transaction")]
