"""Locks on tables, held until the end of a transaction, as Snowflake holds them for DML."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from snowflake.connector.errors import ProgrammingError

Table = tuple[str, str, str]


@dataclass(eq=False)
class Owner:
    """Who holds locks: a session. `abandon` ends its transaction when it idles while others wait."""

    abandon: Callable[[], None]
    idle_since: float | None = None
    tables: set[Table] = field(default_factory=set)
    waits_for: Table | None = None


class TableLocks:
    """Exclusive locks by table name, so that two transactions never change the same DuckDB rows.

    DuckDB would fail the second one; Snowflake makes it wait. A wait that would never end (a deadlock), or
    that lasts longer than `timeout`, is an error. An owner that idles inside its transaction for longer than
    `idle_limit` while somebody waits for it is rolled back, as Snowflake does after five minutes: its client
    was probably killed.
    """

    def __init__(self, timeout: float = 300, idle_limit: float = 30) -> None:
        """Take both limits in seconds."""
        self._timeout = timeout
        self._idle_limit = idle_limit
        self._changed = threading.Condition()
        self._owners: dict[Table, Owner] = {}
        self._closed = False

    def close(self) -> None:
        """End every wait with an error, because the process stops."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def acquire(self, owner: Owner, tables: Iterable[Table]) -> None:
        """Lock `tables` for `owner`, waiting for other owners.

        Raises:
            ProgrammingError: the wait would be a deadlock, or lasted too long.
        """
        for table in sorted(tables):
            with self._changed:
                self._acquire_one(owner, table)

    def release(self, owner: Owner) -> None:
        """Let go of every table of `owner`."""
        with self._changed:
            for table in owner.tables:
                del self._owners[table]
            owner.tables.clear()
            self._changed.notify_all()

    def _acquire_one(self, owner: Owner, table: Table) -> None:
        deadline = time.monotonic() + self._timeout
        owner.waits_for = table
        try:
            while (holder := self._owners.get(table)) not in (None, owner):
                assert holder is not None
                if self._closed:
                    raise _locked(table, "the laptop cloud stops")
                if self._waits_for(holder, owner):
                    raise _locked(table, "waiting for it would be a deadlock")
                if time.monotonic() > deadline:
                    raise _locked(table, f"it was not released in {self._timeout:.0f} s")
                self._end_if_abandoned(holder)
                self._changed.wait(0.2)
        finally:
            owner.waits_for = None
        self._owners[table] = owner
        owner.tables.add(table)

    def _waits_for(self, holder: Owner | None, owner: Owner) -> bool:
        while holder is not None and holder.waits_for is not None:
            holder = self._owners.get(holder.waits_for)
            if holder is owner:
                return True
        return False

    def _end_if_abandoned(self, holder: Owner) -> None:
        idle_since = holder.idle_since
        if idle_since is not None and time.monotonic() - idle_since > self._idle_limit:
            self._changed.release()
            try:
                holder.abandon()
            finally:
                self._changed.acquire()


def _locked(table: Table, why: str) -> ProgrammingError:
    return ProgrammingError(
        msg=f"Statement aborted: table '{'.'.join(table)}' is locked by another transaction, and {why}.",
        errno=625,
        sqlstate="57014",
    )
