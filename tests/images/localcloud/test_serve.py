"""The process: quick to start and to stop, one to a state, its warehouse kept."""

from __future__ import annotations

import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from snowflake.connector.errors import Error

from localcloud.testing import Cloud, running_cloud


def test_it_is_ready_soon_and_stops_soon_with_clients_connected(tmp_path: Path) -> None:
    begun = time.monotonic()
    with running_cloud(tmp_path) as cloud, cloud.connect() as connected:
        assert time.monotonic() - begun < 10
        connected.cursor().execute("create table kept (n int)")
        connected.cursor().execute("insert into kept values (1)")
        connected.cursor().execute("begin")
        connected.cursor().execute("insert into kept values (2)")
        begun = time.monotonic()
        os.kill(cloud.pid, signal.SIGTERM)
        os.waitid(os.P_PID, cloud.pid, os.WEXITED | os.WNOWAIT)
        assert time.monotonic() - begun < 5
        assert "Traceback" not in cloud.log.read_text()
        connected._rest = None  # There is nobody to log out from.
    with running_cloud(tmp_path) as cloud, cloud.connect() as connected:
        assert connected.cursor().execute("select n from kept").fetchall() == [(1,)]


def test_it_stops_soon_in_the_middle_of_statements(tmp_path: Path) -> None:
    many = "table(generator(rowcount => 1000000))"
    endless = f"select count(*) from {many} a, {many} b"
    with (
        running_cloud(tmp_path) as cloud,
        cloud.connect() as holds,
        cloud.connect(network_timeout=5) as waits,
        cloud.connect(network_timeout=5) as works,
        ThreadPoolExecutor(2) as pool,
    ):
        holds.cursor().execute("create table public.held (n int)")
        holds.cursor().execute("begin")
        holds.cursor().execute("insert into public.held values (1)")
        waiting = pool.submit(waits.cursor().execute, "delete from public.held")
        working = pool.submit(works.cursor().execute, endless)
        time.sleep(1)
        assert not waiting.done()
        assert not working.done()
        begun = time.monotonic()
        os.kill(cloud.pid, signal.SIGTERM)
        os.waitid(os.P_PID, cloud.pid, os.WEXITED | os.WNOWAIT)
        assert time.monotonic() - begun < 5
        for session in (holds, waits, works):
            session._rest = None


def test_the_warehouse_survives_the_kill_of_the_process(tmp_path: Path) -> None:
    with running_cloud(tmp_path) as cloud, cloud.connect() as connected:
        connected.cursor().execute("create table ods.kept (payload variant, seen_at timestamp_ntz)")
        connected.cursor().execute(
            "insert into ods.kept select parse_json('{\"a\": 1}'), '2016-03-01 10:00:00'"
        )
        connected.cursor().execute(
            "create view audit.seen as select payload:a::int as a from congress.ods.kept"
        )
        os.kill(cloud.pid, signal.SIGKILL)
        connected._rest = None
    with running_cloud(tmp_path) as cloud, cloud.connect() as connected:
        assert connected.cursor().execute("select a from audit.seen").fetchall() == [(1,)]


def test_a_session_of_the_process_before_is_told_so_at_once(tmp_path: Path) -> None:
    with running_cloud(tmp_path) as cloud, cloud.connect() as connected:
        connected.cursor().execute("select 1")
        port = cloud.snowflake_port
        os.kill(cloud.pid, signal.SIGKILL)
        os.waitid(os.P_PID, cloud.pid, os.WEXITED | os.WNOWAIT)
        with running_cloud(tmp_path, snowflake_port=port):
            begun = time.monotonic()
            with pytest.raises(Error):
                connected.cursor().execute("select 1")
            assert time.monotonic() - begun < 5
            connected._rest = None


def test_a_second_process_on_the_same_state_says_who_has_it(tmp_path: Path) -> None:
    with (
        running_cloud(tmp_path) as cloud,
        pytest.raises(RuntimeError, match=rf"CONGRESS\.db is in use by another process.*PID {cloud.pid}\b"),
        running_cloud(tmp_path),
    ):
        pass


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(RuntimeError, match=rf"cannot listen on 127\.0\.0\.1:{port}"),
            running_cloud(tmp_path, s3_port=port),
        ):
            pass


def test_it_listens_on_loopback_only(cloud: Cloud) -> None:
    listening = {
        line.split()[1]
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{cloud.pid}/net/{table}").read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }
    ports = {f"{cloud.snowflake_port:04X}", f"{int(cloud.s3_url.rsplit(':', 1)[1]):04X}"}
    addresses = {address for address in listening if address.split(":")[1] in ports}
    assert addresses == {f"0100007F:{port}" for port in ports}


def test_without_a_market_the_apis_say_so(cloud: Cloud) -> None:
    assert requests.get(f"{cloud.api_url}/api/v1/gov/usa/congress/trades", timeout=10).status_code == 503
