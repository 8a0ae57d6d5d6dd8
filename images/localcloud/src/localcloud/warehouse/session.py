"""fakesnow's connection and cursor, with what Snowflake has and fakesnow lacks."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import duckdb
import pyarrow as pa
from fakesnow.conn import FakeSnowflakeConnection
from fakesnow.cursor import FakeSnowflakeCursor
from snowflake.connector.cursor import DictCursor, SnowflakeCursor
from snowflake.connector.errors import ProgrammingError
from sqlglot import Expr, exp

from localcloud.warehouse.copy_into import RESULT, ObjectReader, is_json_copy, run_copy
from localcloud.warehouse.errors import as_snowflake_error, is_conflict
from localcloud.warehouse.literal_rows import TABLE as VALUES_TABLE
from localcloud.warehouse.locks import Owner, TableLocks
from localcloud.warehouse.statements import Kind, autocommit_set_by, changed_tables, kind_of, parse
from localcloud.warehouse.temporary import TemporaryTables

_SUCCESS = "select 'Statement executed successfully.' as status"
_RETRY_SECONDS = 30


class Session(FakeSnowflakeConnection):  # type: ignore[misc]  # fakesnow is read as Any
    """One Snowflake session: its transaction, its locks and its temporary tables."""

    def __init__(
        self,
        duck_conn: duckdb.DuckDBPyConnection,
        *args: Any,
        locks: TableLocks,
        read_object: ObjectReader,
        autocommit: bool = True,
        **kwargs: Any,
    ) -> None:
        """Open a session; `args` and `kwargs` are fakesnow's."""
        # Transactions are kept here: fakesnow knows those that autocommit opens, not `begin`.
        super().__init__(duck_conn, *args, autocommit=True, **kwargs)
        self.duck = duck_conn
        self.read_object = read_object
        self.temporary = TemporaryTables()
        self.values: pa.Table | None = None
        self.mutex = threading.RLock()
        self.owner = Owner(self._abandon)
        self._locks = locks
        self._autocommit_on = autocommit
        self._in_transaction_now = False
        self._broken = ""

    def cursor(self, cursor_class: type[SnowflakeCursor] = SnowflakeCursor) -> Cursor:
        """Return a cursor on this session."""
        return Cursor(self, self.duck, use_dict_result=cursor_class == DictCursor)

    def close(self, retry: bool = True) -> None:
        """Roll back, let go of every lock, and drop the temporary tables."""
        with self.mutex:
            self._end_transaction("rollback")
            super().close(retry)

    def run(self, kind: Kind, statement: Expr, execute: Callable[[], object]) -> None:
        """Run `execute`, which runs `statement`, as part of a transaction of its own or of the open one.

        Raises:
            ProgrammingError: it failed, or the transaction had failed before.
        """
        self.owner.idle_since = None
        try:
            self._refuse_if_broken(kind)
            if kind is Kind.READ:
                self._in_open_transaction(execute) if self._in_transaction_now else execute()
            elif kind is Kind.DEFINE:
                self._end_transaction("commit")
                self._alone(statement, execute)
            elif kind is Kind.CHANGE and self._autocommit_on and not self._in_transaction_now:
                self._alone(statement, execute)
            elif kind is Kind.CHANGE:
                self._begin()
                self._locks.acquire(self.owner, self._changed(statement))
                self._in_open_transaction(execute)
            else:
                self._control(kind, statement)
        finally:
            if self._in_transaction_now:
                self.owner.idle_since = time.monotonic()

    def _control(self, kind: Kind, statement: Expr) -> None:
        if kind is Kind.BEGIN:
            self._begin()
        elif kind is Kind.COMMIT:
            self._end_transaction("commit")
        elif kind is Kind.ROLLBACK:
            self._end_transaction("rollback")
        elif kind is Kind.SET_AUTOCOMMIT:
            self._end_transaction("commit")
            self._autocommit_on = bool(autocommit_set_by(statement))

    def _alone(self, statement: Expr, execute: Callable[[], object]) -> None:
        self._locks.acquire(self.owner, self._changed(statement))
        try:
            _retried(execute)
        finally:
            self._locks.release(self.owner)

    def _in_open_transaction(self, execute: Callable[[], object]) -> None:
        try:
            execute()
        except Exception as error:
            if not self._transaction_is_usable():
                self._broken = str(error)
            raise

    def _transaction_is_usable(self) -> bool:
        try:
            self.duck.execute("select 1").fetchall()
        except duckdb.Error:
            return False
        return True

    def _changed(self, statement: Expr) -> set[tuple[str, str, str]]:
        return changed_tables(statement, self.database, self.schema)

    def _refuse_if_broken(self, kind: Kind) -> None:
        if not self._broken or kind is Kind.ROLLBACK:
            return
        reason = self._broken
        if kind is Kind.COMMIT:
            self._end_transaction("rollback")
        raise ProgrammingError(
            msg=f"The transaction was aborted by an earlier error and must be rolled back: {reason}",
            errno=90232,
            sqlstate="25000",
        )

    def _begin(self) -> None:
        if not self._in_transaction_now:
            self.duck.begin()
            self._in_transaction_now = True

    def _end_transaction(self, how: str) -> None:
        if not self._in_transaction_now:
            self._broken = ""
            return
        try:
            self.duck.execute(how).fetchall()
        except duckdb.Error as error:
            if how == "commit":
                self._end_transaction("rollback")
                raise as_snowflake_error(error) from error
        finally:
            self._in_transaction_now = False
            self._broken = ""
            self.owner.idle_since = None
            self._locks.release(self.owner)

    def _abandon(self) -> None:
        """Roll back because another session waits for this one, which does nothing."""
        if not self.mutex.acquire(blocking=False):
            return
        try:
            if self.owner.idle_since is not None:
                self._end_transaction("rollback")
                self._broken = "it idled while another transaction waited for its tables"
        finally:
            self.mutex.release()


class Cursor(FakeSnowflakeCursor):  # type: ignore[misc]
    """A cursor whose every failure is a Snowflake error."""

    def __init__(self, session: Session, duck_conn: duckdb.DuckDBPyConnection, use_dict_result: bool) -> None:
        """Open a cursor on `session`."""
        super().__init__(session, duck_conn, use_dict_result)
        self._session = session

    def execute(
        self,
        command: str,
        params: Sequence[Any] | dict[Any, Any] | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> Cursor:
        """Run one Snowflake statement.

        Raises:
            ProgrammingError: whatever went wrong.
        """
        with self._session.mutex:
            try:
                self._execute_statement(command, params, kwargs)
            except Exception as error:
                failure = as_snowflake_error(error)
                self._sqlstate = failure.sqlstate
                raise failure from error
        return self

    def _execute_statement(self, command: str, params: Any, options: dict[str, Any]) -> None:
        session = self._session
        if session.values is not None:
            session.duck.register(VALUES_TABLE, session.values)
            session.values = None
        statement = parse(command)
        kind = kind_of(statement, command)
        if kind not in (Kind.READ, Kind.CHANGE, Kind.DEFINE):
            session.run(kind, statement, _nothing)
            super().execute(_SUCCESS)
        elif isinstance(statement, exp.Copy) and is_json_copy(statement):
            session.run(kind, statement, partial(self._copy, statement))
        else:
            rewritten = session.temporary.rewrite(statement, session.database, session.schema)
            session.run(kind, statement, partial(super().execute, rewritten or command, params, **options))
            session.temporary.follow(statement, session.database, session.schema)

    def _copy(self, statement: exp.Copy) -> None:
        session = self._session
        run = super().execute
        run_copy(statement, session.duck, session.read_object, session.database, session.schema, run)
        run(RESULT)


def _retried(execute: Callable[[], object]) -> None:
    deadline = time.monotonic() + _RETRY_SECONDS
    pause = 0.005
    while True:
        try:
            execute()
            return
        except Exception as error:
            if not is_conflict(error) or time.monotonic() > deadline:
                raise
        time.sleep(pause * (1 + random.random()))
        pause = min(pause * 2, 0.5)


def _nothing() -> None:
    return None
