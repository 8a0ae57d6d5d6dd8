"""What is published is a function of the passed batches, never of their order or of how they were built."""

import random
from datetime import date
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    "seed", [3, pytest.param(4, marks=pytest.mark.slow), pytest.param(5, marks=pytest.mark.slow)]
)
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
