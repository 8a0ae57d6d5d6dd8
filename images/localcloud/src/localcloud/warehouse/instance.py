"""The warehouse: one DuckDB process behind fakesnow, its databases kept in files."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import closing
from pathlib import Path
from typing import Any
from weakref import WeakSet

import duckdb
from fakesnow.instance import FakeSnow

from localcloud.warehouse.copy_into import ObjectReader
from localcloud.warehouse.locks import TableLocks
from localcloud.warehouse.scans import CountedConnection, ScanCounter
from localcloud.warehouse.session import Session

_BOOTSTRAP = Path(__file__).with_name("bootstrap.sql")
_DATABASE = "CONGRESS"
_RESULTS_KEPT = 32
_MEMORY = "2GB"
# DuckDB skips whole row groups. Its own 122,880 rows would make every scan of a laptop's table a full one;
# these cost nothing that could be measured at two million rows.
_ROW_GROUP = 2048


class WarehouseInUseError(Exception):
    """Another process has the files of the warehouse open."""


class _RecentResults(OrderedDict[str, Any]):
    """fakesnow remembers every result for ever; a process that lives for days must not."""

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        while len(self) > _RESULTS_KEPT:
            self.popitem(last=False)


class Warehouse(FakeSnow):  # type: ignore[misc]  # fakesnow is read as Any
    """fakesnow with sessions that also know what the platform needs."""

    def __init__(self, folder: Path, read_object: ObjectReader, scans: ScanCounter | None = None) -> None:
        """Open the databases in `folder` and make those of the platform.

        COPY reads the objects behind its stages with `read_object`; scans are counted in `scans`, if given.

        Raises:
            WarehouseInUseError: another process has them open.
        """
        super().__init__(create_database_on_connect=False, create_schema_on_connect=False, db_path=folder)
        self.results_cache = _RecentResults()
        self._locks = TableLocks()
        self._read_object = read_object
        self._scans = scans
        self._sessions: WeakSet[Session] = WeakSet()
        self.duck_conn.execute(f"set global memory_limit = '{_MEMORY}'").fetchall()
        self.duck_conn.execute(f"set global temp_directory = '{folder / 'spill'}'").fetchall()
        self._open_databases(folder)

    def connect(
        self, database: str | None = None, schema: str | None = None, nop_regexes: Any = None, **kwargs: Any
    ) -> Session:
        """Open a session."""
        connection: Any = self.duck_conn.cursor()
        if self._scans is not None:
            connection = CountedConnection(connection, self._scans)
        session = Session(
            connection,
            self.results_cache,
            database,
            schema or (database and "PUBLIC"),
            create_database=False,
            create_schema=False,
            db_path=self.db_path,
            locks=self._locks,
            read_object=self._read_object,
            **kwargs,
        )
        self._sessions.add(session)
        return session

    def close(self) -> None:
        """Roll back what is open, write everything to the databases' files and close them."""
        self._locks.close()
        for session in list(self._sessions):
            if not session.is_closed():
                session.duck.interrupt()
                session.close()
        self.duck_conn.close()

    def _open_databases(self, folder: Path) -> None:
        names = {_DATABASE, *(file.stem for file in folder.glob("*.db"))}
        with closing(self.connect()) as session:
            for name in sorted(names):
                self._attach(folder / f"{name}.db", name)
                session.cursor().execute(f'create database if not exists "{name}"')
            for statement in _BOOTSTRAP.read_text().rstrip().rstrip(";").split(";"):
                session.cursor().execute(statement)

    def _attach(self, file: Path, name: str) -> None:
        try:
            self.duck_conn.execute(f"attach '{file}' as \"{name}\" (row_group_size {_ROW_GROUP})").fetchall()
        except duckdb.IOException as error:
            if "lock on file" not in str(error):
                raise
            raise WarehouseInUseError(
                f"{file} is in use by another process; stop it first: {error}"
            ) from error
