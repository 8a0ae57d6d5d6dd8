"""SQL statements from the folder sql, and the connection that runs them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

if TYPE_CHECKING:
    from snowflake.connector import SnowflakeConnection

SQL_FOLDER = Path(__file__).parents[1] / "sql"
_TEMPLATES = Environment(undefined=StrictUndefined, autoescape=False)
_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def statement(file: str, name: str, **values: object) -> str:
    """One named statement of a file in sql, with its `{{ … }}` filled in.

    Args:
        file: The file without its ending, for example "ods/disclosures".
        name: What stands after `-- name:`.
        **values: The statement's parameters; a list of texts or dates becomes a list of SQL literals.

    Raises:
        KeyError: The file has no such statement.
    """
    parts = _NAME.split((SQL_FOLDER / f"{file}.sql").read_text())
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    template = _TEMPLATES.from_string(texts[name].strip().removesuffix(";"))
    return template.render({key: _literals(value) for key, value in values.items()})


def _literals(value: object) -> object:
    if isinstance(value, list | tuple | set):
        return ", ".join(_literal(str(each)) for each in value)
    return value


def _literal(text: str) -> str:
    # Snowflake reads a backslash in a literal as an escape
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


class Warehouse:
    """An open session; made by `session`."""

    def __init__(self, connection: SnowflakeConnection) -> None:
        self._connection = connection

    def run(self, file: str, name: str, **values: object) -> list[dict[str, Any]]:
        """Run one named statement and return its rows, column names in lower case."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement(file, name, **values))
            columns = [column.name.lower() for column in cursor.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block did, or nothing of it."""
        self._execute("begin")
        try:
            yield
        except BaseException:
            self._execute("rollback")
            raise
        self._execute("commit")

    def _execute(self, text: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(text)


@contextmanager
def session(tag: str) -> Iterator[Warehouse]:
    """A session of the warehouse, whose queries are tagged, for example "extract_disclosures.load"."""
    from pipeline.hooks import WarehouseHook

    connection = WarehouseHook(session_parameters={"QUERY_TAG": tag}).get_conn()
    try:
        yield Warehouse(connection)
    finally:
        connection.close()


def days(values: Iterable[str | date]) -> list[str]:
    """Batch dates in order and once each, as texts like 2016-03-01.

    Raises:
        ValueError: One of them is no date.
    """
    return [str(day) for day in sorted({date.fromisoformat(str(value)) for value in values})]
