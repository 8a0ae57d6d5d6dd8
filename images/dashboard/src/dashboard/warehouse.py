"""Reads the published marts as Arrow tables.

A statement is a file in the folder sql; one that reads the columns of a contract is put together from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from snowflake.connector import SnowflakeConnection, connect
from snowflake.connector.errors import Error, InterfaceError, OperationalError

from dashboard.errors import DashboardError, UnavailableError

SQL_FOLDER = Path(__file__).parent / "sql"
_NETWORK_TIMEOUT = 300
"""Seconds; without it the connector repeats a failing request for many minutes."""


class Warehouse:
    """An open session; made by `session`."""

    def __init__(self, connection: SnowflakeConnection) -> None:
        self._connection = connection

    def stream(self, name: str, *values: object) -> Iterator[pa.Table]:
        """The rows of a statement, chunk by chunk as the warehouse hands them out; none for no rows.

        Args:
            name: The statement's file without its ending.
            *values: What its question marks stand for, in their order.

        Raises:
            UnavailableError: The warehouse could not be reached.
            DashboardError: It refused the statement.
        """
        yield from self.stream_text((SQL_FOLDER / f"{name}.sql").read_text(), *values)

    def stream_text(self, sql: str, *values: object) -> Iterator[pa.Table]:
        """As `stream`, for a statement that was put together."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                names = [column.name.lower() for column in cursor.description]
                for chunk in cursor.fetch_arrow_batches(force_microsecond_precision=True):
                    if chunk.num_rows:
                        yield chunk.rename_columns(names)
        except Error as error:
            raise _translated(error) from error

    def table(self, name: str, *values: object) -> pa.Table:
        """All rows of a statement, for those that stay small however long the history is.

        Raises:
            UnavailableError: The warehouse could not be reached.
            DashboardError: It refused the statement.
        """
        chunks = list(self.stream(name, *values))
        return pa.concat_tables(chunks, promote_options="permissive") if chunks else pa.table({})


@contextmanager
def session(options: Mapping[str, str]) -> Iterator[Warehouse]:
    """A session of the warehouse, whose queries are tagged.

    Raises:
        UnavailableError: The warehouse could not be reached.
        DashboardError: It refused the login.
    """
    given: dict[str, Any] = dict(options)
    try:
        connection = connect(
            **given,
            paramstyle="qmark",
            network_timeout=_NETWORK_TIMEOUT,
            login_timeout=60,
            session_parameters={"QUERY_TAG": "publish_dashboard"},
        )
    except Error as error:
        raise _translated(error) from error
    with closing(connection):
        yield Warehouse(connection)


def _translated(error: Error) -> DashboardError:
    if isinstance(error, OperationalError | InterfaceError):
        return UnavailableError(
            f"Reading the marts: the warehouse is not available ({error.msg}). Run the same command later."
        )
    return DashboardError(
        f"Reading the marts: the warehouse refused ({error.msg}). Are they built, may this role read?"
    )
