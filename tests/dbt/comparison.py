"""Compares what is published with what the oracle expects."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from tests.oracle import Expected, Trade
from tests.pipeline_run import PipelineRun

TRADE_COLUMNS = [field.name for field in fields(Trade) if field.name != "batch_date"]
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
    columns = ", ".join(f"coalesce({name}, '')" for name in (*STATE_COLUMNS, "state_code", "committee_seats"))
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
    return [*(state[name] or "" for name in (*STATE_COLUMNS, "state")), "; ".join(sorted(set(seats)))]


def _seats(run: PipelineRun) -> list[tuple[Any, ...]]:
    rows = run.query(
        "select member_id, committee, coalesce(subcommittee, ''), valid_from,"
        " coalesce(valid_to, '9999-12-31'::timestamp_ntz) from publish.dim_committee_memberships"
    )
    return sorted(tuple(row) for row in rows)


def _late(instant: datetime | None) -> datetime:
    return instant or datetime(9999, 12, 31)
