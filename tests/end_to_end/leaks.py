"""Everything that an installation has written, as texts to look for a secret in."""

import gzip
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.installation import Installation

PRESENT = {
    "log": "batch_published",
    "metadata": "extract_disclosures",
    "rendered field": "--batch-date",
    "object": "Invented Official",
    "table": "Invented Official",
    "artifact": "fct_trades",
    "file": "congress",
}
"""What is surely found in each kind of place."""
_KINDS = {"logs": "log", "target": "artifact"}
"""What is kept in folders of these names."""


@dataclass(frozen=True)
class Place:
    """A text and where it stands."""

    kind: str
    name: str
    text: str = field(repr=False)


def places(platform: Installation) -> list[Place]:
    """Every file, object, table and row of Airflow's database, but the file that keeps the credentials."""
    return [*_files(platform), *_metadata(platform), *_objects(platform), *_tables(platform)]


def _files(platform: Installation) -> Iterator[Place]:
    keeper = platform.world / "world.json"
    assert keeper.stat().st_mode & 0o077 == 0
    for path in platform.folder.rglob("*"):
        if path.is_file() and path != keeper:
            folders = set(path.relative_to(platform.folder).parts)
            kind = next((kind for folder, kind in _KINDS.items() if folder in folders), "file")
            yield Place(kind, str(path), path.read_bytes().decode("latin-1"))


def _metadata(platform: Installation) -> Iterator[Place]:
    database = platform.world / "airflow" / "airflow.db"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = [
            name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
        ]
        for table in tables:
            kind = "rendered field" if table == "rendered_task_instance_fields" else "metadata"
            rows = connection.execute(f'select * from "{table}"')
            yield Place(kind, table, "\n".join(_decoded(value) for row in rows for value in row))


def _decoded(value: Any) -> str:
    if isinstance(value, bytes):
        with suppress(zlib.error):
            value = zlib.decompress(value)
        return value.decode("latin-1")
    return str(value)


def _objects(platform: Installation) -> Iterator[Place]:
    s3 = platform.cloud.s3()
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for listed in page.get("Contents", []):
                found = s3.get_object(Bucket=bucket["Name"], Key=listed["Key"])
                body = found["Body"].read()
                text = (gzip.decompress(body) if listed["Key"].endswith(".gz") else body).decode("latin-1")
                yield Place("object", listed["Key"], f"{listed['Key']} {found['Metadata']} {text}")


def _tables(platform: Installation) -> Iterator[Place]:
    run = platform.run
    tables = run.query(
        "select table_schema, table_name from information_schema.tables"
        " where lower(table_schema) in ('ods', 'audit', 'publish')"
    )
    for schema, table in tables:
        yield Place("table", f"{schema}.{table}", str(run.query(f'select * from {schema}."{table}"')))
