"""The loader on a real laptop cloud: objects and manifests are put into its S3 by hand."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from snowflake.connector.errors import ProgrammingError

from localcloud.testing import Cloud, running_cloud
from pipeline import loading
from pipeline.loading import DISCLOSURES, MARKET, TICKERS, LoadError, load
from pipeline.wanted import read_wanted

from .conftest import Change

DAY, NEXT_DAY = "2016-03-01", "2016-03-02"


@dataclass
class Bucket:
    """Puts batches as the extractor does, and lies where a test says so."""

    s3: Any

    def put_object(self, bucket: str, folder: str, text: str) -> str:
        key = f"{folder}/{hashlib.sha256(text.encode()).hexdigest()}.ndjson.gz"
        self.s3.put_object(Bucket=bucket, Key=key, Body=gzip.compress(text.encode(), mtime=0))
        return key

    def put_manifest(
        self,
        bucket: str,
        dataset: str,
        day: str,
        objects: Sequence[dict[str, Any]],
        answers: Iterable[dict[str, Any]] = (),
    ) -> None:
        manifest = {
            "manifest_version": 1,
            "dataset": dataset,
            "batch_date": day,
            "window": {"date_from": day, "date_to": day} if dataset == "disclosures" else None,
            "objects": list(objects),
            "answers": list(answers),
            "rows": sum(each["rows"] for each in objects),
            "requests": 1,
            "extracted_at": f"{day}T23:59:59Z",
        }
        key = f"{dataset}/batch_date={day}/_manifest.json"
        self.s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(manifest).encode() + b"\n")

    def put_disclosures(self, day: str, *pages: str, rows: int | None = None) -> None:
        """A batch of an object a page; `rows` is what the manifest says, if not the truth."""
        objects = []
        for page in pages:
            key = self.put_object("raw-disclosures", f"disclosures/batch_date={day}", page)
            count = page.count("\n") if rows is None else rows
            objects.append({"key": key, "dataset": "disclosures", "rows": count, "bytes": 1})
        self.put_manifest("raw-disclosures", "disclosures", day, objects)

    def put_tickers(self, day: str, count: int) -> None:
        page = "".join(json.dumps({"ticker": f"T{n}"}) + "\n" for n in range(count))
        key = self.put_object("raw-market", f"tickers/batch_date={day}", page)
        entry = {"key": key, "dataset": "tickers", "rows": count, "bytes": 1}
        self.put_manifest("raw-market", "tickers", day, [entry])

    def put_bars(self, day: str, trade_date: str, **closes: float) -> None:
        page = "".join(json.dumps({"T": ticker, "c": close}) + "\n" for ticker, close in closes.items())
        key = self.put_object("raw-market", f"grouped_daily/trade_date={trade_date}/batch_date={day}", page)
        entry = {"key": key, "dataset": "grouped_daily", "rows": len(closes), "bytes": 1}
        answer = {
            "dataset": "grouped_daily",
            "trade_date": trade_date,
            "ticker": None,
            "answer": "found" if closes else "empty",
            "rows": len(closes),
        }
        self.put_manifest("raw-market", "market", day, [entry] if closes else [], [answer])


def trades(*ids: str) -> str:
    return "".join(json.dumps({"id": each, "report_date": DAY}) + "\n" for each in ids)


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with running_cloud(tmp_path_factory.mktemp("cloud"), None) as running:
        yield running


@pytest.fixture
def bucket(cloud: Cloud, change_settings: Change) -> Bucket:
    """An S3 whose batches are loaded into empty tables."""
    settings = cloud.environment()
    extra = {name.removeprefix("SNOWFLAKE_").lower(): value for name, value in settings.items()}
    connection = {
        "conn_type": "snowflake",
        "login": "laptop",
        "password": "laptop",
        "extra": {**extra, "network_timeout": 60},
    }
    change_settings({**settings, "AIRFLOW_CONN_SNOWFLAKE_DEFAULT": json.dumps(connection)})
    loading.create_tables()
    for table in loading.TABLES:
        query(cloud, f"delete from ods.{table}")
    return Bucket(cloud.s3())


def query(cloud: Cloud, sql: str) -> list[tuple[Any, ...]]:
    with cloud.connect() as connection, connection.cursor() as cursor:
        return list(cursor.execute(sql).fetchall())


def ids(cloud: Cloud) -> list[tuple[str, str]]:
    return [
        (str(day), trade)
        for day, trade in query(cloud, "select batch_date, trade_id from ods.disclosures order by 1, 2")
    ]


def test_a_load_takes_what_the_manifest_names_and_nothing_else(cloud: Cloud, bucket: Bucket) -> None:
    bucket.put_object("raw-disclosures", f"disclosures/batch_date={DAY}", trades("of a run that died"))
    bucket.put_disclosures(DAY, trades("a", "b"), trades("c"))
    load(DISCLOSURES, [DAY])
    assert ids(cloud) == [(DAY, "a"), (DAY, "b"), (DAY, "c")]
    [manifest] = query(cloud, "select dataset, batch_date::varchar, row_count from ods.manifests")
    assert manifest == ("disclosures", DAY, 3)


def test_a_repeat_replaces_its_batch_and_no_other(cloud: Cloud, bucket: Bucket) -> None:
    bucket.put_disclosures(DAY, trades("a", "b"))
    bucket.put_disclosures(NEXT_DAY, trades("a", "c"))
    load(DISCLOSURES, [DAY, NEXT_DAY])
    bucket.put_disclosures(DAY, trades("b"))
    load(DISCLOSURES, [DAY])
    load(DISCLOSURES, [DAY])
    assert ids(cloud) == [(DAY, "b"), (NEXT_DAY, "a"), (NEXT_DAY, "c")]
    assert query(cloud, "select count(*) from ods.manifests") == [(2,)]


def test_a_batch_without_rows_is_loaded(cloud: Cloud, bucket: Bucket) -> None:
    bucket.put_disclosures(DAY)
    load(DISCLOSURES, [DAY])
    assert ids(cloud) == []
    assert query(cloud, "select row_count from ods.manifests") == [(0,)]


def test_more_objects_than_one_copy_takes(
    cloud: Cloud, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "FILES_PER_COPY", 2)
    bucket.put_disclosures(DAY, *(trades(f"trade {n}") for n in range(5)))
    load(DISCLOSURES, [DAY])
    assert len(ids(cloud)) == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_other_rows_than_the_manifest_says_change_nothing(cloud: Cloud, bucket: Bucket, rows: int) -> None:
    bucket.put_disclosures(DAY, trades("old"))
    load(DISCLOSURES, [DAY])
    bucket.put_disclosures(DAY, trades("new", "newer"), rows=rows)
    with pytest.raises(LoadError, match=f"the manifests name {rows} rows, 2 were copied"):
        load(DISCLOSURES, [DAY])
    assert ids(cloud) == [(DAY, "old")]
    assert query(cloud, "select row_count from ods.manifests") == [(1,)]


def test_a_batch_of_the_set_without_a_manifest_changes_nothing(cloud: Cloud, bucket: Bucket) -> None:
    bucket.put_disclosures(DAY, trades("a"))
    with pytest.raises(ProgrammingError):
        load(DISCLOSURES, [DAY, "2016-03-09"])
    assert ids(cloud) == []


@pytest.mark.parametrize("line", ['{"id": "cut off', "plain text", "[1, 2]"])
def test_a_line_that_is_no_json_object_names_file_and_line_and_changes_nothing(
    cloud: Cloud, bucket: Bucket, line: str
) -> None:
    bucket.put_disclosures(DAY, trades("old"))
    load(DISCLOSURES, [DAY])
    page = trades("good") + line + "\n"
    bucket.put_disclosures(DAY, page)
    with pytest.raises(ProgrammingError) as caught:
        load(DISCLOSURES, [DAY])
    assert hashlib.sha256(page.encode()).hexdigest() in str(caught.value)
    assert "line 2" in str(caught.value)
    assert ids(cloud) == [(DAY, "old")]


def test_market_rows_are_replaced_by_the_key_that_was_asked(cloud: Cloud, bucket: Bucket) -> None:
    bucket.put_bars(DAY, "2016-02-29", A=1.0, B=2.0)
    bucket.put_bars(NEXT_DAY, "2016-03-01", A=3.0)
    load(MARKET, [DAY, NEXT_DAY])
    # a later batch asks for the earlier day again: its rows replace those of the other batch
    bucket.put_bars("2016-03-03", "2016-02-29", A=1.5)
    load(MARKET, ["2016-03-03"])
    bars = query(cloud, "select trade_date::varchar, ticker, close from ods.daily_bars order by 1, 2")
    assert bars == [("2016-02-29", "A", 1.5), ("2016-03-01", "A", 3.0)]
    answers = query(
        cloud, "select trade_date::varchar, answer, batch_date::varchar from ods.market_answers order by 1, 2"
    )
    assert answers == [("2016-02-29", "found", "2016-03-03"), ("2016-03-01", "found", NEXT_DAY)]


def test_a_closed_day_is_remembered(cloud: Cloud, bucket: Bucket) -> None:
    bucket.put_bars(DAY, "2016-02-28")
    load(MARKET, [DAY])
    assert query(cloud, "select answer from ods.market_answers") == [("empty",)]
    assert query(cloud, "select count(*) from ods.daily_bars") == [(0,)]


def test_the_list_of_tickers_survives_a_cut_one(cloud: Cloud, bucket: Bucket) -> None:
    bucket.put_tickers(DAY, 100)
    bucket.put_tickers(NEXT_DAY, 90)
    load(TICKERS, [DAY])
    load(TICKERS, [NEXT_DAY])
    bucket.put_tickers(NEXT_DAY, 89)
    with pytest.raises(LoadError, match=f"{NEXT_DAY} has 89 after 100"):
        load(TICKERS, [NEXT_DAY])
    bucket.put_tickers(NEXT_DAY, 0)
    with pytest.raises(LoadError, match=f"{NEXT_DAY} has 0 after 100"):
        load(TICKERS, [NEXT_DAY])
    lists = query(cloud, "select as_of_date::varchar, count(*) from ods.tickers group by 1 order by 1")
    assert lists == [(DAY, 100), (NEXT_DAY, 90)]


def test_wanted_keys_are_handed_over_as_one_text(cloud: Cloud, bucket: Bucket) -> None:
    query(cloud, "create schema if not exists audit")
    query(
        cloud,
        "create or replace table audit.wanted_market_keys"
        " (batch_date date, dataset varchar, ticker varchar, trade_date date, is_wanted boolean)",
    )
    assert read_wanted([DAY], refetch=False) is None
    query(
        cloud,
        "insert into audit.wanted_market_keys values"
        " ('2016-03-01', 'grouped_daily', null, '2016-02-29', true),"
        " ('2016-03-01', 'ticker_overviews', 'BRK.B', null, true),"
        " ('2016-03-01', 'splits', null, '2016-02-29', false),"
        " ('2016-03-02', 'splits', null, '2016-02-29', true)",
    )
    assert keys(read_wanted([DAY], refetch=False)) == [
        {"batch_date": DAY, "dataset": "grouped_daily", "trade_date": "2016-02-29"},
        {"batch_date": DAY, "dataset": "ticker_overviews", "ticker": "BRK.B"},
    ]
    assert len(keys(read_wanted([DAY], refetch=True))) == 3


def keys(wanted: dict[str, Any] | None) -> list[dict[str, Any]]:
    import base64

    assert wanted
    lines = gzip.decompress(base64.b64decode(wanted["keys"])).decode().splitlines()
    assert wanted["count"] == len(lines)
    return [json.loads(line) for line in lines]
