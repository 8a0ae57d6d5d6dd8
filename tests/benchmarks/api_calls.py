"""How many API calls the recorded year takes, dataset by dataset, and how many minutes on the free plan."""

import csv
import gzip
import json
import math
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from tests.benchmarks.recorded import FIRST_DAY, LAST_DAY, recorded_market
from tests.benchmarks.table import Table
from tests.dbt.conftest import pipeline_on
from tests.pipeline_run import days

CALLS_PER_MINUTE = 5
"""What the market-data API's free plan allows; the disclosures come from another API."""
PAGE = 1000

DATASETS = {
    "disclosures": r"/api/v1/gov/usa/congress/trades",
    "tickers": r"/v3/reference/tickers",
    "grouped_daily": r"/v2/aggs/grouped/.*",
    "splits": r"/v3/reference/splits",
    "ticker_overviews": r"/v3/reference/tickers/.*",
    "open_close": r"/v1/open-close/.*",
}
LEAST_BECAUSE = {
    "disclosures": "one window over the whole year, in pages of 1,000 rows",
    "tickers": "a list is as of one day: its pages for each open day; a closed day changes nothing",
    "grouped_daily": "the fewer of days (all tickers of a day in one call) and tickers (all days of one)",
    "splits": "one range over the whole year, in pages of 1,000 splits",
    "ticker_overviews": "one ticker a call; the SIC code is in no list",
    "open_close": "one ticker and day a call",
}


def measure() -> Iterator[Table]:
    market = recorded_market()
    plain, extended = (_one_load(market, extended_hours) for extended_hours in ("false", "true"))
    least = _least(market, extended)
    per_ticker = Counter({"open_close": _per_ticker(market)})
    counts = {
        "platform": plain,
        "platform, extended hours": extended,
        "per ticker": per_ticker,
        "least": least,
    }
    yield Table(
        f"API calls of one load of {FIRST_DAY} to {LAST_DAY} (recorded year), counted by the replayed APIs. "
        "Per ticker: computed,\none open/close call for each ticker and transaction date of a report day. "
        "Least: computed from the APIs' documents.",
        ("dataset", *counts, "least because"),
        [
            (dataset, *(calls[dataset] or None for calls in counts.values()), LEAST_BECAUSE[dataset])
            for dataset in DATASETS
        ],
    )
    by_market_api = {
        name: Counter(calls) - Counter(disclosures=calls["disclosures"]) for name, calls in counts.items()
    }
    yield Table(
        f"Minutes for those of the market-data API at {CALLS_PER_MINUTE} calls a minute.",
        ("dataset", *counts),
        [
            *(
                (name, *(_minutes(calls[name]) for calls in by_market_api.values()))
                for name in DATASETS
                if name != "disclosures"
            ),
            (
                "all but open_close",
                *(_minutes(calls.total() - calls["open_close"]) for calls in by_market_api.values()),
            ),
            ("all", *(_minutes(calls.total()) for calls in by_market_api.values())),
        ],
    )


def _one_load(market: Path, extended_hours: str) -> Counter[str]:
    batch_dates = days(FIRST_DAY, LAST_DAY)
    with tempfile.TemporaryDirectory() as folder, pipeline_on(Path(folder), market) as (run, cloud):
        os.environ["EXTENDED_HOURS"] = extended_hours
        run.collect(batch_dates)
        run.collect_market(batch_dates)
        by_path = requests.get(f"{cloud.api_url}/_requests", timeout=60).json()["by_path"]
    calls: Counter[str] = Counter()
    for path, count in by_path.items():
        (dataset,) = (name for name, pattern in DATASETS.items() if re.fullmatch(pattern, path))
        calls[dataset] += count
    return calls


def _per_ticker(market: Path) -> int:
    return len({(row["report_date"], *pair) for row in _rows(market) if (pair := _ticker_day(row))[0]})


def _least(market: Path, platform: Counter[str]) -> Counter[str]:
    rows = list(_rows(market))
    tickers = {ticker for row in rows if (ticker := _ticker_day(row)[0])}
    batch_dates = days(FIRST_DAY, LAST_DAY)
    pages_of_a_list = platform["tickers"] // len(batch_dates)
    return Counter(
        {
            "disclosures": math.ceil(len(rows) / PAGE),
            "tickers": len(_open_days(market) & set(batch_dates)) * pages_of_a_list,
            "grouped_daily": min(platform["grouped_daily"], len(tickers)),
            "splits": max(1, math.ceil(_splits(market) / PAGE)),
            "ticker_overviews": platform["ticker_overviews"],
            "open_close": platform["open_close"],
        }
    )


def _rows(market: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(market / "disclosures.ndjson.gz", "rt") as lines:
        yield from map(json.loads, lines)


def _ticker_day(row: dict[str, Any]) -> tuple[str, str]:
    return row["security"]["ticker"] or "", row["transaction_date"]


def _open_days(market: Path) -> set[str]:
    with gzip.open(market / "daily_bars.csv.gz", "rt", newline="") as file:
        return {bar["date"] for bar in csv.DictReader(file)}


def _splits(market: Path) -> int:
    file = market / "splits.csv"
    return len(file.read_text().splitlines()) - 1 if file.exists() else 0


def _minutes(calls: int) -> int | None:
    return math.ceil(calls / CALLS_PER_MINUTE) if calls else None
