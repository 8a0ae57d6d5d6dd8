"""Transactions, temporary tables and errors, as Snowflake's connector meets them."""

from __future__ import annotations

import datetime
import time
from typing import Any

import pytest
import requests
from snowflake.connector.errors import Error, ProgrammingError

from localcloud.testing import Cloud


@pytest.fixture(autouse=True)
def _table(run: Any) -> None:
    run("create or replace table public.numbers (n int not null)")


def numbers(run: Any) -> list[int]:
    return [n for (n,) in run("select n from congress.public.numbers order by n")]


@pytest.mark.parametrize("begin", ["begin", "BEGIN TRANSACTION", "start transaction", "begin work;"])
def test_a_transaction_is_seen_when_it_is_committed(cloud: Cloud, run: Any, begin: str) -> None:
    with cloud.connect() as session:
        cursor = session.cursor()
        cursor.execute(begin)
        cursor.execute("insert into numbers values (1)")
        assert numbers(run) == []
        cursor.execute("commit")
        assert numbers(run) == [1]


def test_a_transaction_can_be_rolled_back(cloud: Cloud, run: Any) -> None:
    with cloud.connect() as session:
        session.cursor().execute("begin")
        session.cursor().execute("insert into numbers values (1)")
        session.rollback()
        session.cursor().execute("insert into numbers values (2)")
    assert numbers(run) == [2]


def test_begin_commit_and_rollback_are_harmless_where_they_change_nothing(run: Any) -> None:
    for statement in ("commit", "rollback", "begin", "begin", "commit"):
        assert run(statement) == [("Statement executed successfully.",)]


@pytest.mark.parametrize("set_later", [True, False])
def test_without_autocommit_a_change_waits_for_the_commit(cloud: Cloud, run: Any, set_later: bool) -> None:
    with cloud.connect(**{} if set_later else {"autocommit": False}) as session:
        if set_later:
            session.autocommit(False)
        session.cursor().execute("insert into numbers values (1)")
        assert numbers(run) == []
        session.commit()
        assert numbers(run) == [1]
        session.cursor().execute("insert into numbers values (2)")
        session.rollback()
        session.autocommit(True)
        session.cursor().execute("insert into numbers values (3)")
    assert numbers(run) == [1, 3]


def test_a_session_that_ends_rolls_back(cloud: Cloud, run: Any) -> None:
    session = cloud.connect()
    session.cursor().execute("begin")
    session.cursor().execute("insert into numbers values (1)")
    session.close()
    begun = time.monotonic()
    run("insert into public.numbers values (2)")
    assert time.monotonic() - begun < 5
    assert numbers(run) == [2]


def test_a_definition_commits_what_was_open(cloud: Cloud, run: Any) -> None:
    with cloud.connect() as session:
        session.cursor().execute("begin")
        session.cursor().execute("insert into numbers values (1)")
        session.cursor().execute("create or replace view all_numbers as select n from numbers")
        session.cursor().execute("rollback")
    assert numbers(run) == [1]


@pytest.mark.parametrize(
    "failing", ["select 'x'::int", "insert into numbers values (null)", "select * from nowhere"]
)
def test_after_an_error_a_transaction_can_be_rolled_back(cloud: Cloud, run: Any, failing: str) -> None:
    with cloud.connect() as session:
        cursor = session.cursor()
        cursor.execute("begin")
        cursor.execute("insert into numbers values (1)")
        with pytest.raises(Error):
            cursor.execute(failing)
        cursor.execute("rollback")
        cursor.execute("insert into numbers values (2)")
    assert numbers(run) == [2]


def test_an_error_that_ended_the_transaction_never_commits_silently(cloud: Cloud, run: Any) -> None:
    with cloud.connect() as session:
        cursor = session.cursor()
        cursor.execute("begin")
        cursor.execute("insert into numbers values (1)")
        with pytest.raises(ProgrammingError):
            cursor.execute("select 'x'::int")
        with pytest.raises(ProgrammingError, match="must be rolled back"):
            cursor.execute("commit")
        cursor.execute("insert into numbers values (2)")
    assert numbers(run) == [2]


def test_a_temporary_table_is_its_sessions_own(cloud: Cloud, run: Any) -> None:
    with cloud.connect() as one, cloud.connect() as other:
        for value, session in ((1, one), (2, other)):
            session.cursor().execute(
                "create or replace temporary table congress.audit.numbers__dbt_tmp as"
                f" (select {value}::number(38, 0) as n)"
            )
        for value, session in ((1, one), (2, other)):
            cursor = session.cursor()
            cursor.execute("insert into numbers select n from congress.audit.numbers__dbt_tmp")
            assert cursor.execute(
                "select numbers__dbt_tmp.n from CONGRESS.AUDIT.NUMBERS__DBT_TMP"
            ).fetchall() == [(value,)]
            described = cursor.execute("describe table congress.audit.numbers__dbt_tmp").fetchall()
            assert [column[:2] for column in described] == [("N", "NUMBER(38,0)")]
        one.cursor().execute("drop table if exists congress.audit.numbers__dbt_tmp cascade")
        with pytest.raises(ProgrammingError, match="does not exist"):
            one.cursor().execute("select n from congress.audit.numbers__dbt_tmp")
        assert other.cursor().execute("select n from congress.audit.numbers__dbt_tmp").fetchall() == [(2,)]
    assert numbers(run) == [1, 2]
    assert "NUMBERS__DBT_TMP" not in [row[1] for row in run("show tables in congress.audit")]


def test_a_temporary_table_hides_a_table_and_leaves_it_alone(cloud: Cloud, run: Any) -> None:
    run("insert into public.numbers values (1)")
    with cloud.connect() as session:
        cursor = session.cursor()
        cursor.execute("create temporary table numbers as select 5 as n")
        assert cursor.execute("select n from numbers").fetchall() == [(5,)]
        assert cursor.execute("with numbers as (select 7 as n) select n from numbers").fetchall() == [(7,)]
        cursor.execute("delete from congress.public.numbers")
        cursor.execute("drop table numbers")
        assert cursor.execute("select n from numbers").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "alter session set query_tag = 'a tag'",
        "alter session unset query_tag",
        "alter session set timezone = 'UTC', query_tag = 'b'",
        "use role loader",
        "use warehouse loading",
        "use secondary roles all",
        "grant select on all tables in schema congress.publish to role reader",
        "revoke select on table congress.public.numbers from role reader",
        "create warehouse if not exists loading warehouse_size = 'x-small' auto_suspend = 60",
        "alter warehouse loading resume if suspended",
        "create role if not exists reader",
        "create storage integration if not exists raw type = external_stage storage_provider = 'S3'"
        " enabled = true storage_aws_role_arn = 'arn:aws:iam::123456789012:role/raw'"
        " storage_allowed_locations = ('s3://raw/')",
        "create stage if not exists congress.ods.another url = 's3://raw-market/prices/'"
        " storage_integration = raw file_format = (type = json)",
        "create or replace view congress.publish.v copy grants as (select 1 as n)",
        "comment on table congress.public.numbers is 'numbers'",
    ],
)
def test_statements_of_an_account_are_accepted(run: Any, statement: str) -> None:
    assert len(run(statement)) == 1


@pytest.mark.parametrize(
    "failing",
    [
        "select",
        "selec 1",
        "select * from nowhere",
        "select nothing from numbers",
        "select 'x'::int",
        "select to_date('x')",
        "insert into numbers values (null)",
        "insert into numbers values (1, 2)",
        "create table numbers (n int)",
        "alter table numbers swap with others",
        "create or replace table numbers clone numbers",
        "call a_procedure()",
        "select parse_json('{')",
        "select 9223372036854775807 + 1",
        "merge into numbers t using (select 1 as n) s on t.n = s.n"
        " when not matched then insert (n) values (n)",
        "copy into numbers from @nowhere file_format = (type = csv)",
        "put file:///nowhere @numbers",
        "select 1; select 2",
    ],
)
def test_every_failure_is_an_error_at_once(cloud: Cloud, failing: str) -> None:
    with cloud.connect() as session:
        begun = time.monotonic()
        with pytest.raises((Error, FileNotFoundError)):
            session.cursor().execute(failing)
        assert time.monotonic() - begun < 5
        assert session.cursor().execute("select 1").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("failing", "errno", "reason"),
    [
        ("insert into public.numbers values (null)", 100072, "NUMBERS.N"),
        ("select * from nowhere", 2003, "NOWHERE does not exist"),
        ("select nothing from public.numbers", 2043, "NOTHING"),
        ("select to_date('no day')", 100035, "no day"),
        ("select '99'::number(1, 0)", 100035, "99"),
        ("selec 1", 1003, "selec"),
    ],
)
def test_an_error_says_what_it_is_about(run: Any, failing: str, errno: int, reason: str) -> None:
    with pytest.raises(Error, match=reason) as failed:
        run(failing)
    assert failed.value.errno == errno


@pytest.mark.parametrize(
    "path", ["/queries/v1/query-request", "/session/v1/login-request", "/session", "/nowhere"]
)
def test_no_answer_is_one_that_the_connector_asks_for_again(cloud: Cloud, path: str) -> None:
    answer = requests.post(f"{cloud.snowflake_url}{path}", json={"neither": "fish"}, timeout=10)
    assert answer.status_code == 200
    assert answer.json()["success"] is False


def test_a_statement_can_be_cancelled(cloud: Cloud) -> None:
    many = "table(generator(rowcount => 1000000))"
    with cloud.connect() as session:
        begun = time.monotonic()
        with pytest.raises(Error) as cancelled:
            session.cursor().execute(f"select count(*) from {many} a, {many} b", timeout=1)
        assert time.monotonic() - begun < 10
        assert cancelled.value.errno == 604
        assert session.cursor().execute("select 1").fetchall() == [(1,)]


def test_a_missing_timestamp_stays_missing(run: Any) -> None:
    rows = run("select column1::timestamp_ntz from (values ('2016-03-01 10:00:00.5'), (null)) order by 1")
    assert rows == [(datetime.datetime(2016, 3, 1, 10, 0, 0, 500000),), (None,)]
    assert run("select null::timestamp_ntz, null::timestamp_tz, null::date") == [(None, None, None)]
