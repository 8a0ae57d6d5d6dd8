"""The questions of the dashboard, asked of the laptop warehouse with the sample published."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from localcloud.sample import FIRST_DAY, LAST_DAY, write_sample
from tests.dbt.conftest import pipeline_on
from tests.dbt.looker.project import Project, read_project
from tests.dbt.looker.queries import Query, tile_query
from tests.dbt.looker.studio import read_page
from tests.pipeline_run import PipelineRun, days

pytestmark = pytest.mark.slow

TILES = {tile["name"]: tile for tile in read_project().tiles}
WINDOWS = {"all": "Earlier,Previous 12 Months,Last 12 Months", "12_months": "Last 12 Months"}
"""The windows of fct_trades that make a period of the reports."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PipelineRun]:
    folder = tmp_path_factory.mktemp("looker")
    write_sample(folder / "market", seed=7)
    with pipeline_on(folder, folder / "market") as (run, _):
        run.history(days(str(FIRST_DAY), str(LAST_DAY)))
        yield run


@pytest.mark.parametrize("name", TILES)
def test_a_tile_shows_something(run: PipelineRun, project: Project, name: str) -> None:
    tile = TILES[name]
    rows = run.records(tile_query(project, tile).sql())
    explore = project.explores[tile["explore"]]
    measures = [field for field in tile["fields"] if project.field(explore, field).is_measure]
    assert any(row[field] for row in rows for field in measures or tile["fields"])


@pytest.mark.parametrize("name", [name for name, tile in TILES.items() if tile.get("listen")])
def test_a_tile_follows_each_filter(run: PipelineRun, project: Project, name: str) -> None:
    tile = TILES[name]
    for title, field in tile["listen"].items():
        anything = tile.get("filters", {}) | {field: ""}
        values = Query(project, project.explores[tile["explore"]], [field], anything)
        value = min(row[0] for row in run.query(values.sql()) if row[0] is not None)
        query = tile_query(project, tile, {title: str(value)})
        assert run.query(query.sql()), title
        query.fields = [field]
        query.sorts = []
        assert run.query(query.sql()) == [(value,)], title


def test_primary_keys_are_unique(run: PipelineRun, project: Project) -> None:
    for view in project.views.values():
        explore = next(each for each in project.explores.values() if view.name in (each.name, *each.joins))
        key = Query(project, explore, [], {}).expression(view.primary_key)
        table = project.text(view.table)
        ((rows, keys),) = run.query(f"select count(*), count(distinct {key}) from {table} as {view.name}")
        assert rows, view.name
        assert rows == keys, view.name


def test_joins_multiply_no_row(run: PipelineRun, project: Project) -> None:
    joined = [explore for explore in project.explores.values() if explore.joins]
    assert joined
    for explore in joined:
        tables = Query(project, explore, [], {}).tables(set(explore.joins))
        ((rows,),) = run.query(project.text(f"select count(*) {tables}"))
        ((alone,),) = run.query(project.text(f"select count(*) from {project.views[explore.name].table}"))
        assert alone
        assert rows == alone, explore.name


@pytest.mark.parametrize("period", WINDOWS)
def test_trades_of_an_official_are_those_of_the_report(
    run: PipelineRun, project: Project, period: str
) -> None:
    """What Looker computes over the trades is what the mart says."""
    counts = ["trades", "purchases", "sales", "exchanges", "open_amounts", "late_trades", "unpriced_trades"]
    amounts = [f"{side}amount_{end}" for side in ("", "purchase_", "sale_") for end in ("low", "high")]
    report = _rows(
        run,
        project,
        "rpt_officials",
        "display_name",
        [*(f"total_{name}" for name in [*counts, *amounts]), "late_share", "median_lag_days", "max_lag_days"],
        {"rpt_officials.period": period, "rpt_officials.total_trades": ">0"},
    )
    trades = _rows(
        run,
        project,
        "fct_trades",
        "dim_officials.display_name",
        [
            *(f"count_{name}" for name in counts),
            *(f"total_{name}" for name in amounts),
            *("late_share", "median_lag_days", "max_lag_days"),
        ],
        {"fct_trades.window": WINDOWS[period]},
    )
    assert report
    assert trades == report


def test_returns_over_the_trades_are_those_of_the_summary(run: PipelineRun, project: Project) -> None:
    summary = Query(
        project,
        project.explores["rpt_return_summary"],
        [
            f"rpt_return_summary.{name}"
            for name in (
                *("horizon_days", "side", "entry", "total_measured", "total_excluded", "hit_rate"),
                *("avg_excess_return", "median_excess_return"),
            )
        ],
        {},
    )
    trades = Query(
        project,
        project.explores["fct_trade_returns"],
        [
            f"fct_trade_returns.{name}"
            for name in (
                *("horizon_days", "side", "entry", "count_measured", "count_excluded", "hit_rate"),
                *("avg_excess_return", "median_excess_return"),
            )
        ],
        {
            "fct_trade_returns.side": "-NULL",
            "fct_trade_returns.horizon_days": "",
            "fct_trade_returns.entry": "",
        },
    )
    expected = sorted(_rounded(row) for row in run.query(summary.sql()) if row[3] >= 5)
    assert expected
    assert sorted(_rounded(row) for row in run.query(trades.sql()) if row[3] >= 5) == expected


def test_the_queries_for_looker_studio_have_the_columns_of_their_tiles(run: PipelineRun) -> None:
    queries, tiles = read_page()
    assert queries
    for source, sql in queries.items():
        (row, *_) = run.records(f"{sql} limit 1")
        columns = [column for tile in tiles if tile.source == source for column in tile.columns]
        assert columns, source
        assert set(columns) <= set(row), source


def _rows(
    run: PipelineRun, project: Project, explore: str, key: str, fields: list[str], filters: Mapping[str, str]
) -> dict[str, tuple[Any, ...]]:
    names = [name if "." in name else f"{explore}.{name}" for name in [key, *fields]]
    rows = run.query(Query(project, project.explores[explore], names, filters).sql())
    return {row[0]: _rounded(row[1:]) for row in rows}


def _rounded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        value if value is None or isinstance(value, str) else round(float(value), 9) for value in row
    )
