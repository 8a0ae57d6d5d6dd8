"""What is published from a recorded market equals an independent computation over its files."""

import gzip
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from localcloud.market_api.recording import load
from tests.dbt.comparison import (
    assert_market_published,
    assert_published,
    assert_returns_published,
    assert_securities_published,
)
from tests.dbt.conftest import pipeline_on
from tests.dbt.report_comparison import assert_reports_published
from tests.oracle import Expected, expected
from tests.pipeline_run import PipelineRun, days

RECORDED = Path(__file__).parents[3] / "shared/data/recorded/senate_2015-07_2016-06"
needs_recording = pytest.mark.skipif(
    not RECORDED.exists(), reason=f"the recorded market is not beside this checkout ({RECORDED.name})"
)


# The recording has no SIC codes; these are those that the SEC lists for some of its tickers.
TICKERS_OF_SIC_CODE = {
    "1311": "CLR DVN",
    "1389": "SLB",
    "2080": "KO",
    "2834": "ABT CELG JNJ MRK PFE",
    "2836": "AMGN BIIB GILD",
    "2840": "PG",
    "2911": "COP CVX XOM",
    "3523": "DE",
    "3531": "CAT",
    "3570": "IBM",
    "3571": "AAPL",
    "3576": "CSCO",
    "3600": "GE",
    "3663": "QCOM",
    "3674": "NVDA",
    "3711": "GM",
    "3724": "UTX",
    "3812": "RTN",
    "3841": "BAX",
    "4513": "FDX",
    "4813": "T VZ",
    "4833": "CBS",
    "4922": "KMI WMB",
    "4931": "LNT",
    "5331": "WMT",
    "5812": "MCD",
    "5961": "AMZN",
    "6021": "BAC WFC",
    "6022": "BK",
    "7370": "FB",
    "7372": "MSFT",
}
SIC_CODES = {ticker: code for code, tickers in TICKERS_OF_SIC_CODE.items() for ticker in tickers.split()}


@needs_recording
@pytest.mark.slow
def test_three_days_of_the_recorded_market_day_by_day(tmp_path: Path) -> None:
    batch_dates = days("2016-03-01", "2016-03-04")
    with pipeline_on(tmp_path, RECORDED) as (run, _):
        for batch_date in batch_dates:
            run.day(batch_date)
        _assert_as_recorded(run, RECORDED, batch_dates)


@needs_recording
@pytest.mark.slow
def test_the_recorded_year_in_one_load(tmp_path: Path) -> None:
    batch_dates = days("2015-07-01", "2016-06-30")
    market = _with_sic_codes(tmp_path / "market")
    with pipeline_on(tmp_path, market) as (run, _):
        run.history(batch_dates)
        wanted = _assert_as_recorded(run, market, batch_dates)
        # of the 23 senators no three traded one ticker within 14 days
        assert assert_reports_published(run, market, wanted) == {"rpt_clusters", "rpt_cluster_trades"}


def _assert_as_recorded(run: PipelineRun, market: Path, batch_dates: list[str]) -> Expected:
    wanted = expected(market, [date.fromisoformat(day) for day in batch_dates])
    assert_published(run, wanted)
    assert_market_published(run, market, wanted.batches.values())
    assert_securities_published(run)
    assert_returns_published(run, market, wanted)
    return wanted


def _with_sic_codes(folder: Path) -> Path:
    """A copy of the recorded market whose tickers have SIC codes, and are listed as without them."""
    shutil.copytree(RECORDED, folder)
    with gzip.open(folder / "tickers.ndjson.gz", "wt") as lines:
        lines.writelines(f"{json.dumps(record)}\n" for record in _listings())
    return folder


def _listings() -> Iterator[dict[str, Any]]:
    listings = [listing for versions in load(RECORDED).listings.values() for listing in versions]
    assert {listing.record["ticker"] for listing in listings} > SIC_CODES.keys()
    for listing in listings:
        code = SIC_CODES.get(listing.record["ticker"])
        yield {
            **listing.record,
            **({"sic_code": code} if code else {}),
            **({"list_date": str(listing.first)} if listing.first else {}),
            "last_updated_utc": f"{listing.since}T00:00:00Z",
        }
