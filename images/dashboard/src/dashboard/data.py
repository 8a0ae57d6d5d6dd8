"""The data files of a version of the site; site/README.md says what is in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard import columns
from dashboard.columns import Codes, Sorted, days, end_of_quarter, plain, quarter, stretches
from dashboard.contract import Mart
from dashboard.errors import UnavailableError
from dashboard.files import Spool
from dashboard.trades import Lookups, Trades
from dashboard.warehouse import Warehouse

FORMAT = 1
HORIZONS = (7, 30, 90, 180, 365)
ENTRIES = ("transaction", "follower")
PERIODS = ("all", "12_months")
_UNIT = 1e-6
"""Of the returns in the site's files."""


@dataclass(frozen=True)
class _Dimensions:
    """What the numbers in the files refer to."""

    officials: pa.Table
    tickers: pa.Table
    committees: pa.Table
    seats: pa.Table
    sectors: list[str]
    lookups: Lookups


class Export:
    """One export of the marts."""

    def __init__(
        self, warehouse: Warehouse, spool: Spool, contracts: dict[str, Mart], shows_prices: bool
    ) -> None:
        self._warehouse = warehouse
        self._spool = spool
        self._contracts = contracts
        self._shows_prices = shows_prices
        self._chunks: dict[str, list[dict[str, Any]]] = {}

    def write(self, world: dict[str, Any]) -> None:
        """Have every data file in the spool.

        Args:
            world: What meta.json says of the market.

        Raises:
            UnavailableError: The warehouse could not be reached.
            DashboardError: It refused, or its marts do not fit together.
        """
        self._known = known = self._read_dimensions()
        self._trades = Trades(known.lookups)
        self._ranges = list(self._read_ranges())
        for first, last in self._ranges:
            for chunk in self._warehouse.stream("trades", first, last):
                self._trades.add(chunk)
        self._trades.freeze()
        self._write_trades()
        self._write_returns()
        self._write_disclosures()
        self._write_clusters()
        self._write_overlap()
        self._write_officials()
        self._write_tickers()
        self._write_reports()
        self._write_dimensions()
        self._add("meta", self._meta(world))

    def _add(self, name: str, value: Any) -> int:
        return self._spool.add_json(f"data/{name}.json", value).size

    def _add_chunk(self, kind: str, day: date, rows: int, value: Any) -> None:
        size = self._add(f"{kind}/{quarter(day)}", value)
        self._chunks.setdefault(kind, []).append({"key": quarter(day), "rows": rows, "bytes": size})

    def _mart(self, name: str, order: str) -> pa.Table:
        """A small mart, whole."""
        names = ", ".join(column.name for column in self._contracts[name].columns)
        chunks = list(self._warehouse.stream_text(f"select {names} from publish.{name} order by {order}"))
        if not chunks:
            return pa.schema([column.field for column in self._contracts[name].columns]).empty_table()
        return pa.concat_tables(chunks, promote_options="permissive")

    # --- what the numbers refer to

    def _read_dimensions(self) -> _Dimensions:
        officials = self._warehouse.table("officials")
        tickers = self._warehouse.table("tickers")
        seats = self._warehouse.table("memberships")
        committees = self._warehouse.table("committees")
        sectors = _values(self._warehouse.table("sectors"), "sector")
        return _Dimensions(
            officials,
            tickers,
            committees,
            seats,
            sectors,
            Lookups(
                officials=_numbers(_values(officials, "member_id")),
                tickers=_numbers(_values(tickers, "ticker")),
                names=_values(tickers, "security_name"),
                sectors=_numbers(sectors),
                committees=_numbers(_values(committees, "committee")),
            ),
        )

    def _read_ranges(self) -> Iterator[tuple[date, date]]:
        """Stretches of days of whole quarters, with about as many trades as are read at once."""
        found = self._warehouse.table("trades_of_quarters")
        yield from (
            (first, end_of_quarter(last))
            for first, last in stretches(_values(found, "quarter"), _values(found, "trades"))
        )

    # --- the trades and what hangs on them

    def _write_trades(self) -> None:
        for day, rows in self._trades.by_quarter():
            self._add_chunk("trades", day, rows.num_rows, self._trades.block(rows))

    def _write_returns(self) -> None:
        """The excess returns beside each quarter's trades, in the same order."""
        parts = self._trades.by_quarter()
        start = 0
        day, rows = next(parts, (None, None))
        for first, last in self._ranges:
            read = list(self._warehouse.stream("returns", first, last))
            found = (
                pa.concat_tables(read, promote_options="permissive") if read else pa.table({"trade_id": []})
            )
            places = self._trades.positions(found["trade_id"])
            while day is not None and rows is not None and day <= last:
                here = pa.array(range(start, start + rows.num_rows), pa.int32())
                block = _returns_block(found.take(pc.index_in(here, value_set=places)))
                self._add_chunk("returns", day, rows.num_rows, block)
                start += rows.num_rows
                day, rows = next(parts, (None, None))

    def _write_disclosures(self) -> None:
        officials = self._known.lookups.officials
        found = self._warehouse.table("disclosures")
        for day, rows in _parts(found, "quarter"):
            block = {
                "official": [officials[member] for member in rows["member_id"].to_pylist()],
                "report_day": days(rows["report_date"]),
                **{
                    name: plain(rows[name])
                    for name in (
                        "transactions",
                        "purchases",
                        "sales",
                        "partial_sales",
                        "exchanges",
                        "amount_low",
                        "amount_high",
                        "open_amounts",
                    )
                },
                "first_day": days(rows["first_transaction_date"]),
                "last_day": days(rows["last_transaction_date"]),
                "median_lag": plain(rows["median_lag_days"]),
                "max_lag": plain(rows["max_lag_days"]),
                "late": plain(rows["late_transactions"]),
                "url": rows["disclosure_url"].to_pylist(),
            }
            self._add_chunk("disclosures", day, rows.num_rows, block)

    def _write_clusters(self) -> None:
        tickers = self._known.lookups.tickers
        clusters = self._warehouse.table("clusters")
        members = self._warehouse.table("cluster_trades")
        places = self._trades.positions(members["trade_id"]).to_pylist() if members.num_rows else []
        trades_of: dict[str, list[int]] = defaultdict(list)
        for cluster, place in zip(_values(members, "cluster_id"), places, strict=True):
            trades_of[cluster].append(place)
        rows = self._trades.all()
        for day, part in _parts(clusters, "quarter"):
            shown = sorted(
                (place, number)
                for number, cluster in enumerate(part["cluster_id"].to_pylist())
                for place in trades_of[cluster]
            )
            block = {
                "ticker": [tickers[ticker] for ticker in part["ticker"].to_pylist()],
                "direction": [int(text == "sale") for text in part["direction"].to_pylist()],
                "first_day": days(part["first_transaction_date"]),
                "last_day": days(part["last_transaction_date"]),
                "trades": plain(part["trades"]),
                "officials": plain(part["officials"]),
                "house": plain(part["officials_house"]),
                "senate": plain(part["officials_senate"]),
                "democrat": plain(part["officials_democrat"]),
                "republican": plain(part["officials_republican"]),
                "other": plain(part["officials_other_party"]),
                "bipartisan": plain(part["is_bipartisan"]),
                "amount_low": plain(part["amount_low"]),
                "amount_high": plain(part["amount_high"]),
                "open_amounts": plain(part["open_amounts"]),
                "rows": {
                    **self._trades.block(rows.take(pa.array([place for place, _ in shown], pa.int64()))),
                    "cluster": [number for _, number in shown],
                },
            }
            self._add_chunk("clusters", day, part.num_rows, block)

    def _write_overlap(self) -> None:
        committees = self._known.lookups.committees
        rows = self._trades.all()
        quarters = {day: rows.num_rows for day, rows in self._trades.by_quarter()}
        ends = [(day, end_of_quarter(day)) for day in quarters]
        for first, last in self._ranges:
            chunks = list(self._warehouse.stream("overlap", first, last))
            if not chunks:
                continue
            found = pa.concat_tables(chunks, promote_options="permissive")
            places = self._trades.positions(found["trade_id"])
            found = found.append_column("place", places).sort_by(
                [("place", "ascending"), ("committee", "ascending")]
            )
            traded = rows["day"].take(found["place"])
            for day, end in ends:
                if not first <= day <= last:
                    continue
                within = pc.and_(
                    pc.greater_equal(traded, pa.scalar(day).cast(pa.int32())),
                    pc.less_equal(traded, pa.scalar(end).cast(pa.int32())),
                )
                part = found.filter(within)
                if not part.num_rows:
                    continue
                block = {
                    **self._trades.block(rows.take(part["place"])),
                    "committee": [committees[name] for name in part["committee"].to_pylist()],
                    "from": plain(part["valid_from"]),
                    "to": plain(part["valid_to"]),
                }
                self._add_chunk("overlap", day, part.num_rows, block)
        self._add("jurisdictions", self._jurisdictions(committees))

    def _jurisdictions(self, committees: Mapping[str, int]) -> dict[str, Any]:
        sectors = self._known.lookups.sectors
        pairs = self._warehouse.table("jurisdictions")
        return {
            "committee": [committees[name] for name in _values(pairs, "committee")],
            "sector": [sectors[name] for name in _values(pairs, "sector")],
            "jurisdiction": _values(pairs, "jurisdiction"),
            "url": _values(pairs, "jurisdiction_url"),
        }

    # --- a file an official, a file a ticker

    def _write_officials(self) -> None:
        officials = self._known.officials
        stats = self._mart("rpt_officials", "member_id, period")
        exclusions = Sorted(
            iter(
                [
                    self._mart(
                        "rpt_official_exclusions", "member_id, period, entry, horizon_days, missing_reason"
                    )
                ]
            ),
            "member_id",
        )
        seats = Sorted(iter([self._known.seats]), "member_id") if officials.num_rows else None
        stats_of: dict[str, dict[str, Any]] = defaultdict(dict)
        for row in _rows(stats):
            stats_of[row["member_id"]][row["period"]] = row
        shares = self._trades.by("official", officials.num_rows)
        for number, (official, rows) in enumerate(zip(officials.to_pylist(), shares, strict=True)):
            member = official["member_id"]
            held = seats.take(member) if seats else None
            left_out = exclusions.take(member)
            self._add(
                f"officials/{number}",
                {
                    "leadership_positions": official["leadership_positions"],
                    "memberships": {
                        name: plain(held[column]) if held else []
                        for name, column in (
                            ("committee", "committee"),
                            ("subcommittee", "subcommittee"),
                            ("from", "valid_from"),
                            ("to", "valid_to"),
                        )
                    },
                    "stats": stats_of[member],
                    "exclusions": {
                        name: plain(left_out[name]) if left_out else []
                        for name in ("period", "entry", "horizon_days", "missing_reason", "trades")
                    },
                    "trades": self._trades.block(rows),
                },
            )
        self._add("official_returns", {period: self._official_returns(stats, period) for period in PERIODS})

    def _official_returns(self, stats: pa.Table, period: str) -> dict[str, list[Any]]:
        shown = stats.filter(pc.and_(pc.equal(stats["period"], period), pc.greater(stats["trades"], 0)))
        officials = self._known.lookups.officials
        names = ["trades", "unpriced_trades", "peer_rank", "peers_ranked"]
        names += [name for name in shown.column_names if name.startswith(tuple(f"{e}_" for e in ENTRIES))]
        return {
            "official": [officials[member] for member in shown["member_id"].to_pylist()],
            **{name: plain(shown[name]) for name in names},
        }

    def _write_tickers(self) -> None:
        tickers = _values(self._known.tickers, "ticker")
        bars = self._warehouse.table("bars_of_tickers")
        self._bars = dict(zip(_values(bars, "ticker"), _values(bars, "bars"), strict=True))
        prices = Sorted(self._prices(), "ticker")
        splits = Sorted(self._warehouse.stream("splits"), "ticker")
        shares = self._trades.by("ticker", len(tickers))
        for number, (ticker, rows) in enumerate(zip(tickers, shares, strict=True)):
            line, split = prices.take(ticker), splits.take(ticker)
            self._add(
                f"tickers/{number}",
                {
                    "prices": {"day": days(line["trade_date"]), "close": plain(line["close"])}
                    if line
                    else None,
                    "splits": {
                        "day": days(split["execution_date"]) if split else [],
                        "from": plain(split["split_from"]) if split else [],
                        "to": plain(split["split_to"]) if split else [],
                    },
                    "trades": self._trades.block(rows),
                    "trade_prices": self._trades.prices(rows) if self._shows_prices else None,
                },
            )

    def _prices(self) -> Iterator[pa.Table]:
        if not self._shows_prices:
            return
        tickers = _values(self._known.tickers, "ticker")
        weights = [self._bars.get(ticker, 0) for ticker in tickers]
        for first, last in stretches(tickers, weights):
            yield from self._warehouse.stream("prices", first, last)

    # --- small reports and lists

    def _write_reports(self) -> None:
        officials = self._known.lookups.officials
        summary = self._mart("rpt_return_summary", "period, entry, horizon_days, side")
        self._add("return_summary", columns.columns(summary))
        amendments = self._mart("rpt_amendments", "report_date, report_id")
        self._add(
            "amendments",
            {
                "official": [officials[member] for member in amendments["member_id"].to_pylist()],
                **columns.columns(amendments, "member_id"),
            },
        )
        health = self._mart("rpt_data_quality", "batch_date, dataset, reason nulls first")
        quarters = pc.floor_temporal(health["batch_date"].cast(pa.date32()), unit="quarter")
        for day, rows in _parts(health.append_column("quarter", quarters.cast(pa.date32())), "quarter"):
            self._add_chunk("health", day, rows.num_rows, columns.columns(rows, "quarter"))

    def _write_dimensions(self) -> None:
        known = self._known
        officials, tickers = known.officials, known.tickers
        rows = self._trades.all()
        self._add(
            "officials",
            {
                "member_id": _values(officials, "member_id"),
                "name": _values(officials, "name"),
                "chamber": _values(officials, "chamber"),
                "party": _values(officials, "party"),
                "state": _values(officials, "state_code"),
                "district": _values(officials, "district"),
                "status": _values(officials, "status"),
                "trades": _tally(rows["official"], officials.num_rows),
            },
        )
        self._add(
            "tickers",
            {
                "ticker": _values(tickers, "ticker"),
                "name": known.lookups.names,
                "sector": [known.lookups.sectors.get(sector) for sector in _values(tickers, "sector")],
                "trades": _tally(rows["ticker"], tickers.num_rows),
                "has_prices": [
                    self._shows_prices and ticker in self._bars for ticker in _values(tickers, "ticker")
                ],
            },
        )
        self._add(
            "committees",
            {
                "name": _values(known.committees, "committee"),
                "chamber": _values(known.committees, "chamber"),
                "sets": list(self._trades.committees),
            },
        )

    def _meta(self, world: dict[str, Any]) -> dict[str, Any]:
        [state] = _rows(self._warehouse.table("state"))
        [counts] = _rows(self._warehouse.table("counts"))
        [quarantined] = _rows(self._warehouse.table("quarantined"))
        if state["data_through"] is None and counts["trades"]:
            raise UnavailableError(
                "publish.batches is empty while there are trades: everything is just being published again. "
                "Run this again when build_marts has ended."
            )
        known = self._known
        places = zip(
            _values(known.officials, "state_code"), _values(known.officials, "state_name"), strict=True
        )
        states = sorted({code: name or code for code, name in places if code}.items())
        traders = sum(
            1 for number in _tally(self._trades.all()["official"], known.officials.num_rows) if number
        )
        kinds = ("trades", "returns", "disclosures", "clusters", "overlap", "health")
        return {
            "format": FORMAT,
            "world": world,
            **state,
            "first_transaction_date": counts["first_transaction_date"],
            "last_transaction_date": counts["last_transaction_date"],
            "counts": {
                "trades": counts["trades"],
                "disclosures": sum(chunk["rows"] for chunk in self._chunks.get("disclosures", [])),
                "officials": known.officials.num_rows,
                "officials_with_trades": traders,
                "tickers": known.tickers.num_rows,
                "superseded": counts["superseded"],
                "withdrawn": counts["withdrawn"],
                "quarantined": quarantined["quarantined"] or 0,
            },
            "states": {"code": [code for code, _ in states], "name": [name for _, name in states]},
            "sectors": known.sectors,
            "horizons": list(HORIZONS),
            "prices": {"shown": self._shows_prices},
            "chunks": {kind: self._chunks.get(kind, []) for kind in kinds},
        }


def _values(table: pa.Table, column: str) -> list[Any]:
    """A column's values; none for a table without rows, which has no columns either."""
    return table[column].to_pylist() if table.num_rows else []


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    """The rows of a small table, their values as JSON has them."""
    if not table.num_rows:
        return []
    values = zip(*columns.columns(table).values(), strict=True)
    return [dict(zip(table.column_names, row, strict=True)) for row in values]


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _tally(column: pa.ChunkedArray, count: int) -> list[int]:
    counts = {item["values"]: item["counts"] for item in pc.value_counts(column).to_pylist()}
    return [counts.get(number, 0) for number in range(count)]


def _parts(table: pa.Table, column: str) -> Iterator[tuple[date, pa.Table]]:
    """The stretches of a table that is sorted by a column, with their value."""
    if table.num_rows:
        for value, start, length in columns.runs(table[column]):
            yield value, table.slice(start, length)


def _returns_block(rows: pa.Table) -> dict[str, Any]:
    reasons = Codes()
    block: dict[str, Any] = {"reasons": []}
    for entry in ENTRIES:
        for horizon in HORIZONS:
            name = f"{entry}_{horizon}"
            block[name] = [
                _in_units(value) if value is not None else None if reason is None else str(reasons[reason])
                for value, reason in zip(
                    rows[name].to_pylist(), rows[f"{name}_reason"].to_pylist(), strict=True
                )
            ]
    block["reasons"] = list(reasons)
    return block


def _in_units(share: float) -> int:
    """A share in the files' unit; one that is not 0 stays so, because its sign is what a hit is."""
    number = round(share / _UNIT)
    return number or (share > 0) - (share < 0)
