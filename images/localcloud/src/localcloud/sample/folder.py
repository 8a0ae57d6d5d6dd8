"""Writes the sample as a folder in the recorded-market format."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from localcloud.sample import awkward, everyday
from localcloud.sample.book import Book
from localcloud.sample.companies import COMPANIES
from localcloud.sample.days import SAMPLE_FROM, SAMPLE_TO
from localcloud.sample.prices import bars

# Beside the files of the format: what the folder is, for people and for programs.
FLAG = "sample.json"
NOTE = "Invented by a program: no official, company, price or trade in this folder is real."


def write_sample(out: Path, seed: int = 7) -> None:
    """Writes the files of the sample; the same seed gives the same bytes.

    Args:
        out: the folder; it is made when it does not exist, files of the same names are replaced.
        seed: chooses the ordinary trades and the prices; the awkward cases are always the same.
    """
    out.mkdir(parents=True, exist_ok=True)
    book = Book(seed)
    everyday.write(book, SAMPLE_FROM, SAMPLE_TO)
    awkward.write(book)
    prices = list(bars(COMPANIES, seed))
    records = (record for company in COMPANIES for record in company.records())
    splits = (_csv(company.ticker, *company.split) for company in COMPANIES if company.split)
    figures = ((bar.ticker, bar.day, bar.vwap, bar.trades, bar.pre_market, bar.after_hours) for bar in prices)

    _write(out / "disclosures.ndjson.gz", map(_json, book.versions))
    _write(out / "tickers.ndjson.gz", map(_json, records))
    _write(
        out / "daily_bars.csv.gz",
        ["ticker,date,open,high,low,close,volume"],
        (_csv(bar.ticker, bar.day, bar.open, bar.high, bar.low, bar.close, bar.volume) for bar in prices),
    )
    _write(
        out / "daily_bars_extra.csv.gz",
        ["ticker,date,vwap,trades,pre_market,after_hours"],
        (_csv(*line) for line in figures),
    )
    _write(out / "splits.csv", ["ticker,execution_date,split_from,split_to"], splits)
    _write(out / FLAG, [_json({"sample": True, "seed": seed, "note": NOTE})])


def _write(path: Path, *parts: Iterable[str]) -> None:
    text = "".join(f"{line}\n" for part in parts for line in part).encode()
    # No time and no name in the header: the same lines are the same bytes.
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True)


def _csv(*values: object) -> str:
    return ",".join("" if value is None else str(value) for value in values)
