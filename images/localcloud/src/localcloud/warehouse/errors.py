"""DuckDB's and Python's errors as the errors that Snowflake would answer."""

from __future__ import annotations

import duckdb
from snowflake.connector.errors import Error, ProgrammingError

_CODES: list[tuple[type[Exception], str, int, str]] = [
    (duckdb.ConstraintException, "NOT NULL", 100072, "22000"),
    (duckdb.OutOfRangeException, "", 100039, "22003"),
    (duckdb.TransactionException, "", 625, "57014"),
    (duckdb.InterruptException, "", 604, "57014"),
]
_INTERNAL = (603, "XX000")


def as_snowflake_error(error: Exception) -> ProgrammingError:
    """Turn any exception into one that fakesnow's server answers as a failed statement.

    Anything else it answers with HTTP 500, which the connector retries silently for minutes.
    """
    if isinstance(error, ProgrammingError):
        return error
    if isinstance(error, Error):
        return ProgrammingError(msg=error.raw_msg, errno=error.errno, sqlstate=error.sqlstate)
    for kind, word, errno, sqlstate in _CODES:
        if isinstance(error, kind) and word in str(error):
            return ProgrammingError(msg=str(error), errno=errno, sqlstate=sqlstate)
    errno, sqlstate = _INTERNAL
    return ProgrammingError(msg=f"{type(error).__name__}: {error}", errno=errno, sqlstate=sqlstate)


def is_conflict(error: BaseException) -> bool:
    """Say whether DuckDB refused a statement because another transaction changed the same thing."""
    cause = error if isinstance(error, duckdb.Error) else error.__cause__
    return isinstance(cause, (duckdb.TransactionException, duckdb.CatalogException)) and (
        "conflict" in str(cause).lower()
    )
