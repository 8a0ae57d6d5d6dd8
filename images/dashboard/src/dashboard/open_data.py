"""Open data: the disclosures and what is derived from them, as CSV and Parquet, with the marts' contracts.

A partition is a file, named by its content, so that it is written anew only when it changed.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from dashboard.columns import ROWS_AT_ONCE, end_of_quarter, stretches
from dashboard.contract import Column, Mart
from dashboard.errors import DashboardError
from dashboard.files import File, Spool
from dashboard.site import OPEN_DATA
from dashboard.warehouse import Warehouse


@dataclass(frozen=True)
class Table:
    """A mart that is open data.

    Attributes:
        mart: Its name.
        order: The columns that its rows are sorted by.
        day: The column whose year parts it; None for one file.
        prices: Its columns that hold the data vendor's prices.
        elsewhere: Its columns that repeat, and are a table of their own, so that these files change only
            with their own rows.
        distinct: The columns of such a table, which has each row once; empty for all columns.
        name: Of such a table; None for the mart's.
        description: Of such a table; None for the mart's.
    """

    mart: str
    order: str
    day: str | None = None
    prices: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    distinct: frozenset[str] = frozenset()
    name: str | None = None
    description: str | None = None


_RATES = frozenset({"sector_trades", "all_trades", "base_rate", "base_rate_12_months"})


TABLES = (
    Table(
        "fct_trades",
        "transaction_date, trade_id",
        "transaction_date",
        frozenset({"price", "follower_price"}),
    ),
    Table("fct_disclosures", "report_date, report_id", "report_date"),
    Table(
        "fct_trade_returns",
        "transaction_date, trade_id, entry, horizon_days",
        "transaction_date",
        frozenset({"entry_close", "exit_close"}),
    ),
    Table("dim_officials", "member_id, valid_from"),
    Table("dim_committee_memberships", "member_id, committee, subcommittee nulls first, valid_from"),
    Table("rpt_officials", "member_id, period"),
    Table("rpt_official_exclusions", "member_id, period, entry, horizon_days, missing_reason"),
    Table("rpt_return_summary", "period, entry, horizon_days, side"),
    Table("rpt_tickers", "ticker"),
    Table("rpt_ticker_months", "month, ticker", "month"),
    Table("rpt_sectors", "sector, month"),
    Table(
        "rpt_committee_overlap",
        "transaction_date, trade_id, committee",
        "transaction_date",
        elsewhere=_RATES,
    ),
    Table(
        "rpt_committee_overlap",
        "sector",
        distinct=_RATES | {"sector"},
        name="rpt_committee_overlap_rates",
        description="The part that each sector of rpt_committee_overlap has in the trades of all members.",
    ),
    Table("rpt_clusters", "first_transaction_date, cluster_id"),
    Table("rpt_cluster_trades", "cluster_id, trade_id"),
    Table("rpt_states", "state_code, period"),
    Table("rpt_committees", "committee, period"),
    Table("rpt_activity", "month, transaction_type, chamber, party"),
    Table("rpt_late_filings", "report_date, trade_id", "report_date"),
    Table("rpt_amendments", "report_id"),
    Table("rpt_data_quality", "batch_date, dataset, reason nulls first"),
)


def export(
    warehouse: Warehouse, spool: Spool, contracts: dict[str, Mart], shows_prices: bool
) -> list[dict[str, Any]]:
    """Have every table in the spool.

    Args:
        warehouse: Where the marts are.
        spool: Takes the files.
        contracts: By mart.
        shows_prices: Whether the data vendor's prices are among the columns.

    Returns:
        What the site's page of open data lists, a table an entry.

    Raises:
        UnavailableError: The warehouse could not be reached.
        DashboardError: It refused, or a mart has no contract.
    """
    return [_export(warehouse, spool, _shown(contracts, table, shows_prices), table) for table in TABLES]


def _shown(contracts: dict[str, Mart], table: Table, shows_prices: bool) -> Mart:
    """The part of the mart's contract that the table has."""
    if table.mart not in contracts:
        raise DashboardError(f"The models of DASHBOARD_MODELS do not describe {table.mart}.")
    mart = contracts[table.mart]
    hidden = table.elsewhere if shows_prices else table.elsewhere | table.prices
    return Mart(
        table.name or mart.name,
        table.description or mart.description,
        tuple(
            column
            for column in mart.columns
            if column.name not in hidden and (not table.distinct or column.name in table.distinct)
        ),
    )


def _export(warehouse: Warehouse, spool: Spool, mart: Mart, table: Table) -> dict[str, Any]:
    files: list[dict[str, Any]] = []
    rows = 0
    names = ", ".join(column.name for column in mart.columns)
    select = f"select {'distinct ' if table.distinct else ''}{names} from publish.{table.mart}"
    for year, ranges in _years(warehouse, table):
        with _Partition(spool, mart, year) as partition:
            for days in ranges:
                where = f" where {table.day} between ? and ?" if days else ""
                for chunk in warehouse.stream_text(f"{select}{where} order by {table.order}", *days):
                    partition.write(chunk)
        rows += partition.rows
        files += partition.listed
    return {
        "name": mart.name,
        "description": mart.description,
        "rows": rows,
        "columns": [_described(column) for column in mart.columns],
        "files": files,
    }


def _years(warehouse: Warehouse, table: Table) -> Iterator[tuple[str | None, list[tuple[date, ...]]]]:
    """The partitions of a mart: each one's name, and the stretches of days that it is read in."""
    if table.day is None:
        yield None, [()]
        return
    sql = (
        f"select date_trunc('quarter', {table.day})::date as quarter, count(*) as rows_of_quarter "
        f"from publish.{table.mart} where {table.day} is not null group by quarter order by quarter"
    )
    found = [row for chunk in warehouse.stream_text(sql) for row in chunk.to_pylist()]
    for year, rows in groupby(found, key=lambda row: row["quarter"].year):
        weights = {row["quarter"]: row["rows_of_quarter"] for row in rows}
        ranges = stretches(list(weights), weights.values())
        yield str(year), [(first, end_of_quarter(last)) for first, last in ranges]


def _described(column: Column) -> dict[str, str]:
    return {"name": column.name, "type": column.type, "description": column.description}


class _Partition:
    """One partition on its way to the spool, in both formats, chunk by chunk."""

    def __init__(self, spool: Spool, mart: Mart, name: str | None) -> None:
        self.rows = 0
        self.listed: list[dict[str, Any]] = []
        self._spool = spool
        self._mart = mart
        self._name = name
        self._schema = pa.schema(
            [column.field for column in mart.columns], metadata={"description": mart.description}
        )
        self._waiting = self._schema.empty_table()
        self._open = ExitStack()

    def __enter__(self) -> _Partition:
        self._csv = self._open.enter_context(_Hashed(self._spool.place(), packs=True))
        self._parquet = self._open.enter_context(_Hashed(self._spool.place(), packs=False))
        # written last to first: the closing of a writer is what ends its file
        self._writers = [
            self._open.enter_context(pyarrow.csv.CSVWriter(self._csv, self._schema)),
            self._open.enter_context(
                pyarrow.parquet.ParquetWriter(self._parquet, self._schema, compression="zstd")
            ),
        ]
        return self

    def write(self, chunk: pa.Table) -> None:
        """Take some rows."""
        typed = pa.table([chunk[field.name].cast(field.type) for field in self._schema], schema=self._schema)
        self._waiting = pa.concat_tables([self._waiting, typed])
        self.rows += typed.num_rows
        # as many at once however the warehouse cuts its answers: the same rows make the same file
        while self._waiting.num_rows >= ROWS_AT_ONCE:
            self._flush(ROWS_AT_ONCE)

    def _flush(self, count: int) -> None:
        rows = self._waiting.slice(0, count).combine_chunks()
        for writer in self._writers:
            writer.write_table(rows)
        self._waiting = self._waiting.slice(count)

    def __exit__(self, kind: object, *_: object) -> None:
        with self._open:
            if kind is None and self._waiting.num_rows:
                self._flush(self._waiting.num_rows)
        if kind is None:
            self._take(self._csv, "csv")
            self._take(self._parquet, "parquet")

    def _take(self, written: _Hashed, format_: str) -> None:
        digest = written.digest
        name = f"{self._name}-{digest[:16]}" if self._name else digest[:16]
        key = f"{OPEN_DATA}{self._mart.name}/{name}.{format_}"
        size = written.path.stat().st_size
        self._spool.take(File(key, written.path, size, digest))
        self.listed.append(
            {"path": key, "partition": self._name, "format": format_, "rows": self.rows, "bytes": size}
        )


class _Hashed(io.RawIOBase):
    """A binary file that is hashed as it is written."""

    def __init__(self, path: Path, *, packs: bool) -> None:
        self.path = path
        self._hash = hashlib.sha256()
        self._raw = path.open("wb")
        self._out: Any = (
            gzip.GzipFile(filename="", mode="wb", compresslevel=4, fileobj=self._raw, mtime=0)
            if packs
            else self._raw
        )

    @property
    def digest(self) -> str:
        """The sha256 of what was written, before compression."""
        return self._hash.hexdigest()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Write and hash."""
        self._hash.update(data)
        self._out.write(data)
        return len(data)

    def close(self) -> None:
        """End the file."""
        if not self.closed:
            self._out.close()
            self._raw.close()
        super().close()
