"""On AWS a pod logs in to Snowflake as its AWS role: what Airflow's connection and dbt's profile send."""

import base64
import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowException
from snowflake.connector.errors import DatabaseError

from pipeline.hooks import WarehouseHook
from pipeline.transformations import dbt_command


class Logins(ThreadingHTTPServer):
    """Takes logins, keeps what they said, and refuses them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[dict[str, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Logins

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/session/v1/login-request"):
            self.server.taken.append(json.loads(gzip.decompress(body))["data"])
        answer = json.dumps({"success": False, "code": "390100", "message": "refused", "data": {}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def logins(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logins]:
    """A Snowflake that hears logins, and the credentials that a pod with a role has."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "role-of-the-pod")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    # the connector sends such a login to Snowflake's own hosts only
    monkeypatch.setenv("SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES", "127.0.0.1")
    monkeypatch.setenv("SNOWFLAKE_DISABLE_PLATFORM_DETECTION", "true")
    server = Logins()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def assert_is_the_role_of_the_pod(login: dict[str, Any], user: str) -> None:
    assert login["AUTHENTICATOR"] == "WORKLOAD_IDENTITY"
    assert login["PROVIDER"] == "AWS"
    assert login["LOGIN_NAME"] == user
    assert "PASSWORD" not in login
    # a signed request to STS that Snowflake makes to learn who signed it
    request = json.loads(base64.b64decode(login["TOKEN"]))
    assert request["url"].startswith("https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity")
    assert "Credential=role-of-the-pod/" in request["headers"]["Authorization"]
    assert request["headers"]["X-Amz-Security-Token"] == "token"
    assert request["headers"]["X-Snowflake-Audience"] == "snowflakecomputing.com"


def test_airflows_connection(logins: Logins, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = {
        "conn_type": "snowflake",
        "login": "CONGRESS_DEV_AIRFLOW",
        "schema": "ODS",
        "extra": {
            "account": "org-account",
            "database": "CONGRESS_DEV",
            "warehouse": "CONGRESS_DEV",
            "role": "CONGRESS_DEV_LOADER",
            "authenticator": "WORKLOAD_IDENTITY",
            "workload_identity_provider": "AWS",
            "network_timeout": 5,
            "host": "127.0.0.1",
            "port": logins.server_port,
            "protocol": "http",
        },
    }
    monkeypatch.setenv("AIRFLOW_CONN_SNOWFLAKE_DEFAULT", json.dumps(connection))
    with pytest.raises(DatabaseError, match="refused"):
        WarehouseHook().get_conn()
    assert_is_the_role_of_the_pod(logins.taken[0], "CONGRESS_DEV_AIRFLOW")


def warehouse(logins: Logins) -> dict[str, str]:
    return {
        "SNOWFLAKE_ACCOUNT": "org-account",
        "SNOWFLAKE_AUTHENTICATOR": "WORKLOAD_IDENTITY",
        "SNOWFLAKE_DATABASE": "CONGRESS_DEV",
        "SNOWFLAKE_HOST": "127.0.0.1",
        "SNOWFLAKE_PASSWORD": "",
        "SNOWFLAKE_PORT": str(logins.server_port),
        "SNOWFLAKE_PROTOCOL": "http",
        "SNOWFLAKE_ROLE": "CONGRESS_DEV_TRANSFORMER",
        "SNOWFLAKE_USER": "CONGRESS_DEV_AIRFLOW",
        "SNOWFLAKE_WAREHOUSE": "CONGRESS_DEV",
        "SNOWFLAKE_WORKLOAD_IDENTITY_PROVIDER": "AWS",
    }


def test_dbts_profile_as_a_task_runs_it(
    logins: Logins, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    # the process sees what is named only: without the role's variables it could not log in
    monkeypatch.setenv("SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES", "")
    for name, value in warehouse(logins).items():
        monkeypatch.setenv(name, value)
    command: Any = dbt_command(
        "debug", ["debug", "--connection"], {"SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES": "127.0.0.1"}
    )
    with pytest.raises(AirflowException, match="code 1"):
        command.execute({})
    assert_is_the_role_of_the_pod(logins.taken[0], "CONGRESS_DEV_AIRFLOW")
