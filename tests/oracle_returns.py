"""What the published trades must have cost and earned, computed apart: plain Python, nothing of the platform.

`expected_prices` and `expected_returns` answer for a folder in the recorded-market format and the trades
that the passed batches publish (`tests.oracle`). They read the rules of the data contract as follows.

Days
* A day is open when the exchange's calendar says so. Entry is the last open day up to the transaction, a
  follower's entry the first one after the report, an exit the last one up to the entry day + h calendar
  days.
* Bars are loaded for the days that a batch needs: its own date, and of its trades with a ticker both
  entry days and, for both, the exit days of the horizons that end by the batch date; those up to the
  batch date. Splits are loaded for every calendar day from the earliest of these trades' entry days (not
  the followers') to the batch date.
* The plan reaches back to the first day with bars. What is after the greatest loaded day has not matured.

A close is missing, the first that applies: the day has not matured; it was not loaded; it is not in the
plan; the ticker's list_date, as the overview tells it on the last day with bars, is later; the newest list
of tickers up to that day lacks the ticker, and the first one that did so after one that had it is less than
365 days older than the day; there is no bar. Lists are those of the batch dates.

A return is missing, the first that applies: the trade is an exchange; has no ticker; is of a kind other
than STOCK, ETF, MUTUAL or one that the documents don't name; its exit has not matured; what is wrong with
the entry's close, then the exit's; a day after the entry up to the exit whose splits were not loaded; SPY
lacks one of the closes. Only live trades have returns; every published trade has prices, exchanges too.
"""

import csv
import gzip
import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from exchange_calendars import get_calendar

from tests.oracle import Batch, Expected, Trade

HORIZONS = (7, 30, 90, 180, 365)
NO_STOCK_OR_FUND = {"MUNICIPAL", "STOCK OPTION", "CORPORATE BOND", "OTHER"}
BENCHMARK = "SPY"


@dataclass(frozen=True)
class Price:
    """The close of an entry day, or why there is none."""

    entry_date: date
    price: float | None
    price_missing_reason: str | None


@dataclass(frozen=True)
class Return:
    """What a trade earned by one way of entry over one horizon, or why that is not known."""

    member_id: str
    ticker: str | None
    transaction_type: str
    transaction_date: date
    report_date: date
    entry_date: date
    exit_date: date
    entry_close: float | None = None
    exit_close: float | None = None
    split_factor: float | None = None
    security_return: float | None = None
    benchmark_return: float | None = None
    excess_return: float | None = None
    missing_reason: str | None = None


def expected_prices(market: Path, published: Expected) -> dict[tuple[str, str], Price]:
    """By trade and way of entry, of every published trade."""
    known = Known(market, published.batches.values())
    return {
        (trade.trade_id, entry): _price(known, trade, entry_date)
        for trade in published.trades.values()
        for entry, entry_date in entry_dates(trade).items()
    }


def expected_returns(market: Path, published: Expected) -> dict[tuple[str, str, int], Return]:
    """By trade, way of entry and horizon, of every live trade."""
    known = Known(market, published.batches.values())
    return {
        (trade.trade_id, entry, horizon): _return(known, trade, entry_date, horizon)
        for trade in published.trades.values()
        if trade.is_live
        for entry, entry_date in entry_dates(trade).items()
        for horizon in HORIZONS
    }


# Days


@cache
def open_days() -> list[date]:
    """The exchange's open days."""
    return [session.date() for session in get_calendar("XNYS", start="2008-01-01").sessions]


def last_open(day: date) -> date:
    """The last open day up to a day."""
    return open_days()[bisect_right(open_days(), day) - 1]


def next_open(day: date) -> date:
    """The first open day after a day."""
    return open_days()[bisect_right(open_days(), day)]


def entry_dates(trade: Trade) -> dict[str, date]:
    """The entry day of each way of entry."""
    return {"transaction": last_open(trade.transaction_date), "follower": next_open(trade.report_date)}


def needed_days(batch: Batch) -> Iterator[date]:
    """The open days whose bars a batch needs."""
    if batch.batch_date in open_days():
        yield batch.batch_date
    for trade in batch.trades:
        for entry in entry_dates(trade).values():
            if trade.ticker is None or entry > batch.batch_date:
                continue
            yield entry
            ends = (entry + timedelta(days=horizon) for horizon in HORIZONS)
            yield from (last_open(end) for end in ends if end <= batch.batch_date)


def needed_split_days(batch: Batch) -> Iterator[date]:
    """The calendar days whose splits a batch needs."""
    entries = (last_open(trade.transaction_date) for trade in batch.trades if trade.ticker is not None)
    first = min(entries, default=batch.batch_date)
    yield from days_between(min(first, batch.batch_date), batch.batch_date)


def days_between(first: date, last: date) -> Iterator[date]:
    """The calendar days from first to last, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


# What is known of the market


class Known:
    """The recorded market as far as the batches have loaded it."""

    def __init__(self, market: Path, batches: Iterable[Batch]) -> None:
        batches = list(batches)
        self._market = market
        self.days = {day for batch in batches for day in needed_days(batch)}
        self.split_days = {day for batch in batches for day in needed_split_days(batch)}
        self.list_dates = sorted(batch.batch_date for batch in batches)

    @cached_property
    def newest(self) -> date:
        return max(self.days)

    @cached_property
    def bars(self) -> dict[date, dict[str, float]]:
        found: dict[date, dict[str, float]] = {}
        with gzip.open(self._market / "daily_bars.csv.gz", "rt") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(date.fromisoformat(row["date"]), {})[row["ticker"]] = float(row["close"])
        return found

    @cached_property
    def splits(self) -> list[tuple[str, date, float]]:
        file = self._market / "splits.csv"
        if not file.exists():
            return []
        with file.open() as lines:
            return [
                (
                    row["ticker"],
                    date.fromisoformat(row["execution_date"]),
                    float(row["split_to"]) / float(row["split_from"]),
                )
                for row in csv.DictReader(lines)
            ]

    @cached_property
    def listings(self) -> dict[str, tuple[date, date]]:
        """Of each ticker the first day of listing, and the first day after it.

        Without a file of tickers they are listed from their first bar to their last.
        """
        file = self._market / "tickers.ndjson.gz"
        if file.exists():
            with gzip.open(file, "rt") as lines:
                return {row["ticker"]: _listing(row) for row in map(json.loads, lines)}
        first: dict[str, date] = {}
        last: dict[str, date] = {}
        for day, closes in sorted(self.bars.items()):
            for ticker in closes:
                first.setdefault(ticker, day)
                last[ticker] = day
        edges = min(self.bars), max(self.bars)
        return {
            ticker: (
                date.min if first[ticker] == edges[0] else first[ticker],
                date.max if last[ticker] == edges[1] else last[ticker] + timedelta(days=1),
            )
            for ticker in first
        }

    def is_listed(self, ticker: str, day: date) -> bool:
        start, end = self.listings.get(ticker, (date.max, date.max))
        return start <= day < end

    def close(self, ticker: str, day: date) -> tuple[float | None, str | None]:
        """The close, or why there is none."""
        if day > self.newest:
            return None, "not_matured"
        if day not in self.days:
            return None, "day_not_loaded"
        if day < min(self.bars):
            return None, "not_in_plan"
        close = self.bars[day].get(ticker)
        if close is not None:
            return close, None
        if self._list_date(ticker) > day:
            return None, "before_listing"
        if self._was_delisted(ticker, day):
            return None, "after_delisting"
        return None, "not_found"

    def _was_delisted(self, ticker: str, day: date) -> bool:
        lists = [as_of for as_of in self.list_dates if as_of <= day]
        listed = [as_of for as_of in lists if self.is_listed(ticker, as_of)]
        lacking = [as_of for as_of in lists if listed and as_of > listed[-1]]
        return bool(lacking) and lacking[0] > day - timedelta(days=max(HORIZONS))

    def _list_date(self, ticker: str) -> date:
        """As the overview tells it: of tickers that are still listed, where a file says it."""
        is_told = (self._market / "tickers.ndjson.gz").exists() and self.is_listed(ticker, max(self.bars))
        return self.listings[ticker][0] if is_told else date.min

    def price_return(self, ticker: str, entry: date, exit: date) -> tuple[float, float] | None:
        """The factor of the splits and the split-adjusted return, or None."""
        before, after = self.close(ticker, entry)[0], self.close(ticker, exit)[0]
        if before is None or after is None or not self.split_days.issuperset(_after(entry, exit)):
            return None
        factor = math.prod(by for name, day, by in self.splits if name == ticker and entry < day <= exit)
        return factor, after * factor / before - 1


def _after(entry: date, exit: date) -> Iterator[date]:
    return days_between(entry + timedelta(days=1), exit)


def _listing(row: dict[str, Any]) -> tuple[date, date]:
    start, end = row.get("list_date"), row.get("delisted_utc")
    return (
        date.fromisoformat(start) if start else date.min,
        date.fromisoformat(end[:10]) if end else date.max,
    )


# Prices and returns


def _exclusion(trade: Trade) -> str | None:
    if trade.ticker is None:
        return "no_ticker"
    is_no_stock = (trade.security_type or "").strip().upper() in NO_STOCK_OR_FUND
    return "not_a_stock_or_fund" if is_no_stock else None


def _price(known: Known, trade: Trade, entry_date: date) -> Price:
    excluded = _exclusion(trade)
    if excluded or trade.ticker is None:
        return Price(entry_date, None, excluded)
    return Price(entry_date, *known.close(trade.ticker, entry_date))


def _return(known: Known, trade: Trade, entry: date, horizon: int) -> Return:
    exit = last_open(entry + timedelta(days=horizon))
    base: dict[str, Any] = {
        name: getattr(trade, name)
        for name in ("member_id", "ticker", "transaction_type", "transaction_date", "report_date")
    }
    base |= {"entry_date": entry, "exit_date": exit}
    excluded = "exchange" if trade.transaction_type == "exchange" else _exclusion(trade)
    if excluded or trade.ticker is None:
        return Return(**base, missing_reason=excluded)
    entry_close, entry_reason = known.close(trade.ticker, entry)
    exit_close, exit_reason = known.close(trade.ticker, exit)
    base |= {"entry_close": entry_close, "exit_close": exit_close}
    if exit_reason == "not_matured":
        return Return(**base, missing_reason="not_matured")
    if entry_reason or exit_reason:
        return Return(**base, missing_reason=entry_reason or exit_reason)
    security = known.price_return(trade.ticker, entry, exit)
    if security is None:
        return Return(**base, missing_reason="day_not_loaded")
    sign = -1 if trade.transaction_type in ("sale", "sale_partial") else 1
    base |= {"split_factor": security[0], "security_return": sign * security[1]}
    benchmark = known.price_return(BENCHMARK, entry, exit)
    if benchmark is None:
        return Return(**base, missing_reason="no_benchmark")
    excess = sign * security[1] - sign * benchmark[1]
    return Return(**base, benchmark_return=sign * benchmark[1], excess_return=excess)
