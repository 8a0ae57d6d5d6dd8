"""One load of 250 days against 250 runs of a day, without the scheduler."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks.recorded import FIRST_DAY, recorded_market
from tests.benchmarks.table import Table
from tests.dbt.conftest import pipeline_on
from tests.pipeline_run import days

DAYS = 250
SAMPLED = 10
"""Single days that are measured, spread evenly: every 25th, so that every weekday is among them."""


def measure() -> Iterator[Table]:
    market = recorded_market()
    batch_dates = days(FIRST_DAY, "2016-06-30")[:DAYS]
    with tempfile.TemporaryDirectory() as folder, pipeline_on(Path(folder), market) as (run, _):
        whole = _seconds(partial(run.history, batch_dates))
    singles = []
    with tempfile.TemporaryDirectory() as folder, pipeline_on(Path(folder), market) as (run, _):
        step = DAYS // SAMPLED
        for start in range(0, DAYS, step):
            # each sampled day runs in its place: the days before it are there, loaded in ranges
            *before, day = batch_dates[start : start + step]
            run.history(before)
            singles.append(_seconds(partial(run.day, day)))
            print(f"  {day}: {singles[-1]:.1f} s", file=sys.stderr, flush=True)
    mean = sum(singles) / len(singles)
    yield Table(
        f"Seconds from extraction to published marts without scheduler, from {batch_dates[0]} on.\n"
        f"Single days: the mean of {SAMPLED} spread over the range "
        f"(least {min(singles):.1f}, most {max(singles):.1f}), times {DAYS}.",
        ("way", "seconds", "times one load"),
        [
            (f"one load of {DAYS} days", round(whole), 1.0),
            ("one day", round(mean, 1), None),
            (f"{DAYS} runs of a day", round(mean * DAYS), round(mean * DAYS / whole, 1)),
        ],
    )


def _seconds(execute: Callable[[], object]) -> float:
    started = time.monotonic()
    execute()
    return time.monotonic() - started
