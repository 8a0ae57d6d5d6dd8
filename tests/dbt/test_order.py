"""What is published is a function of the passed batches, never of their order or of how they were built."""

import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests import pipeline_run
from tests.dbt import small_market
from tests.dbt.comparison import (
    assert_market_published,
    assert_published,
    assert_returns_published,
    assert_securities_published,
)
from tests.dbt.conftest import pipeline_on
from tests.dbt.report_comparison import assert_reports_published
from tests.markets import write_market
from tests.oracle import expected
from tests.pipeline_run import PipelineRun


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.slow) for seed in (3, 4)])
def test_any_order_a_load_and_a_rebuild_publish_the_same_rows(tmp_path: Path, seed: int) -> None:
    market = tmp_path / "market"
    batch_dates = [str(day) for day in write_market(market, seed)]
    with pipeline_on(tmp_path / "load", market) as (run, _):
        run.history(batch_dates)
        wanted = expected(market, [date.fromisoformat(day) for day in batch_dates])
        assert_published(run, wanted)
        assert_market_published(run, market, wanted.batches.values())
        assert_securities_published(run)
        assert_returns_published(run, market, wanted)
        assert_reports_published(run, market, wanted)
        loaded = run.published()
        run.rebuild()
        assert run.published() == loaded

    shuffled = random.Random(seed).sample(batch_dates, len(batch_dates))
    with pipeline_on(tmp_path / "days", market) as (run, _):
        for batch_date in shuffled:
            run.day(batch_date)
        assert run.published() == loaded
        run.day(shuffled[0])
        run.history(batch_dates[3:6])
        assert run.published() == loaded


@pytest.mark.slow
def test_a_day_that_is_closed_after_all_leaves_no_return_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = "2024-08-15"
    market = small_market.write(tmp_path / "market")
    project = Path(shutil.copytree(pipeline_run.DBT_PROJECT, tmp_path / "project"))
    monkeypatch.setattr(pipeline_run, "DBT_PROJECT", project)
    with pipeline_on(tmp_path, market) as (run, _):
        run.day(small_market.BATCH_DATES[0])
        ends = f"select count(*) from publish.fct_trade_returns where exit_date = '{closed}'"
        assert run.query(ends) != [(0,)]
        with (project / "seeds" / "exchange_holidays.csv").open("a") as holidays:
            holidays.write(f"{closed},Special closure\n")
        # those periods end on the day before, and mature with it
        PipelineRun(tmp_path / "later").day("2024-08-14")
        assert run.query(ends) == [(0,)]
        published = run.published()
        run.rebuild()
        assert run.published() == published
