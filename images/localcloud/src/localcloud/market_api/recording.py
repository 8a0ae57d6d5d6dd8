"""Reads a recorded market: what was disclosed, the daily bars, the tickers and the splits, as of any day."""

import csv
import gzip
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TextIO

DISCLOSURES = "disclosures.ndjson.gz"
BARS = "daily_bars.csv.gz"
BARS_HEADER = "ticker,date,open,high,low,close,volume"
EXTRA = "daily_bars_extra.csv.gz"  # what the format does not have; only the sample brings it
EXTRA_HEADER = "ticker,date,vwap,trades,pre_market,after_hours"
TICKERS = "tickers.ndjson.gz"
SPLITS = "splits.csv"
SPLITS_HEADER = "ticker,execution_date,split_from,split_to"


class RecordingError(Exception):
    """The folder is not a recorded market; the message names the file, the line and what is wrong with it."""


def iso_date(text: object) -> date | None:
    """The date that a text such as "2016-03-01" stands for, or None."""
    if not isinstance(text, str) or len(text) != 10:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def end_of(day: date) -> float:
    """Where the clock stands when asked up to a day: the next midnight UTC, in epoch seconds."""
    return datetime.combine(day + timedelta(days=1), time(), UTC).timestamp()


def normalise(ticker: str) -> str:
    """The ticker as the market data writes it: class shares behind a dot."""
    return ticker.strip().replace("-", ".").replace("/", ".")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a disclosure: visible from `updated` on, until the next version of its id."""

    id: str
    updated: float
    day: date
    line: bytes | None  # None: from here on the row is deleted


@dataclass(frozen=True, slots=True)
class Listing:
    """A version of a ticker's record, and the days on which it is listed (open where None)."""

    since: date
    first: date | None
    delisted: date | None
    record: dict[str, Any]

    def listed(self, day: date) -> bool:
        """Whether the ticker has come to the market by that day."""
        return self.first is None or self.first <= day

    def active(self, day: date) -> bool:
        """Whether the ticker can be traded on that day."""
        return self.listed(day) and (self.delisted is None or day < self.delisted)

    def as_of(self, day: date) -> dict[str, Any]:
        """The record as it read on that day, and dated with it, as the API does whenever it last changed."""
        shown = {**self.record, "active": self.active(day), "last_updated_utc": f"{day}T00:00:00Z"}
        # That a ticker will be delisted nobody knew before.
        return {name: shown[name] for name in shown if name != "delisted_utc" or not self.active(day)}


@dataclass(frozen=True, slots=True)
class Split:
    """`split_from` shares became `split_to` at the open of the execution date."""

    ticker: str
    execution_date: date
    split_from: float
    split_to: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A ticker's prices of one day, as recorded, and what else is known of that day."""

    ticker: str
    open: float | None
    high: float | None
    low: float | None
    close: float | None
    volume: float | None
    vwap: float | None = None
    trades: float | None = None
    pre_market: float | None = None
    after_hours: float | None = None


class Disclosures:
    """The versions of every disclosed trade."""

    def __init__(self, versions: Iterable[Version]) -> None:
        """Takes the versions in the order of the file; of two with one `updated` the later line counts."""
        self._versions: dict[object, list[Version]] = defaultdict(list)
        for number, version in enumerate(versions):
            # Rows without an id have no versions: each stands for itself.
            self._versions[version.id or number].append(version)
        for of_id in self._versions.values():
            of_id.sort(key=lambda version: version.updated)
        self._answered: tuple[object, list[Version]] = (None, [])

    @property
    def last_day(self) -> date:
        """The latest day that any version is reported on."""
        reported = (version for of_id in self._versions.values() for version in of_id if version.line)
        return max((version.day for version in reported), default=date.min)

    def visible(self, first: date, last: date, updated_since: float) -> list[Version]:
        """The rows reported between two days, both included, as they stood at the end of the last one.

        They are ordered by report day and id, so that the pages of one question fit together.
        """
        question = (first, last, updated_since)
        # The pages of one question come one after another: its answer is kept, not its history.
        if self._answered[0] != question:
            standing = (row for row in self._standing_at(end_of(last)) if first <= row.day <= last)
            found = [row for row in standing if row.updated >= updated_since]
            self._answered = (question, sorted(found, key=lambda row: (row.day, row.id)))
        return self._answered[1]

    def _standing_at(self, instant: float) -> Iterator[Version]:
        for of_id in self._versions.values():
            seen = bisect_right(of_id, instant, key=lambda version: version.updated)
            if seen and of_id[seen - 1].line is not None:
                yield of_id[seen - 1]


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded market."""

    disclosures: Disclosures
    listings: dict[str, list[Listing]]
    splits: list[Split]
    bar_lines: dict[date, list[str]]
    extra_lines: dict[date, list[str]]

    @property
    def first_bar_day(self) -> date:
        """The first day with bars: older ones are not in the plan."""
        return next(iter(self.bar_lines))

    @property
    def last_bar_day(self) -> date:
        """The last day with bars: a later one has not ended yet."""
        return next(reversed(self.bar_lines))

    def bars(self, day: date) -> list[Bar]:
        """The bars of a day, by ticker; none when the market was closed."""
        extra = {line.partition(",")[0]: _cells(line) for line in self.extra_lines.get(day, [])}
        return [
            Bar(line.partition(",")[0], *_cells(line), *extra.get(line.partition(",")[0], ()))
            for line in self.bar_lines.get(day, [])
        ]

    def listing(self, ticker: str, day: date) -> Listing | None:
        """What is known of a ticker on a day, or None for one that had not come to the market."""
        versions = self.listings.get(ticker, [])
        known = [listing for listing in versions if listing.since <= day] or versions[:1]
        return known[-1] if known and known[-1].listed(day) else None

    def tickers(self, day: date, *, active: bool) -> list[Listing]:
        """The tickers that can, or can no longer, be traded on a day, by ticker."""
        as_of = (self.listing(ticker, day) for ticker in sorted(self.listings))
        return [listing for listing in as_of if listing is not None and listing.active(day) == active]

    def split_factor(self, ticker: str, day: date) -> float:
        """What a price of that day is multiplied by to be comparable with today's, all later splits made."""
        factor = 1.0
        for split in self.splits:
            if split.ticker == ticker and split.execution_date > day:
                factor *= split.split_from / split.split_to
        return factor


def load(folder: Path) -> Recording:
    """Reads a folder in the recorded-market format.

    Raises:
        RecordingError: a file is missing, or a line of it cannot be read.
    """
    versions, names = _read_disclosures(folder / DISCLOSURES)
    bar_lines = _read_days(folder / BARS, BARS_HEADER)
    if not bar_lines:
        raise RecordingError(f"{folder / BARS}: no bars")
    extra = folder / EXTRA
    tickers = folder / TICKERS
    splits = folder / SPLITS
    return Recording(
        disclosures=Disclosures(versions),
        listings=_read_tickers(tickers) if tickers.exists() else _derive_tickers(bar_lines, names),
        splits=_read_splits(splits) if splits.exists() else [],
        bar_lines=bar_lines,
        extra_lines=_read_days(extra, EXTRA_HEADER) if extra.exists() else {},
    )


def _open_gzip(path: Path) -> TextIO:
    try:
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}: a recorded market needs this file") from error


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with _open_gzip(path) as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = json.loads(line)
            except ValueError as error:
                raise RecordingError(f"{path}, line {number}: not JSON: {error}") from error
            if not isinstance(record, dict):
                raise RecordingError(f"{path}, line {number}: not a JSON object")
            yield line.strip(), record


def _read_disclosures(path: Path) -> tuple[list[Version], dict[str, str]]:
    """The versions in file order, and the first name that each ticker was disclosed under."""
    versions = []
    names: dict[str, str] = {}
    for line, record in _objects(path):
        updated = record.get("updated")
        # A row that says not, or not readably, when it became visible always was.
        seen = float(updated) if isinstance(updated, int | float) else 0.0
        # Without a readable report date it is found under the day whose run is the first to see it.
        day = iso_date(record.get("report_date")) or datetime.fromtimestamp(max(seen - 1, 0), UTC).date()
        text = None if record.get("deleted") is True else line.encode()
        versions.append(Version(str(record.get("id") or "").strip(), seen, day, text))
        security = record.get("security")
        if isinstance(security, dict) and normalise(str(security.get("ticker") or "")):
            names.setdefault(normalise(security["ticker"]), str(security.get("name") or security["ticker"]))
    return versions, names


def _read_days(path: Path, header: str) -> dict[date, list[str]]:
    """The lines of a CSV file by date, oldest first, and in a day by ticker; text until asked for."""
    days: dict[str, list[str]] = defaultdict(list)
    with _open_gzip(path) as lines:
        if next(lines, "").strip() != header:
            raise RecordingError(f"{path}, line 1: expected {header}")
        for number, line in enumerate(lines, 2):
            line = line.rstrip()
            day = line.split(",", 2)[1] if line.count(",") == header.count(",") else ""
            try:
                _cells(line)
            except ValueError as error:
                raise RecordingError(f"{path}, line {number}: {error}") from error
            if day not in days and iso_date(day) is None:
                raise RecordingError(f"{path}, line {number}: expected {header}")
            days[day].append(line)
    return {date.fromisoformat(text): sorted(days[text]) for text in sorted(days)}


def _cells(line: str) -> list[float | None]:
    """The values after ticker and date; None where there is none, whole numbers without a point."""
    return [None if text == "" else float(text) if "." in text else int(text) for text in line.split(",")[2:]]


def _read_tickers(path: Path) -> dict[str, list[Listing]]:
    """The versions of each ticker's record, oldest first."""
    listings: dict[str, list[Listing]] = defaultdict(list)
    for line, record in _objects(path):
        ticker, updated = record.get("ticker"), iso_date(str(record.get("last_updated_utc"))[:10])
        if not isinstance(ticker, str) or updated is None:
            raise RecordingError(f"{path}: needs ticker and last_updated_utc: {line}")
        delisted = iso_date(str(record.get("delisted_utc"))[:10])
        listings[ticker].append(Listing(updated, iso_date(record.get("list_date")), delisted, record))
    for versions in listings.values():
        versions.sort(key=lambda listing: listing.since)
    return dict(listings)


def _derive_tickers(bar_lines: dict[date, list[str]], names: dict[str, str]) -> dict[str, list[Listing]]:
    """The tickers of the bars, active from first bar to last, and those of the disclosures, always.

    The edges of the recording are no listings and no delistings.
    """
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for day, lines in bar_lines.items():
        for line in lines:
            ticker = line.partition(",")[0]
            first.setdefault(ticker, day)
            last[ticker] = day
    opening, closing = next(iter(bar_lines)), next(reversed(bar_lines))

    def listing(ticker: str) -> Listing:
        record: dict[str, Any] = {"ticker": ticker, "name": names.get(ticker, ticker), "market": "stocks"}
        record |= {"locale": "us", "currency_name": "usd"}
        start, end = first.get(ticker, opening), last.get(ticker, closing)
        delisted = None if end == closing else end + timedelta(days=1)
        if delisted is not None:
            record["delisted_utc"] = f"{delisted}T00:00:00Z"
        return Listing(opening, None if start == opening else start, delisted, record)

    return {ticker: [listing(ticker)] for ticker in sorted(first.keys() | names.keys())}


def _read_splits(path: Path) -> list[Split]:
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            return [
                Split(
                    row["ticker"],
                    date.fromisoformat(row["execution_date"]),
                    float(row["split_from"]),
                    float(row["split_to"]),
                )
                for row in csv.DictReader(lines)
            ]
        except (KeyError, ValueError) as error:
            raise RecordingError(f"{path}: expected {SPLITS_HEADER}: {error}") from error
