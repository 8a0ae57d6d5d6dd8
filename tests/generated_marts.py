"""The published marts of an invented Congress, of any size, in the laptop's warehouse.

For what reads the marts: the dashboard's exporter and its pages. The rows are the same at every run.
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, StrictUndefined

from localcloud.testing import Cloud

_SQL = Path(__file__).with_suffix(".sql")
_TYPES = {"BIGINT": "number(38,0)", "HUGEINT": "number(38,0)", "TIMESTAMP": "timestamp_ntz"}
_BUCKET = "raw-market"
_ROWS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Size:
    """How much there is.

    Attributes:
        trades: Disclosed trades, superseded and withdrawn ones included; 0 for empty marts.
        officials: The last one trades nothing.
        tickers: The last one has no prices.
        first: The first day of the reports.
        last: The greatest batch date.
        days_between_bars: 1 for a bar on every open day.
    """

    trades: int
    officials: int
    tickers: int
    first: str
    last: str
    days_between_bars: int = 1


NOTHING = Size(0, 0, 0, "2022-01-03", "2023-03-31")
ONE_TRADE = Size(1, 2, 2, "2023-03-01", "2023-03-31")
SMALL = Size(2_000, 24, 60, "2022-01-03", "2023-03-31")
LARGE = Size(200_000, 540, 4_000, "2016-01-04", "2023-12-29", days_between_bars=15)


class GeneratedMarts:
    """The marts of a size, in memory."""

    def __init__(self, size: Size) -> None:
        template = Environment(undefined=StrictUndefined).from_string(_SQL.read_text())
        self._database = duckdb.connect()
        self._database.execute(
            template.render(**vars(size), entries=("transaction", "follower"), horizons=(7, 30, 90, 180, 365))
        )

    def tables(self) -> dict[str, dict[str, str]]:
        """The columns of each mart, with the warehouse's types."""
        rows = self._database.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "where table_schema = 'publish' order by table_name, ordinal_position"
        ).fetchall()
        found: dict[str, dict[str, str]] = {}
        for table, column, type_ in rows:
            name = _TYPES.get(
                type_, type_.lower().replace("decimal", "number").replace("integer", "number(38,0)")
            )
            found.setdefault(table, {})[column] = name
        return found

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._database.execute(sql).fetchall()

    def write_contracts(self, folder: Path) -> Path:
        """Describe the marts as dbt's models do, in a folder of models."""
        models = [
            {
                "name": table,
                "description": f"Generated {table}.",
                "columns": [
                    {"name": name, "data_type": type_, "description": f"Generated {name}."}
                    for name, type_ in columns.items()
                ],
            }
            for table, columns in self.tables().items()
        ]
        (folder / "publish").mkdir(parents=True)
        (folder / "publish" / "publish.yml").write_text(json.dumps({"models": models}))
        return folder

    def close(self) -> None:
        """Give the memory back."""
        self._database.close()

    def load(self, cloud: Cloud) -> None:
        """Put every mart into the laptop's warehouse, in place of what is there."""
        s3 = cloud.s3()
        with tempfile.TemporaryDirectory() as folder, cloud.connect() as session, session.cursor() as cursor:
            for table, columns in self.tables().items():
                typed = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
                cursor.execute(f"drop view if exists publish.{table}")
                cursor.execute(f"create or replace table publish.{table} ({typed})")
                values = ", ".join(f"$1:{name}::{type_}" for name, type_ in columns.items())
                [(rows,)] = self.rows(f"select count(*) from publish.{table}")
                for start in range(0, rows, _ROWS_AT_ONCE):
                    file = Path(folder) / f"{table}-{start}.ndjson.gz"
                    self._database.execute(
                        f"copy (select * from publish.{table} where rowid between {start} and "
                        f"{start + _ROWS_AT_ONCE - 1}) to '{file}' (format json, compression gzip)"
                    )
                    s3.upload_file(str(file), _BUCKET, f"generated/{file.name}")
                    cursor.execute(
                        f"copy into publish.{table} ({', '.join(columns)}) "
                        f"from (select {values} from @ods.raw_market) files = ('generated/{file.name}') "
                        "file_format = (type = json) force = true"
                    )
