"""All live trades, each as a few small numbers: what many of the site's files show parts of.

A trade takes about 70 bytes here, whatever its texts, so that the trades are read once and memory stays
small: they are what grows with the history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.columns import Codes, days, plain, runs
from dashboard.errors import DashboardError

TYPES = ("purchase", "sale", "sale_partial", "exchange")
_OWNERS = ("self", "spouse", "joint", "dependent", "unknown")
_CODES = ("amount", "report", "name", "kind")
_PLAIN = ("day", "lag", "official", "ticker", "type", "owner", "sector", "committees")
_SCHEMA = pa.schema(
    [
        *((name, pa.int32()) for name in (*_PLAIN, *_CODES)),
        ("price", pa.float64()),
        ("price_reason", pa.int32()),
    ]
)


@dataclass(frozen=True)
class Lookups:
    """What the numbers of a trade refer to.

    Attributes:
        officials: Their numbers, by member_id.
        tickers: Their numbers.
        names: Of the securities, by the ticker's number.
        sectors: Their numbers.
        committees: Their numbers.
    """

    officials: Mapping[str, int]
    tickers: Mapping[str, int]
    names: Sequence[str | None]
    sectors: Mapping[str, int]
    committees: Mapping[str, int]


class Trades:
    """The trades, in the order in which they were added.

    Attributes:
        committees: The sets of committees that their officials sat on, each a tuple of numbers.
    """

    def __init__(self, lookups: Lookups) -> None:
        self.committees = Codes()
        self._lookups = lookups
        self._chunks: list[pa.Table] = []
        self._ids: list[pa.ChunkedArray] = []
        self._amounts, self._reports, self._names, self._kinds = Codes(), Codes(), Codes(), Codes()
        self._price_reasons = Codes()
        self._urls: list[str | None] = []

    def add(self, chunk: pa.Table) -> None:
        """Take rows of trades.sql.

        Raises:
            DashboardError: A row names an official or a ticker that the other marts do not know.
        """
        self._ids.append(chunk["trade_id"].cast(pa.string()))
        tickers = [
            self._number(self._lookups.tickers, "ticker", text) for text in chunk["ticker"].to_pylist()
        ]
        coded = {
            "day": days(chunk["transaction_date"]),
            "lag": chunk["lag_days"].cast(pa.int32()),
            "official": [
                self._number(self._lookups.officials, "official", member)
                for member in chunk["member_id"].to_pylist()
            ],
            "ticker": tickers,
            "type": pc.index_in(chunk["transaction_type"], value_set=pa.array(TYPES)),
            "owner": pc.index_in(chunk["ownership"], value_set=pa.array(_OWNERS)),
            "sector": [
                self._number(self._lookups.sectors, "sector", sector)
                for sector in chunk["sector"].to_pylist()
            ],
            "committees": self._code_committees(chunk),
            "amount": self._code_amounts(chunk),
            "report": self._code_reports(chunk),
            "name": self._code_names(chunk, tickers),
            "kind": _codes(self._kinds, chunk["security_type"]),
            "price": chunk["price"].cast(pa.float64()),
            "price_reason": _codes(self._price_reasons, chunk["price_missing_reason"]),
        }
        self._chunks.append(pa.table(coded, schema=_SCHEMA))

    def all(self) -> pa.Table:
        """Every trade."""
        return pa.concat_tables(self._chunks).combine_chunks() if self._chunks else _SCHEMA.empty_table()

    def positions(self, trade_ids: pa.ChunkedArray) -> pa.Array:
        """Where in `all` these trades stand; null for one that is not live."""
        known = pa.chunked_array([part for ids in self._ids for part in ids.chunks], pa.string())
        found = pc.index_in(trade_ids.cast(pa.string()), value_set=known)
        return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found

    def by_quarter(self) -> Iterator[tuple[date, pa.Table]]:
        """The trades of each quarter; they must have been added by day."""
        rows = self.all()
        dates = rows["day"].cast(pa.date32())
        quarters = pc.floor_temporal(dates, unit="quarter").cast(pa.date32())
        for quarter, start, length in runs(quarters):
            yield quarter, rows.slice(start, length)

    def by(self, column: str, count: int) -> Iterator[pa.Table]:
        """The trades of each number of a column, from 0 to below the count."""
        rows = self.all()
        ordered = rows.take(pc.sort_indices(rows, [(column, "ascending")])).combine_chunks()
        parts = {value: (start, length) for value, start, length in runs(ordered[column])}
        for number in range(count):
            start, length = parts.get(number, (0, 0))
            yield ordered.slice(start, length)

    def block(self, rows: pa.Table) -> dict[str, Any]:
        """Some of the rows as the site reads them, with the texts that they refer to."""
        block: dict[str, Any] = {name: rows[name].to_pylist() for name in _PLAIN}
        used = {}
        for name in _CODES:
            codes = rows[name].combine_chunks()
            local = pc.unique(codes).drop_null()
            block[name] = pc.index_in(codes, value_set=local).to_pylist()
            used[name] = local.to_pylist()
        amounts = [self._amount_texts[code] for code in used["amount"]]
        block["amounts"] = {
            part: [amount[n] for amount in amounts] for n, part in enumerate(("raw", "min", "max"))
        }
        block["reports"] = {"url": [self._urls[code] for code in used["report"]]}
        block["names"] = [self._name_texts[code] for code in used["name"]]
        block["kinds"] = [self._kind_texts[code] for code in used["kind"]]
        return block

    def prices(self, rows: pa.Table) -> dict[str, Any]:
        """The price of each of the rows, and where there is none the index of the reason."""
        return {
            "price": plain(rows["price"]),
            "reason": rows["price_reason"].to_pylist(),
            "reasons": list(self._price_reasons),
        }

    def freeze(self) -> None:
        """No more rows come: make the texts ready for `block`."""
        self._amount_texts: list[Any] = list(self._amounts)
        self._name_texts = list(self._names)
        self._kind_texts = list(self._kinds)

    def _code_amounts(self, chunk: pa.Table) -> list[int]:
        parts = (plain(chunk[name]) for name in ("amount_raw", "amount_min", "amount_max"))
        return [self._amounts[amount] for amount in zip(*parts, strict=True)]

    def _code_committees(self, chunk: pa.Table) -> list[int | None]:
        codes: list[int | None] = []
        for texts, is_not_observed in zip(
            chunk["committees"].to_pylist(), chunk["is_not_observed"].to_pylist(), strict=True
        ):
            numbers = (self._number(self._lookups.committees, "committee", name) for name in _lines(texts))
            codes.append(None if is_not_observed else self.committees[tuple(numbers)])
        return codes

    def _code_reports(self, chunk: pa.Table) -> list[int]:
        codes = []
        for report, url in zip(
            chunk["report_id"].to_pylist(), chunk["disclosure_url"].to_pylist(), strict=True
        ):
            code = self._reports[report]
            if code == len(self._urls):
                self._urls.append(url)
            elif self._urls[code] is None:
                # one row of the report may lack what another says
                self._urls[code] = url
            codes.append(code)
        return codes

    def _code_names(self, chunk: pa.Table, tickers: Sequence[int | None]) -> list[int | None]:
        known = self._lookups.names
        return [
            None if name is None or (ticker is not None and known[ticker] == name) else self._names[name]
            for name, ticker in zip(chunk["security_name"].to_pylist(), tickers, strict=True)
        ]

    @staticmethod
    def _number(numbers: Mapping[str, int], what: str, key: str | None) -> int | None:
        if key is None:
            return None
        try:
            return numbers[key]
        except KeyError:
            raise DashboardError(
                f"A live trade names the {what} {key}, which is in no other mart. Was build_marts finished?"
            ) from None


def _codes(known: Codes, column: pa.ChunkedArray) -> list[int | None]:
    return [None if text is None else known[text] for text in column.to_pylist()]


def _lines(text: str | None) -> list[str]:
    return text.split("\n") if text else []
