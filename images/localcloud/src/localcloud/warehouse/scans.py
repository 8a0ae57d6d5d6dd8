"""Counts the rows that table scans read, from DuckDB's own profile of each statement."""

from __future__ import annotations

import json
import tempfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

_INTERNAL = "_fs_"


@dataclass
class TableScans:
    """What scans of one table added up to."""

    scans: int = 0
    rows_read: int = 0
    """Rows of the row groups that were read: what zone maps did not rule out, before any filter."""
    rows_passed: int = 0
    """Rows that the scan handed on: after the filters that DuckDB pushed into it."""
    row_groups_read: int = 0
    row_groups: int = 0


class ScanCounter:
    """What all sessions together have read since the last `clear`."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._folder = tempfile.TemporaryDirectory(prefix="localcloud-scans-")
        self.folder = Path(self._folder.name)
        self._lock = threading.Lock()
        self._tables: dict[str, TableScans] = {}

    def clear(self) -> None:
        """Start again at nothing."""
        with self._lock:
            self._tables = {}

    def report(self) -> dict[str, dict[str, int]]:
        """Return the sums by table."""
        with self._lock:
            return {name: asdict(scans) for name, scans in sorted(self._tables.items())}

    def add(self, profile: dict[str, Any]) -> None:
        """Add the scans in DuckDB's JSON profile of one statement."""
        with self._lock:
            for scan in _table_scans(profile.get("operator", [])):
                table = self._tables.setdefault(scan["extra_info"]["Table"], TableScans())
                table.scans += 1
                table.rows_read += scan["rows_scanned"]
                table.rows_passed += scan["intermediate_rows"]
                table.row_groups_read += scan["row_groups_scanned"]
                table.row_groups += scan["total_row_groups_to_scan"]


class CountedConnection:
    """A DuckDB connection that reports the profile of every statement it has finished."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, counter: ScanCounter) -> None:
        """Wrap `connection`."""
        self._connection = connection
        self._counter = counter
        # A file, because DuckDB 2.0 forgets the profile of a result that was fetched as Arrow.
        self._profile = counter.folder / f"{uuid.uuid4().hex}.json"
        connection.execute("set enable_profiling = 'json'").fetchall()
        connection.execute(f"set profiling_output = '{self._profile}'").fetchall()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, *args: Any) -> CountedConnection:
        """Run a statement; its profile is complete when its result was fetched, or when the next one runs."""
        self._report()
        self._connection.execute(*args)
        return self

    def fetchall(self) -> Any:
        """Fetch, then report."""
        rows = self._connection.fetchall()
        self._report()
        return rows

    def to_arrow_table(self) -> Any:
        """Fetch, then report."""
        table = self._connection.to_arrow_table()
        self._report()
        return table

    def _report(self) -> None:
        if self._profile.exists():
            self._counter.add(json.loads(self._profile.read_text()))
            self._profile.unlink()


def _table_scans(operators: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for operator in operators:
        if operator["type"] == "TABLE_SCAN" and _INTERNAL not in operator["extra_info"].get(
            "Table", _INTERNAL
        ):
            yield operator
        yield from _table_scans(operator.get("children", []))
