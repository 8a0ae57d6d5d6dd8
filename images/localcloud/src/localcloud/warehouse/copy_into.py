"""COPY INTO of newline-delimited JSON from an S3 stage, which fakesnow does not have."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import duckdb
import pyarrow as pa
from snowflake.connector.errors import ProgrammingError
from sqlglot import Expr, exp

_STAGE_URL = """
select url from _fs_global._fs_information_schema._fs_stages
where database_name = ? and schema_name = ? and name = ?
"""
# A case, because the sides of an `or` may change places; a filter, because an expression may go unused.
_RECORDS = """
create or replace temp view localcloud_copy_records as
select filename, file_row_number, try_cast(line as json) as json
from localcloud_copy_lines
where case
    when coalesce(json_type(try_cast(line as json)), '') = 'OBJECT' then true
    else error(to_json({'row': file_row_number, 'file': filename, 'text': left(line, 100)})::varchar)
end
"""
_ERROR = re.compile(r'\{"row":.*\}', re.DOTALL)
_GZIP = b"\x1f\x8b"
_METADATA = {"METADATA$FILENAME": "filename", "METADATA$FILE_ROW_NUMBER": "file_row_number"}
_LINES = pa.schema([("filename", pa.string()), ("file_row_number", pa.int64()), ("line", pa.string())])
_OPTIONS = frozenset({"FILES", "FILE_FORMAT", "FORCE", "ON_ERROR", "PURGE"})
_BATCH_BYTES = 2 * 1024 * 1024

RESULT = "select * from temp.localcloud_copy_result"
"""Reads the result of the last COPY of a DuckDB connection: one row a file."""


ObjectReader = Callable[[str, str], bytes | None]
"""Returns the bytes of the object in a bucket under a key; None when there is no such object."""


@dataclass(frozen=True)
class _Copy:
    target: str
    select: exp.Select
    stage: str
    files: list[str]


def is_json_copy(statement: exp.Copy) -> bool:
    """Say whether `statement` loads JSON from a named stage; fakesnow runs the others."""
    return _stage_of(statement) is not None and _format_of(statement) == "JSON"


def run_copy(
    statement: exp.Copy,
    duck: duckdb.DuckDBPyConnection,
    read: ObjectReader,
    database: str | None,
    schema: str | None,
    execute: Callable[[str], object],
) -> None:
    """Load the files of `statement`, through `execute` so that its expressions are Snowflake's.

    RESULT then reads what was loaded.

    Raises:
        ProgrammingError: a file is missing, a line is not a JSON object, a value does not fit its column.
    """
    copy = _read(statement.copy())
    bucket, prefix = _location(duck, copy.stage, database, schema)
    source = _Source(read, bucket, prefix, copy.files)
    # One stream for all files: a table registered for each would stay in memory until the transaction ends.
    duck.register("localcloud_copy_lines", pa.RecordBatchReader.from_batches(_LINES, source.batches()))
    duck.execute(_RECORDS).fetchall()
    try:
        execute(f"insert into {copy.target} {copy.select.sql(dialect='snowflake')}")
    except Exception as error:
        failure = source.failure or _not_an_object(bucket, error)
        if failure is None:
            raise
        raise failure from error
    duck.register("localcloud_copy_result", source.result())


def _read(statement: exp.Copy) -> _Copy:
    options = {str(option.this.name).upper(): option for option in statement.args["params"]}
    if unknown := options.keys() - _OPTIONS:
        raise _unsupported(f"the option {', '.join(sorted(unknown))}")
    if not _is(options.get("FORCE"), "TRUE"):
        raise _unsupported("COPY without FORCE = TRUE: which files were loaded before is not remembered")
    if "ON_ERROR" in options and not _is(options["ON_ERROR"], "ABORT_STATEMENT"):
        raise _unsupported("ON_ERROR other than ABORT_STATEMENT")
    if _is(options.get("PURGE"), "TRUE"):
        raise _unsupported("PURGE")
    if "FILES" not in options:
        raise _unsupported("COPY without FILES")
    stage = _stage_of(statement)
    assert stage is not None
    return _Copy(
        target=statement.this.sql(dialect="snowflake"),
        select=_select_of(statement, stage),
        stage=stage.this.name,
        files=[literal.name for literal in options["FILES"].expression.find_all(exp.Literal)],
    )


def _stage_of(statement: exp.Copy) -> exp.Table | None:
    for source in statement.args["files"]:
        for table in source.find_all(exp.Table):
            if isinstance(table.this, exp.Var) and table.this.name.startswith("@"):
                return table
    return None


def _format_of(statement: exp.Copy) -> str:
    for option in statement.args["params"]:
        if str(option.this.name).upper() == "FILE_FORMAT":
            for item in option.expressions:
                if item.name.upper() == "TYPE":
                    return str(item.args["value"].name).upper()
    return ""


def _is(option: Expr | None, value: str) -> bool:
    return option is not None and option.expression.sql().strip("'").upper() == value


def _select_of(statement: exp.Copy, stage: exp.Table) -> exp.Select:
    """Return the column expressions over the records instead of the stage."""
    source = statement.args["files"][0]
    if not isinstance(source, exp.Subquery) or not isinstance(source.this, exp.Select):
        raise _unsupported("COPY without a select over the stage")
    records = exp.table_("localcloud_copy_records", db="temp", quoted=True, alias=stage.alias or None)
    stage.replace(records)
    select = source.this
    for column in list(select.find_all(exp.Parameter)):
        if column.name != "1":
            raise _unsupported(f"${column.name}: a JSON file has one column, $1")
        column.replace(
            exp.to_identifier("json", quoted=True) if _qualified(column) else exp.column("json", quoted=True)
        )
    for column in list(select.find_all(exp.Column)):
        if replacement := _METADATA.get(column.name.upper()):
            column.set("this", exp.to_identifier(replacement, quoted=True))
    return select


def _qualified(parameter: exp.Parameter) -> bool:
    return isinstance(parameter.parent, exp.Column)


def _location(
    duck: duckdb.DuckDBPyConnection, stage: str, database: str | None, schema: str | None
) -> tuple[str, str]:
    """Return the bucket and the key prefix of `@[[database.]schema.]stage[/path]`."""
    name, _, path = stage.removeprefix("@").partition("/")
    parts = [part.strip('"') if part.startswith('"') else part.upper() for part in name.split(".")]
    full_name = [*[database, schema][: 3 - len(parts)], *parts]
    rows = duck.execute(_STAGE_URL, full_name).fetchall()
    if not rows or not str(rows[0][0]).startswith("s3://"):
        raise ProgrammingError(
            msg=f"SQL compilation error:\nStage '{name.upper()}' does not exist or not authorized.",
            errno=2003,
            sqlstate="02000",
        )
    bucket, _, prefix = str(rows[0][0]).removeprefix("s3://").partition("/")
    return bucket, prefix + path + ("/" if path and not path.endswith("/") else "")


class _Source:
    """The lines of all files, as a stream whose memory does not follow the load's size."""

    def __init__(self, read: ObjectReader, bucket: str, prefix: str, files: list[str]) -> None:
        self._read = read
        self._bucket = bucket
        self._keys = [prefix + file for file in files]
        self._rows = dict.fromkeys(self._keys, 0)
        self.failure: ProgrammingError | None = None

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield batches of some 2 MB; a failure is also kept, because DuckDB hands on its text only."""
        names: list[str] = []
        numbers: list[int] = []
        lines: list[str] = []
        size = 0
        try:
            for key in self._keys:
                for number, line in enumerate(self._lines(key), start=1):
                    names.append(key)
                    numbers.append(number)
                    lines.append(line)
                    size += len(line)
                    if size > _BATCH_BYTES:
                        yield pa.record_batch([names, numbers, lines], schema=_LINES)
                        names, numbers, lines, size = [], [], [], 0
        except ProgrammingError as error:
            self.failure = error
            raise
        if lines:
            yield pa.record_batch([names, numbers, lines], schema=_LINES)

    def _lines(self, key: str) -> Iterator[str]:
        body = self._read(self._bucket, key)
        if body is None:
            raise _missing(self._bucket, key)
        file: BinaryIO = io.BytesIO(body)
        try:
            for line in gzip.GzipFile(fileobj=file) if body.startswith(_GZIP) else file:
                yield line.decode().rstrip("\r\n")
                self._rows[key] += 1
        except (EOFError, OSError, zlib.error, UnicodeDecodeError) as error:
            raise _bad_line(self._bucket, key, self._rows[key] + 1, str(error)) from error

    def result(self) -> pa.Table:
        """Return what Snowflake answers: one row a file."""
        count = len(self._rows)
        nothing = pa.nulls(count, pa.string())
        return pa.table(
            {
                "file": [f"s3://{self._bucket}/{key}" for key in self._rows],
                "status": ["LOADED"] * count,
                "rows_parsed": list(self._rows.values()),
                "rows_loaded": list(self._rows.values()),
                "error_limit": [1] * count,
                "errors_seen": [0] * count,
                "first_error": nothing,
                "first_error_line": nothing.cast(pa.int64()),
                "first_error_character": nothing.cast(pa.int64()),
                "first_error_column_name": nothing,
            }
        )


def _not_an_object(bucket: str, error: Exception) -> ProgrammingError | None:
    if not isinstance(error, duckdb.InvalidInputException) or not (found := _ERROR.search(str(error))):
        return None
    line = json.loads(found[0])
    return _bad_line(bucket, line["file"], line["row"], f"not a JSON object: {line['text']}")


def _bad_line(bucket: str, key: str, number: int, what: str) -> ProgrammingError:
    return ProgrammingError(
        msg=f"Error parsing JSON: {what}\n  File 's3://{bucket}/{key}', line {number}, character 1",
        errno=100069,
        sqlstate="22P02",
    )


def _missing(bucket: str, key: str) -> ProgrammingError:
    return ProgrammingError(
        msg=f"Remote file 's3://{bucket}/{key}' was not found. The file might not exist.",
        errno=91016,
        sqlstate="22000",
    )


def _unsupported(what: str) -> ProgrammingError:
    return ProgrammingError(msg=f"The laptop cloud does not support {what}.", errno=2, sqlstate="0A000")
