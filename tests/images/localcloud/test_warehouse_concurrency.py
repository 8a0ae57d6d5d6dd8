"""Loads and builds side by side: nobody fails, nothing is lost, nothing is half done."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from snowflake.connector.errors import ProgrammingError

from localcloud.testing import Cloud
from localcloud.warehouse.locks import Owner, TableLocks

WORKERS = 6
ROUNDS = 4
LINES = 40


@pytest.fixture(autouse=True)
def _tables(run: Any) -> None:
    for table in ("ods.loaded", "audit.built", "publish.shown"):
        run(f"create or replace table {table} (worker int, round int)")
    run("create or replace table audit.counter as select 0 as n")


def load(cloud: Cloud, worker: int) -> None:
    s3 = cloud.s3()
    with cloud.connect(autocommit=False) as session:
        for round_ in range(ROUNDS):
            line = json.dumps({"worker": worker, "round": round_}) + "\n"
            key = f"parallel/{worker}-{round_}.ndjson.gz"
            s3.put_object(Bucket="raw-disclosures", Key=key, Body=gzip.compress(line.encode() * LINES))
            session.cursor().execute(f"delete from ods.loaded where worker = {worker}")
            session.cursor().execute(
                "copy into ods.loaded (worker, round) from"
                " (select $1:worker::int, $1:round::int from @ods.raw_disclosures)"
                f" files = ('{key}') file_format = (type = json) force = true"
            )
            session.commit()


def build(cloud: Cloud, worker: int) -> None:
    with cloud.connect() as session:
        run: Callable[[str], Any] = session.cursor().execute
        for round_ in range(ROUNDS):
            run("create or replace view congress.audit.newest as select * from congress.ods.loaded")
            run(
                "create or replace temporary table congress.audit.built__dbt_tmp as"
                f" select {worker} as worker, {round_} as round from table(generator(rowcount => {LINES}))"
            )
            for table in ("audit.built", "publish.shown"):
                run("begin")
                run(f"delete from {table} where worker in (select worker from congress.audit.built__dbt_tmp)")
                run(f"insert into {table} select * from congress.audit.built__dbt_tmp")
                run("commit")
            run("begin")
            run("update audit.counter set n = n + 1")
            run("commit")
            run(f"create or replace table publish.own_{worker} as select * from congress.audit.newest")
            run("create schema if not exists congress.audit")


def test_loads_and_builds_side_by_side(cloud: Cloud, run: Any) -> None:
    with ThreadPoolExecutor(2 * WORKERS) as pool:
        jobs = [pool.submit(job, cloud, worker) for worker in range(WORKERS) for job in (load, build)]
        for job in jobs:
            job.result(timeout=60)
    assert run("select n from audit.counter") == [(WORKERS * ROUNDS,)]
    whole = [(worker, ROUNDS - 1, LINES) for worker in range(WORKERS)]
    for table in ("ods.loaded", "audit.built", "publish.shown"):
        assert run(f"select worker, round, count(*) from {table} group by 1, 2 order by 1, 2") == whole


def test_a_reader_sees_a_transaction_whole_or_not_at_all(cloud: Cloud) -> None:
    done = threading.Event()
    sums = set()

    def write() -> None:
        with cloud.connect() as session:
            for round_ in range(20):
                session.cursor().execute("begin")
                session.cursor().execute("delete from publish.shown")
                session.cursor().execute(
                    f"insert into publish.shown select {round_}, seq4() from table(generator(rowcount => 10))"
                )
                session.cursor().execute("commit")
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    with cloud.connect() as session:
        while not done.is_set():
            sums.add(
                session.cursor()
                .execute("select count(*), count(distinct worker) from publish.shown")
                .fetchone()
            )
    writer.join()
    assert sums <= {(0, 0), (10, 1)}
    assert (10, 1) in sums


def test_the_same_rows_changed_twice_wait_for_each_other(cloud: Cloud, run: Any) -> None:
    run("insert into audit.built values (1, 0)")
    with cloud.connect() as one, cloud.connect() as other, ThreadPoolExecutor(1) as pool:
        one.cursor().execute("begin")
        one.cursor().execute("update audit.built set round = round + 1 where worker = 1")
        other.cursor().execute("begin")
        waiting = pool.submit(
            other.cursor().execute, "update audit.built set round = round + 10 where worker = 1"
        )
        time.sleep(0.3)
        assert not waiting.done()
        one.cursor().execute("commit")
        waiting.result(timeout=10)
        other.cursor().execute("commit")
    assert run("select round from audit.built") == [(11,)]


A, B = ("C", "S", "A"), ("C", "S", "B")


def owner() -> Owner:
    return Owner(abandon=lambda: None)


def test_a_deadlock_is_an_error_of_the_one_who_closes_the_circle() -> None:
    locks = TableLocks()
    one, other = owner(), owner()
    locks.acquire(one, [A])
    locks.acquire(other, [B])
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(locks.acquire, one, [B])
        while one.waits_for is None:
            time.sleep(0.001)
        with pytest.raises(ProgrammingError, match="deadlock"):
            locks.acquire(other, [A])
        locks.release(other)
        waiting.result(timeout=5)


def test_a_wait_ends_with_an_error_that_names_the_table() -> None:
    locks = TableLocks(timeout=0.1)
    locks.acquire(owner(), [A])
    with pytest.raises(ProgrammingError, match=r"C\.S\.A.*not released"):
        locks.acquire(owner(), [A])


def test_when_the_process_stops_nobody_waits_on() -> None:
    locks = TableLocks(timeout=10)
    locks.acquire(owner(), [A])
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(locks.acquire, owner(), [A])
        locks.close()
        with pytest.raises(ProgrammingError, match="stops"):
            waiting.result(timeout=5)


def test_a_holder_that_idles_in_its_transaction_is_ended() -> None:
    locks = TableLocks(timeout=5, idle_limit=0.05)
    gone = Owner(abandon=lambda: locks.release(gone))
    locks.acquire(gone, [A])
    gone.idle_since = time.monotonic()
    locks.acquire(owner(), [A])


def test_a_holder_that_works_is_waited_for() -> None:
    locks = TableLocks(timeout=0.5, idle_limit=0.05)
    busy = Owner(abandon=lambda: locks.release(busy))
    locks.acquire(busy, [A])
    with pytest.raises(ProgrammingError, match="not released"):
        locks.acquire(owner(), [A])


@pytest.mark.slow
def test_the_transaction_of_a_killed_client_does_not_block_for_long(cloud: Cloud, run: Any) -> None:
    with cloud.connect() as gone:
        gone.cursor().execute("begin")
        gone.cursor().execute("insert into audit.built values (1, 1)")
        run("insert into audit.built values (2, 2)")
        assert run("select worker from audit.built") == [(2,)]
        with pytest.raises(ProgrammingError, match="must be rolled back"):
            gone.cursor().execute("commit")
