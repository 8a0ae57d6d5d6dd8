"""What is published from a recorded market equals an independent computation over its files."""

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
from tests.oracle import expected
from tests.pipeline_run import PipelineRun, days

RECORDED = Path(__file__).parents[3] / "shared/data/recorded/senate_2015-07_2016-06"
needs_recording = pytest.mark.skipif(
    not RECORDED.exists(), reason=f"the recorded market is not beside this checkout ({RECORDED.name})"
)


@needs_recording
@pytest.mark.slow
def test_three_days_of_the_recorded_market_day_by_day(tmp_path: Path) -> None:
    batch_dates = days("2016-03-01", "2016-03-04")
    with pipeline_on(tmp_path, RECORDED) as (run, _):
        for batch_date in batch_dates:
            run.day(batch_date)
        _assert_as_recorded(run, batch_dates)


@needs_recording
@pytest.mark.slow
def test_the_recorded_year_in_one_load(tmp_path: Path) -> None:
    batch_dates = days("2015-07-01", "2016-06-30")
    with pipeline_on(tmp_path, RECORDED) as (run, _):
        run.history(batch_dates)
        _assert_as_recorded(run, batch_dates)


def _assert_as_recorded(run: PipelineRun, batch_dates: list[str]) -> None:
    wanted = expected(RECORDED, [date.fromisoformat(day) for day in batch_dates])
    assert_published(run, wanted)
    assert_market_published(run, RECORDED, wanted.batches.values())
    assert_securities_published(run)
    assert_returns_published(run, RECORDED, wanted)
