"""What `make run` shows at its end, and the SQL of `make query`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from laptop.errors import LaptopError
from laptop.world import World

LAYERS = ("ods", "audit", "publish")
_CONNECTION = (
    "ACCOUNT",
    "AUTHENTICATOR",
    "DATABASE",
    "HOST",
    "PASSWORD",
    "PORT",
    "PROTOCOL",
    "ROLE",
    "USER",
    "WAREHOUSE",
    "WORKLOAD_IDENTITY_PROVIDER",
)
_WIDEST = 40


def show(world: World) -> None:
    """Print the reports of summary.sql and the rows of each layer."""
    with _cursor(world.environment()) as cursor:
        for title, sql in _reports():
            cursor.execute(sql)
            _print_table(title, [column.name.lower() for column in cursor.description], cursor.fetchall())
        _print_table(
            "Rows of each layer", ["layer", "tables", "rows"], [_layer(cursor, name) for name in LAYERS]
        )


def published_days(world: World) -> set[date]:
    """The batch dates that are published."""
    with _cursor(world.environment()) as cursor:
        cursor.execute("select batch_date from publish.batches")
        return {row[0] for row in cursor}


def require_published(world: World, days: Iterable[date]) -> None:
    """Nothing, when each of these batch dates is published.

    Raises:
        LaptopError: Some are not.
    """
    published = published_days(world)
    missing = [str(day) for day in days if day not in published]
    if missing:
        raise LaptopError(f"Not published: {', '.join(missing)}. See build_marts in {world.airflow_url}")


def write_csv(world: World, sql: str) -> None:
    """Run one statement and print its result as CSV.

    Raises:
        LaptopError: The warehouse refused it.
    """
    from snowflake.connector.errors import Error

    try:
        with _cursor(world.environment()) as cursor:
            cursor.execute(sql)
            out = csv.writer(sys.stdout)
            out.writerow(column.name.lower() for column in cursor.description)
            out.writerows(cursor)
    except Error as error:
        raise LaptopError(f"The warehouse refused: {error.msg}") from error


@contextmanager
def _cursor(environment: Mapping[str, str]) -> Iterator[Any]:
    # imported here: it takes a second
    from snowflake.connector import connect

    given = {name.lower(): environment.get(f"SNOWFLAKE_{name}") for name in _CONNECTION}
    given["private_key_file"] = environment.get("SNOWFLAKE_PRIVATE_KEY_FILE")
    options: dict[str, Any] = {name: value for name, value in given.items() if value}
    with closing(connect(**options, network_timeout=60)) as connection, connection.cursor() as cursor:
        yield cursor


def _reports() -> Iterator[tuple[str, str]]:
    """The titles and statements of summary.sql."""
    for part in Path(__file__).with_suffix(".sql").read_text().split("-- ")[1:]:
        title, sql = part.split("\n", 1)
        yield title, sql.strip().removesuffix(";")


def _layer(cursor: Any, schema: str) -> tuple[str, int, int]:
    listing = (
        "select table_name from information_schema.tables where table_schema ilike %s and table_type = %s"
    )
    cursor.execute(listing, (schema, "BASE TABLE"))
    tables = [row[0] for row in cursor.fetchall()]
    rows = sum(cursor.execute(f'select count(*) from {schema}."{table}"').fetchone()[0] for table in tables)
    return schema, len(tables), rows


def _print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    cells = [list(columns), *([_text(value) for value in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(columns))]
    right = [bool(rows) and isinstance(rows[0][n], int | float | Decimal) for n in range(len(columns))]
    print(f"\n{title}")
    for row in cells:
        aligned = (
            cell.rjust(width) if numeric else cell.ljust(width)
            for cell, width, numeric in zip(row, widths, right, strict=True)
        )
        print("  " + "  ".join(aligned).rstrip())
    if not rows:
        print("  (none)")


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, int | float | Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    text = str(value)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
