"""What must be published from a recorded market, computed apart: plain Python, nothing of the platform in it.

`expected(market, batch_dates)` answers for a folder in the recorded-market format and the set of batch dates
that were loaded and passed, in whatever order. It reads the rules of the data contract as follows.

The API
* The run of D asks for D - 7 to D, on Mondays for D - 90 to D, and stands at D + 1 00:00 UTC: of each id it
  sees the version with the greatest `updated` at or before that instant (of two equal ones the later line),
  unless that one is a deletion. The window goes by the report date.
* A row without a readable `updated` is always visible; one without a readable report date belongs to the day
  whose run is the first to see it; rows without an id are told apart by their lines.

A row is quarantined, in every batch that holds it, for each of these (the reason's family in brackets)
* id, report_id, filer_info.member_id null or blank [id, report_id, member_id]
* updated, filer_info.updated, amendment_number no whole number [updated, observed_at, amendment_number]; the
  first two are seconds before 2100 besides
* filer_info.committees neither missing, null nor an object whose members are null or lists of texts
  [committees]; filer_info.leadership_positions neither missing, null nor a list of texts
  [leadership_positions]
* report_date no date [report_date]; transaction_date no date, before 2012-01-01, or more than a day after the
  report date [transaction_date]; notification_date neither null, blank nor a date [notification_date]
* amount null, blank, in no known form, or from high to low [amount]; transaction_type unknown
  [transaction_type]; ownership neither null, blank, "None" nor known [ownership]
Words are read in any case and without surrounding blanks. A row can have several reasons.

A trade
* Shown is, of all good rows of an id in all passed batches, the one with the greatest (updated, batch date).
* It is withdrawn when the passed batch with the greatest batch date whose window covers its report date does
  not hold its id, neither as a good row nor as a quarantined one.
* It is superseded when a row shown under the same report_id, not withdrawn and with a report date at most 365
  days from its own, has a higher amendment number. A withdrawn row can be superseded too. A good version that
  is still shown because a later one is quarantined counts: what supersedes is what is published.
* Live is what is neither. Totals are over live trades; as in SQL, null amounts add nothing.
* "$1,001 -" is a range with an open end; "Over $X" and "$X +" are of the kind over, open too; "Unknown" has
  neither end. Lag is report date - transaction date in days; late is more than 45.
* Tickers keep their case; "-" and "/" become "."; blank is none.

An official
* Every good row of every passed batch is an observation of its filer at filer_info.updated; quarantined rows
  are none. The state is chamber, display_name, member_name, party, state, district, status, committees and
  leadership_positions (blank texts are null; the order in lists is no part of it).
* Of several states observed at one instant the one of the greatest batch date counts, and in a batch the one
  with the greatest canonical JSON (keys sorted, no blanks).
* SCD2 rows: observations in time order, equal neighbours merged; valid_to is the next row's valid_from, null
  for the current one. Memberships are merged alone: (committee, null) is the committee itself, (committee,
  subcommittee) each of its subcommittees, from the first observation that holds it to the first that doesn't.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]

TRANSACTION_TYPES = {"p": "purchase", "s": "sale", "s (partial)": "sale_partial", "e": "exchange"}
OWNERSHIPS = {
    "sp": "spouse",
    "jt": "joint",
    "dc": "dependent",
    "self": "self",
    "none": "unknown",
    "": "unknown",
}

STATE_TEXTS = ("chamber", "display_name", "member_name", "party", "state", "district", "status")

MONEY = r"\$(\d+(?:,\d{3})*(?:\.\d+)?)"
AMOUNT_FORMS = (
    ("range", re.compile(rf"{MONEY}\s*-\s*{MONEY}")),
    ("range", re.compile(rf"{MONEY}\s*-()")),
    ("over", re.compile(rf"over\s+{MONEY}()", re.IGNORECASE)),
    ("over", re.compile(rf"{MONEY}\s*\+()")),
    ("exact", re.compile(rf"{MONEY}")),
)

FIRST_TRANSACTION = date(2012, 1, 1)
LATE_AFTER = 45
AMENDED_WITHIN = timedelta(days=365)
YEAR_2100 = 4102444800


@dataclass(frozen=True)
class Trade:
    """A published trade: the version shown, and its flags."""

    trade_id: str
    batch_date: date
    updated_at: datetime
    report_id: str
    amendment_number: int
    member_id: str
    report_date: date
    transaction_date: date
    notification_date: date | None
    transaction_type: str
    ownership: str
    amount_raw: str
    amount_kind: str
    amount_min: Decimal | None
    amount_max: Decimal | None
    ticker: str | None
    security_name: str | None
    security_type: str | None
    disclosure_url: str | None
    lag_days: int
    is_late: bool
    is_withdrawn: bool = False
    is_superseded: bool = False

    @property
    def is_live(self) -> bool:
        return not (self.is_withdrawn or self.is_superseded)


@dataclass(frozen=True)
class Quarantined:
    """A row in quarantine; `reasons` are the families of all the rules that it breaks."""

    dataset: str
    key: str | None
    batch_date: date
    reasons: frozenset[str]


@dataclass(frozen=True)
class Total:
    """Of an official's live trades of a type."""

    trades: int
    amount_min: Decimal | None
    amount_max: Decimal | None


@dataclass(frozen=True)
class OfficialRow:
    """An SCD2 row of an official; `state` as described above."""

    member_id: str
    state: Row
    valid_from: datetime
    valid_to: datetime | None

    @property
    def is_current(self) -> bool:
        return self.valid_to is None


@dataclass(frozen=True)
class Membership:
    """A seat in a committee (subcommittee None) or a subcommittee."""

    member_id: str
    committee: str
    subcommittee: str | None
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True)
class Observation:
    """What a good row says of its filer."""

    member_id: str
    observed_at: datetime
    batch_date: date
    canonical: str


@dataclass(frozen=True)
class Batch:
    """What the run of a day gets, row by row."""

    batch_date: date
    trades: list[Trade]
    quarantined: list[Quarantined]
    observations: list[Observation]

    @property
    def rows(self) -> int:
        return len(self.trades) + len(self.quarantined)

    @property
    def held(self) -> set[str | None]:
        return {trade.trade_id for trade in self.trades} | {row.key for row in self.quarantined}


@dataclass(frozen=True)
class Expected:
    """What must be published."""

    trades: dict[str, Trade]
    quarantined: list[Quarantined]
    totals: dict[tuple[str, str], Total]
    officials: list[OfficialRow]
    memberships: list[Membership]
    batches: dict[date, Batch]


def expected(market: Path, batch_dates: Iterable[date]) -> Expected:
    """What is published when these batches, and no others, have passed."""
    lines = read_versions(market)
    batches = {day: read_batch(lines, day) for day in sorted(set(batch_dates))}
    trades = published_trades(batches)
    states = winning_states(batches.values())
    return Expected(
        trades=trades,
        quarantined=[row for batch in batches.values() for row in batch.quarantined],
        totals=sum_up(trades.values()),
        officials=[
            row for member_id, seen in sorted(states.items()) for row in official_rows(member_id, seen)
        ],
        memberships=[
            row for member_id, seen in sorted(states.items()) for row in memberships(member_id, seen)
        ],
        batches=batches,
    )


# The API


def read_versions(market: Path) -> list[list[Row]]:
    """The versions of each row, the earliest first."""
    of_id: dict[object, list[Row]] = defaultdict(list)
    with gzip.open(market / "disclosures.ndjson.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            of_id[blank_to_none(row.get("id")) or number].append(row)
    return [sorted(versions, key=visible_from) for versions in of_id.values()]


def window(batch_date: date) -> tuple[date, date]:
    """The report dates that the run of a day asks for, both included."""
    return batch_date - timedelta(days=90 if batch_date.isoweekday() == 1 else 7), batch_date


def visible_from(row: Row) -> float:
    updated = row.get("updated")
    return updated if isinstance(updated, int | float) else 0


def day_of(row: Row) -> date:
    return to_date(row.get("report_date")) or datetime.fromtimestamp(visible_from(row) - 1, UTC).date()


def read_batch(lines: list[list[Row]], batch_date: date) -> Batch:
    first, last = window(batch_date)
    clock = datetime(last.year, last.month, last.day, tzinfo=UTC).timestamp() + 24 * 60 * 60
    batch = Batch(batch_date, [], [], [])
    for versions in lines:
        visible = [row for row in versions if visible_from(row) <= clock]
        if visible and not visible[-1].get("deleted") and first <= day_of(visible[-1]) <= last:
            read_row(visible[-1], batch)
    return batch


# A row


def read_row(row: Row, batch: Batch) -> None:
    """Adds a row to a batch: as a trade and an observation, or to the quarantine."""
    broken: set[str] = set()

    def need(family: str, value: Any) -> Any:
        if value is None:
            broken.add(family)
        return value

    filer = row.get("filer_info") or {}
    security = row.get("security") or {}
    report_date = need("report_date", to_date(row.get("report_date")))
    transaction_date = need("transaction_date", to_date(row.get("transaction_date")))
    if transaction_date and transaction_date < FIRST_TRANSACTION:
        broken.add("transaction_date")
    if transaction_date and report_date and (transaction_date - report_date).days > 1:
        broken.add("transaction_date")
    notification_date = to_date(row.get("notification_date"))
    if notification_date is None and blank_to_none(row.get("notification_date")) is not None:
        broken.add("notification_date")
    amount = need("amount", to_amount(row.get("amount"))) or ("", None, None)
    observed_at = need("observed_at", to_instant(filer.get("updated")))
    committees = filer.get("committees")
    if not (committees is None or (isinstance(committees, dict) and all(map(is_list, committees.values())))):
        broken.add("committees")
    if not is_list(filer.get("leadership_positions")):
        broken.add("leadership_positions")
    lag = (report_date - transaction_date).days if report_date and transaction_date else 0
    trade = Trade(
        trade_id=need("id", blank_to_none(row.get("id"))),
        batch_date=batch.batch_date,
        updated_at=need("updated", to_instant(row.get("updated"))),
        report_id=need("report_id", blank_to_none(row.get("report_id"))),
        amendment_number=need("amendment_number", to_int(row.get("amendment_number"))),
        member_id=need("member_id", blank_to_none(filer.get("member_id"))),
        report_date=report_date,
        transaction_date=transaction_date,
        notification_date=notification_date,
        transaction_type=need("transaction_type", to_word(row.get("transaction_type"), TRANSACTION_TYPES)),
        ownership=need("ownership", to_word(row.get("ownership"), OWNERSHIPS)),
        amount_raw=row.get("amount") or "",
        amount_kind=amount[0],
        amount_min=amount[1],
        amount_max=amount[2],
        ticker=to_ticker(security.get("ticker")),
        security_name=security.get("name") or None,
        security_type=security.get("type") or None,
        disclosure_url=blank_to_none(row.get("disclosure_url")),
        lag_days=lag,
        is_late=lag > LATE_AFTER,
    )
    if broken:
        quarantined = Quarantined("disclosures", trade.trade_id, batch.batch_date, frozenset(broken))
        batch.quarantined.append(quarantined)
        return
    batch.trades.append(trade)
    batch.observations.append(
        Observation(trade.member_id, observed_at, batch.batch_date, canonical_state(filer))
    )


def blank_to_none(value: object) -> str | None:
    text = "" if value is None else str(value).strip()
    return text or None


def to_word(value: object, known: dict[str, str]) -> str | None:
    return known.get((blank_to_none(value) or "").lower())


def to_date(value: object) -> date | None:
    text = blank_to_none(value)
    if text is None or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def to_int(value: object) -> int | None:
    text = blank_to_none(value)
    return int(text) if text and re.fullmatch(r"\d+", text) else None


def to_instant(value: object) -> datetime | None:
    """Epoch seconds as a time in UTC, without saying so, as the warehouse keeps it."""
    seconds = to_int(value)
    return (
        None
        if seconds is None or seconds >= YEAR_2100
        else datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    )


def is_list(value: object) -> bool:
    """Whether it is a list of texts, or null, which is an empty one."""
    return value is None or (isinstance(value, list) and all(isinstance(each, str) for each in value))


def to_ticker(value: object) -> str | None:
    text = blank_to_none(value)
    return None if text is None else text.replace("-", ".").replace("/", ".")


def to_amount(value: object) -> tuple[str, Decimal | None, Decimal | None] | None:
    """Kind, low end, high end; None when the text has no known form, or goes from high to low."""
    text = blank_to_none(value) or ""
    if text.lower() == "unknown":
        return "unknown", None, None
    for kind, form in AMOUNT_FORMS:
        match = form.fullmatch(text)
        if match:
            ends = [Decimal(end.replace(",", "")) if end else None for end in match.groups()]
            low, high = ends[0], ends[-1]
            return None if low is not None and high is not None and low > high else (kind, low, high)
    return None


def canonical_state(filer: Row) -> str:
    state: Row = {name: blank_to_none(filer.get(name)) for name in STATE_TEXTS}
    committees = filer.get("committees") or {}
    state["committees"] = {committee: sorted(set(seats or [])) for committee, seats in committees.items()}
    state["leadership_positions"] = sorted(filer.get("leadership_positions") or [])
    return json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


# Trades


def published_trades(batches: dict[date, Batch]) -> dict[str, Trade]:
    shown: dict[str, Trade] = {}
    for batch in batches.values():
        for trade in batch.trades:
            best = shown.get(trade.trade_id)
            if best is None or (best.updated_at, best.batch_date) < (trade.updated_at, trade.batch_date):
                shown[trade.trade_id] = trade
    held = {day: batch.held for day, batch in batches.items()}
    flagged = [
        replace(trade, is_withdrawn=trade.trade_id not in held[last_look(trade, batches)])
        for trade in shown.values()
    ]
    amendments: dict[str, set[tuple[int, date]]] = defaultdict(set)
    for trade in flagged:
        if not trade.is_withdrawn:
            amendments[trade.report_id].add((trade.amendment_number, trade.report_date))
    return {
        trade.trade_id: replace(trade, is_superseded=is_superseded(trade, amendments[trade.report_id]))
        for trade in sorted(flagged, key=lambda trade: trade.trade_id)
    }


def is_superseded(trade: Trade, amendments: Iterable[tuple[int, date]]) -> bool:
    return any(
        number > trade.amendment_number and abs(told - trade.report_date) <= AMENDED_WITHIN
        for number, told in amendments
    )


def last_look(trade: Trade, batches: Iterable[date]) -> date:
    """The last passed batch that would have seen the trade. (The batch that it comes from did.)"""
    return max(day for day in batches if window(day)[0] <= trade.report_date <= window(day)[1])


def sum_up(trades: Iterable[Trade]) -> dict[tuple[str, str], Total]:
    live: dict[tuple[str, str], list[Trade]] = defaultdict(list)
    for trade in trades:
        if trade.is_live:
            live[trade.member_id, trade.transaction_type].append(trade)
    return {key: total(some) for key, some in sorted(live.items())}


def total(trades: list[Trade]) -> Total:
    low, high = (trade.amount_min for trade in trades), (trade.amount_max for trade in trades)
    return Total(len(trades), add(low), add(high))


def add(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


# Officials


def winning_states(batches: Iterable[Batch]) -> dict[str, list[tuple[datetime, str]]]:
    """Of each official the state at each instant of observation, in time order."""
    best: dict[tuple[str, datetime], tuple[date, str]] = {}
    for batch in batches:
        for seen in batch.observations:
            key = (seen.member_id, seen.observed_at)
            best[key] = max(best.get(key, (date.min, "")), (seen.batch_date, seen.canonical))
    winners: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for (member_id, observed_at), (_, canonical) in sorted(best.items()):
        winners[member_id].append((observed_at, canonical))
    return winners


def official_rows(member_id: str, states: list[tuple[datetime, str]]) -> Iterator[OfficialRow]:
    starts = [new for old, new in zip([None, *states], states, strict=False) if not old or old[1] != new[1]]
    ends = [valid_from for valid_from, _ in starts[1:]] + [None]
    for (valid_from, canonical), valid_to in zip(starts, ends, strict=True):
        yield OfficialRow(member_id, json.loads(canonical), valid_from, valid_to)


def memberships(member_id: str, states: list[tuple[datetime, str]]) -> Iterator[Membership]:
    since: dict[tuple[str, str | None], datetime] = {}
    for observed_at, canonical in states:
        seats = dict.fromkeys(seats_of(json.loads(canonical)["committees"]))
        for seat in [seat for seat in since if seat not in seats]:
            yield Membership(member_id, *seat, since.pop(seat), observed_at)
        for seat in seats:
            since.setdefault(seat, observed_at)
    for seat, valid_from in since.items():
        yield Membership(member_id, *seat, valid_from, None)


def seats_of(committees: dict[str, list[str]]) -> Iterator[tuple[str, str | None]]:
    for committee, subcommittees in committees.items():
        yield committee, None
        for subcommittee in subcommittees:
            yield committee, subcommittee
