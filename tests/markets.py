"""Small random recorded markets, for the tests that load their days in any order.

In each of them rows are changed, deleted and told again, moved to another report date, told unreadably and
mended, and amended, in the right order and in the wrong one; officials change party and committees, one
moves to the other chamber, some are observed in two states at once, and all buy one ticker in the same days.
So few rows are deleted, moved or unreadable that no batch fails for it, in whatever order days are loaded.

Prices go back so far that trades are older than the plan, and that holding periods of each length end
within the days. One security is listed late, one is delisted within the days, two are split, one of them
twice, and one has no bar on some days; nor has the benchmark on one.
"""

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from exchange_calendars import get_calendar

Row = dict[str, Any]

FIRST_BAR, LAST_BAR = date(2023, 7, 3), date(2024, 8, 30)
FIRST_REPORT = date(2024, 8, 1)  # a Thursday; the Mondays are the 5th and the 12th
LISTED_LATE, DELISTED, SPLIT, SPLIT_TWICE, RARELY_TRADED = "ZZA", "ZZB", "ZZC", "ZZD", "ZZE"
LISTING = date(2024, 7, 24)
DAYS_BEFORE_REPORT = (-1, 0, 2, 5, 9, 20, 46, 60, 95, 130, 190, 250, 390, 430)
"""From a transaction to its report; 390 days reach back to the first bar, 430 do not."""

TICKERS = ["ZZA", "ZZB", "ZZC", "ZZD", "ZZE", "ZZF", "ZZG", "ZZH.A", "ZZH.B", "ZZi"]
OIL, CROPS = "ZZG", "ZZF"
SIC_CODES = {"ZZA": "1311", "ZZB": "0100", "ZZC": "4911", "ZZD": "2834", "ZZF": "999", "ZZG": "1389"}
RUSHED = "ZZG"
DISCLOSED = [*TICKERS, "ZZH-A", "ZZH/B", "", None, "ZZNONE"]
AMOUNTS = ["$1,001 - $15,000", "$15,001 - $50,000", "$721.63", "Over $50,000,000", "$1,000,000 +", "Unknown"]
TYPES = ["P", "P", "p", "S", "S", "S (Partial)", "E"]
OWNERS = ["SP", "JT", "DC", "Self", "None", None]
SECURITY_TYPES = ["STOCK", "STOCK", "STOCK", "STOCK", "ETF", "", None, "Stock Option", "CORPORATE BOND"]
UNREADABLE = [{"amount": "some"}, {"transaction_type": "?"}, {"transaction_date": "2024-02-30"}]
COMMITTEES: list[dict[str, list[str]]] = [
    {},
    {"Committee on Energy and Commerce": []},
    {"Committee on Energy and Commerce": ["Health"]},
    {"Committee on Energy and Commerce": ["Health", "Energy"], "Committee on Agriculture": []},
    {"Committee on Agriculture": ["Dairy"]},
    {"Committee on Ports; Docks > Piers": ["Locks > Dams; Gates"]},
]
ENERGY: dict[str, list[str]] = {"Committee on Energy and Commerce": []}
FARMING: dict[str, list[str]] = {"Senate Committee on Agriculture, Nutrition, and Forestry": []}

# A batch fails when more than 5 rows (and more than a share) are unreadable, or would be withdrawn.
MOST_AT_RISK = 4


def write_market(folder: Path, seed: int) -> list[date]:
    """Writes a market that the seed decides, and returns its days, 10 to 14, to be loaded in any order."""
    chance = random.Random(seed)
    days = [FIRST_REPORT + timedelta(days=number) for number in range(chance.randint(10, 14))]
    disclosures = _Disclosures(chance, days)
    disclosures.write()
    folder.mkdir(parents=True)
    lines = [json.dumps(row, sort_keys=True) for row in disclosures.versions]
    chance.shuffle(lines)
    _write(folder / "disclosures.ndjson.gz", lines)
    delisting = chance.choice(days[2:-2])
    _write(
        folder / "daily_bars.csv.gz", ["ticker,date,open,high,low,close,volume", *_bars(chance, delisting)]
    )
    _write(folder / "tickers.ndjson.gz", map(json.dumps, _listings(delisting)))
    splits = [
        (SPLIT, chance.choice(days), 1, 2),
        (SPLIT_TWICE, FIRST_REPORT - timedelta(days=chance.randint(1, 60)), 3, 1),
        (SPLIT_TWICE, chance.choice(days), 2, 3),
    ]
    lines = [",".join(map(str, split)) for split in splits]
    (folder / "splits.csv").write_text("\n".join(["ticker,execution_date,split_from,split_to", *lines, ""]))
    return days


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0))


def _bars(chance: random.Random, delisting: date) -> Iterator[str]:
    sessions = get_calendar("XNYS", start="2008-01-01").sessions_in_range(str(FIRST_BAR), str(LAST_BAR))
    open_days = [session.date() for session in sessions]
    unmeasured = chance.choice([day for day in open_days if day > LISTING])
    for ticker in [*TICKERS, "SPY"]:
        price = chance.randint(10, 400)
        for day in open_days:
            price = max(price + chance.randint(-2, 2), 3)
            volume = chance.randint(1000, 9999)
            is_missing = (
                (ticker == LISTED_LATE and day < LISTING)
                or (ticker == DELISTED and day >= delisting)
                or (ticker == RARELY_TRADED and chance.random() < 0.3)
                or (ticker == "SPY" and day == unmeasured)
            )
            if not is_missing:
                yield f"{ticker},{day},{price},{price + 1},{price - 1},{price + 0.5},{volume}"


def _listings(delisting: date) -> Iterator[Row]:
    for ticker in [*TICKERS, "SPY"]:
        listing = {"ticker": ticker, "name": f"Invented {ticker}", "market": "stocks", "type": "CS"}
        listing |= {"list_date": str(LISTING if ticker == LISTED_LATE else date(1999, 1, 4))}
        if ticker == DELISTED:
            listing |= {"delisted_utc": f"{delisting}T00:00:00Z"}
        if ticker in SIC_CODES:
            listing |= {"sic_code": SIC_CODES[ticker]}
        yield {**listing, "last_updated_utc": f"{FIRST_BAR}T00:00:00Z"}


@dataclass
class _Disclosures:
    """The rows of a market, version by version."""

    chance: random.Random
    days: list[date]
    versions: list[Row] = field(default_factory=list)
    _at_risk: int = 0
    _unreadable: int = 0
    _ids: int = 0

    def write(self) -> None:
        officials = [self._official(number) for number in range(self.chance.randint(3, 6))]
        for number in range(self.chance.randint(6, 10)):
            self._report(f"R{number}", self.chance.choice(officials))
        for number, states in enumerate(officials):
            self._report(f"RUSH{number}", states, self._rush())
        self._move(len(officials))
        for number, reported in enumerate((self.days[0], self.days[2])):
            for ticker in (LISTED_LATE, DELISTED, SPLIT, SPLIT_TWICE, RARELY_TRADED):
                states = self.chance.choice(officials)
                row = self._row(f"P{number}-{ticker}", 0, reported, states)
                row["security"] = {"name": f"Invented {ticker}", "ticker": ticker, "type": "STOCK"}
                row["transaction_type"] = self.chance.choice("PS")
                self._tell(row, states)

    def _official(self, number: int) -> list[Row]:
        """The states of an official, each from an instant on."""
        states = []
        observed = self._instant(FIRST_REPORT - timedelta(days=self.chance.randint(1, 20)))
        for _ in range(self.chance.randint(1, 4)):
            party, committees = self.chance.choice("DRI"), self.chance.choice(COMMITTEES)
            states.append(_filer(number, observed, party, committees))
            if self.chance.random() < 0.2:
                # Observed at the same instant, in another party.
                states.append(_filer(number, observed, self.chance.choice("DRI"), committees))
            observed += self.chance.randint(1, 5 * 24 * 3600)
        return states

    def _rush(self) -> Row:
        """What all officials do: they buy one ticker within some days of each other."""
        return {
            "security": {"name": f"Invented {RUSHED}", "ticker": RUSHED, "type": "STOCK"},
            "transaction_date": self._day_near(FIRST_REPORT, -12, 0).isoformat(),
            "transaction_type": "P",
        }

    def _move(self, number: int) -> None:
        """An official who oversees energy in the House, then farming in the Senate, and trades in both."""
        states = [
            _filer(number, self._instant(FIRST_REPORT - timedelta(days=9)), "D", ENERGY),
            _filer(number, self._instant(self.days[4]), "D", FARMING, chamber="Senate"),
        ]
        for place, day in enumerate((self.days[0], self.days[2], self.days[7], self.days[8])):
            for ticker in (OIL, CROPS):
                row = self._row(f"MOVED{place}-{ticker}", 0, day, states)
                row["security"] = {"name": f"Invented {ticker}", "ticker": ticker, "type": "STOCK"}
                row["transaction_date"] = str(day - timedelta(days=1))
                self._tell(row, states)

    def _report(self, report_id: str, states: list[Row], like: Row | None = None) -> None:
        reported = self.chance.choice(self.days)
        rows = [self._row(report_id, 0, reported, states, like) for _ in range(self.chance.randint(1, 4))]
        for number in range(1, self.chance.choice((1, 1, 2, 3))):
            amended = self.chance.sample(rows, self.chance.randint(1, len(rows)))
            # The amendment may be told before what it amends, and be reported before it.
            day = self._day_near(reported, -2, 5)
            rows += [self._row(report_id, number, day, states, row) for row in amended]
        for row in rows:
            self._tell(row, states)

    def _row(
        self, report_id: str, number: int, reported: date, states: list[Row], like: Row | None = None
    ) -> Row:
        self._ids += 1
        traded = reported - timedelta(days=self.chance.choice(DAYS_BEFORE_REPORT))
        ticker = self.chance.choice(DISCLOSED)
        new = {
            "amount": self.chance.choice(AMOUNTS),
            "chamber": states[0]["chamber"],
            "description": "",
            "disclosure_url": "",
            "notification_date": self.chance.choice(("", None, traded.isoformat())),
            "ownership": self.chance.choice(OWNERS),
            "security": {
                "name": f"Invented {ticker}",
                "ticker": ticker,
                "type": self.chance.choice(SECURITY_TYPES),
            },
            "transaction_date": traded.isoformat(),
            "transaction_type": self.chance.choice(TYPES),
        }
        row = {**new, **(like or {}), "id": f"T{self._ids}", "report_id": report_id}
        # More than a day after the report it would be unreadable.
        row["transaction_date"] = min(row["transaction_date"], reported.isoformat())
        return {**row, "amendment_number": number, "report_date": reported.isoformat()}

    def _tell(self, row: Row, states: list[Row]) -> None:
        """The versions of a row, from the first to be visible to the last."""
        seen = self._instant(self._day_near(date.fromisoformat(row["report_date"]), 0, 4))
        told = {**row, "updated": seen, "filer_info": self._state(states, seen)}
        self.versions.append(self._altered(told, seen) if self.chance.random() < 0.1 else told)
        while self.chance.random() < 0.4:
            seen += self.chance.randint(1, 4 * 24 * 3600)
            told = {**row, "updated": seen, "filer_info": self._state(states, seen)}
            self.versions.append(self._altered(told, seen))

    def _altered(self, row: Row, seen: int) -> Row:
        """A later version: changed, moved, unreadable or deleted; the next one may be as before."""
        way = self.chance.choice(("changed", "moved", "unreadable", "deleted"))
        if way in ("moved", "deleted") and self._at_risk < MOST_AT_RISK:
            self._at_risk += 1
            if way == "deleted":
                return {"id": row["id"], "updated": seen, "deleted": True}
            day = self._day_near(date.fromisoformat(row["report_date"]), -9, 3)
            return {**row, "report_date": max(day, date.fromisoformat(row["transaction_date"])).isoformat()}
        if way == "unreadable" and self._unreadable < MOST_AT_RISK:
            self._unreadable += 1
            return {**row, **self.chance.choice(UNREADABLE)}
        return {**row, "amount": self.chance.choice(AMOUNTS)}

    def _state(self, states: list[Row], seen: int) -> Row:
        """One of the states known by then, mostly the latest; the first before any is."""
        known = [state for state in states if state["updated"] <= seen] or states[:1]
        return self.chance.choice((known[-1], known[-1], self.chance.choice(known)))

    def _day_near(self, day: date, earliest: int, latest: int) -> date:
        return day + timedelta(days=self.chance.randint(earliest, latest))

    def _instant(self, day: date) -> int:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        # Midnight itself still belongs to the run of the day before.
        return int(midnight.timestamp()) + self.chance.choice((0, 1, 12 * 3600, 20 * 3600, 24 * 3600))


def _filer(
    number: int, observed: int, party: str, committees: dict[str, list[str]], chamber: str = "House"
) -> Row:
    name = f"Random Official {number}"
    return {
        "chamber": chamber,
        "committees": committees,
        "display_name": name,
        "district": str(number + 1),
        "headshot": "",
        "id": f"random-{number}",
        "leadership_positions": [],
        "member_id": f"Z9{number:05}",
        "member_name": name,
        "party": party,
        "state": "WY",
        "status": "Member",
        "updated": observed,
        "website": "",
    }
