"""COPY INTO of gzipped NDJSON from a stage: what is loaded, what is answered, what is refused."""

from __future__ import annotations

import datetime
import gzip
import json
import time
from collections.abc import Iterable
from typing import Any

import pytest
from snowflake.connector.errors import ProgrammingError

from localcloud.testing import Cloud

BUCKET = "raw-disclosures"
COPY = """
copy into ods.copied (id, committees, payload, batch_date, source_file, source_row, loaded_at)
from (
    select
        $1:id::varchar,
        $1:filer_info:committees,
        $1,
        to_date(regexp_substr(metadata$filename, 'batch_date=([0-9-]+)', 1, 1, 'e', 1)),
        metadata$filename,
        metadata$file_row_number,
        current_timestamp()::timestamp_ntz
    from @ods.raw_disclosures
)
files = ({files})
file_format = (type = json)
force = true
"""
FOLDER = "disclosures/batch_date=2016-03-01"


@pytest.fixture(autouse=True)
def _table(run: Any) -> None:
    run(
        "create or replace table ods.copied (id varchar, committees variant, payload variant,"
        " batch_date date, source_file varchar, source_row int, loaded_at timestamp_ntz)"
    )


def copy_of(*files: str) -> str:
    return COPY.format(files=", ".join(f"'{file}'" for file in files))


def put(s3: Any, key: str, lines: Iterable[object], packed: bool = True) -> str:
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines).encode()
    s3.put_object(Bucket=BUCKET, Key=key, Body=gzip.compress(text, mtime=0) if packed else text)
    return key


def rows_in_table(run: Any) -> int:
    return int(run("select count(*) from ods.copied")[0][0])


def test_expressions_file_names_and_row_numbers(run: Any, s3: Any) -> None:
    filer = {"committees": {"Finance": ["Taxation"]}}
    first = put(s3, f"{FOLDER}/first.ndjson.gz", [{"id": "a", "filer_info": filer}, {"id": "b"}])
    second = put(s3, f"{FOLDER}/second.ndjson.gz", [{"id": "ü", "note": "it's"}])
    answer = run(copy_of(first, second))
    assert [row[:6] for row in answer] == [
        (f"s3://{BUCKET}/{first}", "LOADED", 2, 2, 1, 0),
        (f"s3://{BUCKET}/{second}", "LOADED", 1, 1, 1, 0),
    ]
    day = datetime.date(2016, 3, 1)
    assert run("select id, batch_date, source_file, source_row from ods.copied order by id") == [
        ("a", day, first, 1),
        ("b", day, first, 2),
        ("ü", day, second, 1),
    ]
    assert run(
        "select f.key, f.value[0]::varchar from ods.copied, lateral flatten(input => committees) f"
    ) == [("Finance", "Taxation")]
    assert run("select payload:note::varchar from ods.copied where source_file like '%second%'") == [
        ("it's",)
    ]


def test_the_answer_names_its_columns_as_snowflake_does(cloud: Cloud, s3: Any) -> None:
    key = put(s3, f"{FOLDER}/columns.ndjson.gz", [{"id": "a"}])
    with cloud.connect() as session:
        cursor = session.cursor().execute(copy_of(key))
        assert [column.name for column in cursor.description] == [
            "file", "status", "rows_parsed", "rows_loaded", "error_limit", "errors_seen", "first_error",
            "first_error_line", "first_error_character", "first_error_column_name",
        ]  # fmt: skip


def test_a_stage_with_a_path_and_an_alias(run: Any, s3: Any) -> None:
    put(s3, f"{FOLDER}/path.ndjson", [{"id": "a"}], packed=False)
    run(
        "copy into ods.copied (id, source_file, source_row) from (select t.$1:id::varchar,"
        f" t.metadata$filename, t.metadata$file_row_number from @congress.ods.raw_disclosures/{FOLDER} t)"
        " files = ('path.ndjson') file_format = (type = 'JSON') force = true"
    )
    assert run("select id, source_file, source_row from ods.copied") == [("a", f"{FOLDER}/path.ndjson", 1)]


def test_an_empty_file_loads_nothing(run: Any, s3: Any) -> None:
    key = put(s3, f"{FOLDER}/empty.ndjson.gz", [])
    assert run(copy_of(key))[0][:4] == (f"s3://{BUCKET}/{key}", "LOADED", 0, 0)


def test_a_missing_file_is_an_error_and_nothing_is_loaded(run: Any, s3: Any) -> None:
    good = put(s3, f"{FOLDER}/good.ndjson.gz", [{"id": "a"}])
    with pytest.raises(ProgrammingError, match=rf"s3://{BUCKET}/{FOLDER}/gone.ndjson.gz' was not found"):
        run(copy_of(good, f"{FOLDER}/gone.ndjson.gz"))
    assert rows_in_table(run) == 0


@pytest.mark.parametrize("line", ["{", "[1, 2]", '"text"', "null", "", '{"id": 1} trailing', "<html>"])
def test_a_line_that_is_no_object_is_named_and_nothing_is_loaded(run: Any, s3: Any, line: str) -> None:
    good = put(s3, f"{FOLDER}/good.ndjson.gz", ({"id": str(number)} for number in range(1000)))
    bad = put(s3, f"{FOLDER}/bad.ndjson.gz", [{"id": "a"}, {"id": "b"}, line, {"id": "c"}])
    with pytest.raises(ProgrammingError, match=rf"File 's3://{BUCKET}/{bad}', line 3\b") as refused:
        run(copy_of(good, bad))
    assert refused.value.errno == 100069
    assert rows_in_table(run) == 0


def test_a_bad_line_counts_when_no_column_reads_it(run: Any, s3: Any) -> None:
    bad = put(s3, f"{FOLDER}/unread.ndjson.gz", [{"id": "a"}, "no json"])
    with pytest.raises(ProgrammingError, match="line 2"):
        run(
            "copy into ods.copied (source_file) from (select metadata$filename from @ods.raw_disclosures)"
            f" files = ('{bad}') file_format = (type = json) force = true"
        )


@pytest.mark.parametrize("damage", [lambda body: body[:-12], lambda body: body[:20] + b"\0" * 30 + body[50:]])
def test_a_damaged_file_is_named(run: Any, s3: Any, damage: Any) -> None:
    key = f"{FOLDER}/damaged.ndjson.gz"
    body = gzip.compress(b"".join(b'{"id": "%d"}\n' % number for number in range(1000)))
    s3.put_object(Bucket=BUCKET, Key=key, Body=damage(body))
    with pytest.raises(ProgrammingError, match=key):
        run(copy_of(key))
    assert rows_in_table(run) == 0


def test_a_failed_copy_leaves_the_transaction_to_be_rolled_back(cloud: Cloud, run: Any, s3: Any) -> None:
    run("insert into ods.copied (id) values ('kept')")
    bad = put(s3, f"{FOLDER}/bad.ndjson.gz", [{"id": "a"}, "no json"])
    with cloud.connect() as session:
        cursor = session.cursor()
        cursor.execute("begin")
        cursor.execute("delete from ods.copied")
        with pytest.raises(ProgrammingError, match="line 2"):
            cursor.execute(copy_of(bad))
        cursor.execute("rollback")
        assert cursor.execute("select id from ods.copied").fetchall() == [("kept",)]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("force = true", ""), "without FORCE"),
        (("force = true", "force = true on_error = continue"), "ON_ERROR"),
        (("force = true", "force = true pattern = '.*'"), "PATTERN"),
        (("$1:id", "$2:id"), r"\$2"),
        (("@ods.raw_disclosures", "@ods.nowhere"), "Stage 'ODS.NOWHERE' does not exist"),
        (("ods.copied", "ods.nowhere"), "NOWHERE does not exist"),
    ],
)
def test_what_it_can_not_do_it_refuses(run: Any, s3: Any, change: tuple[str, str], complaint: str) -> None:
    key = put(s3, f"{FOLDER}/refused.ndjson.gz", [{"id": "a"}])
    with pytest.raises(ProgrammingError, match=complaint):
        run(copy_of(key).replace(*change))
    assert rows_in_table(run) == 0


def test_a_thousand_files_load_in_seconds(run: Any, s3: Any) -> None:
    files = [
        put(s3, f"{FOLDER}/many/{number}.ndjson.gz", [{"id": f"{number}"}] * 3) for number in range(1000)
    ]
    begun = time.monotonic()
    assert len(run(copy_of(*files))) == 1000
    assert time.monotonic() - begun < 10
    assert run("select count(*), count(distinct source_file), max(source_row) from ods.copied") == [
        (3000, 1000, 3)
    ]
