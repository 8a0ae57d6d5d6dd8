"""Compares what is published with what the oracle expects."""

import csv
import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.oracle import Batch, Expected, Trade
from tests.oracle_returns import (
    Price,
    Return,
    expected_prices,
    expected_returns,
    needed_days,
    needed_split_days,
)
from tests.pipeline_run import PipelineRun

TRADE_COLUMNS = [field.name for field in fields(Trade) if field.name != "batch_date"]
PRICE_COLUMNS = [field.name for field in fields(Price)]
RETURN_COLUMNS = [field.name for field in fields(Return)]
SECURITY_COLUMNS = ("name", "type", "primary_exchange", "cik", "composite_figi", "share_class_figi")
STATE_COLUMNS = ("chamber", "display_name", "member_name", "party", "district", "status")


def assert_published(run: PipelineRun, wanted: Expected) -> None:
    """Assert that trades, totals, quarantine, officials and committee seats are those expected."""
    assert wanted.trades, "the market holds no trade: nothing would be compared"
    assert _trades(run) == {key: _expected_trade(trade) for key, trade in wanted.trades.items()}
    assert _totals(run) == {
        key: (total.trades, total.amount_min, total.amount_max) for key, total in wanted.totals.items()
    }
    assert _quarantined(run) == sorted((str(row.batch_date), row.key or "") for row in wanted.quarantined)
    assert _officials(run) == sorted(
        (row.member_id, row.valid_from, _late(row.valid_to), *_state(row.state)) for row in wanted.officials
    )
    assert _seats(run) == sorted(
        (row.member_id, row.committee, row.subcommittee or "", row.valid_from, _late(row.valid_to))
        for row in wanted.memberships
    )


def _trades(run: PipelineRun) -> dict[str, dict[str, Any]]:
    rows = run.records(f"select {', '.join(TRADE_COLUMNS)}, shown_batch_date from publish.fct_trades")
    return {row["trade_id"]: row for row in rows}


def _expected_trade(trade: Trade) -> dict[str, Any]:
    return {name: getattr(trade, name) for name in TRADE_COLUMNS} | {"shown_batch_date": trade.batch_date}


def _totals(run: PipelineRun) -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = run.query(
        "select member_id, transaction_type, count(*), sum(amount_min)::number(38, 2),"
        " sum(amount_max)::number(38, 2) from publish.fct_trades"
        " where not is_withdrawn and not is_superseded group by member_id, transaction_type"
    )
    return {(member, kind): (count, low, high) for member, kind, count, low, high in rows}


def _quarantined(run: PipelineRun) -> list[tuple[str, str]]:
    rows = run.query("select batch_date, row_key from audit.quarantine where dataset = 'disclosures'")
    return sorted((str(batch_date), key or "") for batch_date, key in rows)


def _officials(run: PipelineRun) -> list[tuple[Any, ...]]:
    columns = ", ".join(
        f"coalesce({name}, '')"
        for name in (*STATE_COLUMNS, "state_code", "committee_seats", "committees_json")
    )
    rows = run.query(
        "select member_id, valid_from, coalesce(valid_to, '9999-12-31'::timestamp_ntz), is_current,"
        f" {columns} from publish.dim_officials"
    )
    assert all(current == (valid_to.year == 9999) for _, _, valid_to, current, *_ in rows)
    return sorted((member, start, end, *state) for member, start, end, _, *state in rows)


def _state(state: dict[str, Any]) -> list[str]:
    seats = []
    for committee, subcommittees in state["committees"].items():
        seats += [committee, *(f"{committee} > {each}" for each in subcommittees)]
    committees = json.dumps(state["committees"], separators=(",", ":"), ensure_ascii=False)
    return [
        *(state[name] or "" for name in (*STATE_COLUMNS, "state")),
        "; ".join(sorted(set(seats))),
        committees,
    ]


def _seats(run: PipelineRun) -> list[tuple[Any, ...]]:
    rows = run.query(
        "select member_id, committee, coalesce(subcommittee, ''), valid_from,"
        " coalesce(valid_to, '9999-12-31'::timestamp_ntz) from publish.dim_committee_memberships"
    )
    return sorted(tuple(row) for row in rows)


def _late(instant: datetime | None) -> datetime:
    return instant or datetime(9999, 12, 31)


def assert_market_published(run: PipelineRun, market: Path, batches: Iterable[Batch]) -> None:
    """Assert that the bars and splits of every day that the batches need, and of no other, are published."""
    bars = _recorded_bars(market)
    batches = list(batches)
    wanted = set().union(*map(needed_days, batches)) & bars.keys()
    assert wanted, "no batch needs a day of the market: nothing would be compared"
    found = run.query("select trade_date from publish.dim_market_days where answer = 'found'")
    assert {day for (day,) in found} == wanted
    published = defaultdict(set)
    for day, *bar in run.query(
        "select trade_date, ticker, open, high, low, close, volume from publish.fct_daily_prices"
    ):
        published[day].add(tuple(bar))
    assert published == {day: bars[day] for day in wanted}
    split_days = run.query("select split_date from publish.dim_split_days where answer in ('found', 'empty')")
    assert {day for (day,) in split_days} == set().union(*map(needed_split_days, batches))


def _recorded_bars(market: Path) -> dict[date, set[tuple[Any, ...]]]:
    bars = defaultdict(set)
    with gzip.open(market / "daily_bars.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            prices = (float(row[name]) for name in ("open", "high", "low", "close", "volume"))
            bars[date.fromisoformat(row["date"])].add((row["ticker"], *prices))
    return bars


def assert_returns_published(run: PipelineRun, market: Path, wanted: Expected) -> None:
    """Assert that the prices of all trades and the returns of the live ones are those expected."""
    _assert_alike(_prices(run), expected_prices(market, wanted))
    columns = ", ".join(RETURN_COLUMNS)
    rows = run.query(f"select trade_id, entry, horizon_days, {columns} from publish.fct_trade_returns")
    returns = {(trade_id, entry, days): Return(*values) for trade_id, entry, days, *values in rows}
    assert len(returns) == len(rows), "a return stands twice"
    _assert_alike(returns, expected_returns(market, wanted))


def _prices(run: PipelineRun) -> dict[tuple[str, str], Price]:
    prices = {}
    for entry, prefix in (("transaction", ""), ("follower", "follower_")):
        columns = ", ".join(f"{prefix}{name}" for name in PRICE_COLUMNS)
        for trade_id, *values in run.query(f"select trade_id, {columns} from publish.fct_trades"):
            prices[trade_id, entry] = Price(*values)
    return prices


def _assert_alike(found: dict[Any, Any], wanted: dict[Any, Any]) -> None:
    """Assert that they hold the same; floats may differ in their last digits."""
    assert wanted
    assert found.keys() == wanted.keys()
    different = [
        (key, name, value, asdict(wanted[key])[name])
        for key, row in found.items()
        for name, value in asdict(row).items()
        if not _is_alike(value, asdict(wanted[key])[name])
    ]
    assert not different, f"{len(different)} differ, the first (key, column, found, wanted): {different[:8]}"


def _is_alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)


def assert_securities_published(run: PipelineRun) -> None:
    """Assert that dim_securities says what the loaded lists say, read one list after the other."""
    columns = ", ".join(SECURITY_COLUMNS)
    states = defaultdict(dict)
    for ticker, day, *state in run.query(f"select ticker, as_of_date, {columns} from ods.tickers"):
        states[ticker][day] = tuple(state)
    lists = sorted(day for (day,) in run.query("select distinct as_of_date from ods.tickers"))
    assert lists
    expected = [row for ticker in states for row in _security_rows(ticker, states[ticker], lists)]
    published = run.query(f"select ticker, valid_from, valid_to, {columns} from publish.dim_securities")
    assert sorted(published, key=repr) == sorted(expected, key=repr)


def _security_rows(
    ticker: str, states: dict[date, tuple[Any, ...]], lists: list[date]
) -> Iterator[tuple[Any, ...]]:
    runs = [(state, list(days)) for state, days in groupby(lists, key=states.get)]
    for number, (state, days) in enumerate(runs):
        if state is not None:
            valid_to = runs[number + 1][1][0] if number + 1 < len(runs) else None
            yield ticker, days[0], valid_to, *state
