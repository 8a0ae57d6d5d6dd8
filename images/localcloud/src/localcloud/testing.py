"""The laptop cloud for tests: a process of its own, on free ports, with its state where the test says."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import requests
import snowflake.connector
from botocore.config import Config
from snowflake.connector import SnowflakeConnection

_READY = re.compile(r"^ready s3=(\S+) snowflake=(\S+) api=(\S+)$", re.MULTILINE)
_READY_SECONDS = 30
_STOP_SECONDS = 10


@dataclass(frozen=True)
class Faults:
    """The faults of one server, over HTTP; localcloud's README says what a fault is."""

    url: str

    def add(self, faults: Sequence[dict[str, Any]]) -> None:
        """Add `faults` to those that are set."""
        requests.post(self.url, json=list(faults), timeout=10).raise_for_status()

    def list(self) -> list[dict[str, Any]]:
        """Return the faults that are set, each with how often it was met."""
        answer = requests.get(self.url, timeout=10)
        answer.raise_for_status()
        return list(answer.json())

    def clear(self) -> None:
        """Drop all faults."""
        requests.delete(self.url, timeout=10).raise_for_status()


@dataclass(frozen=True)
class Cloud:
    """A laptop cloud that runs."""

    s3_url: str
    snowflake_url: str
    api_url: str
    pid: int
    log: Path

    @property
    def faults(self) -> Faults:
        """The faults of the market APIs."""
        return Faults(f"{self.api_url}/_faults")

    @property
    def s3_faults(self) -> Faults:
        """The faults of S3."""
        return Faults(f"{self.s3_url}/_faults")

    @property
    def snowflake_port(self) -> int:
        """The port of the warehouse."""
        port = urlsplit(self.snowflake_url).port
        assert port is not None
        return port

    def connect(self, **options: Any) -> SnowflakeConnection:
        """Return a session; `options` are the connector's."""
        settings: dict[str, Any] = {
            "account": "laptop",
            "user": "laptop",
            "password": "laptop",
            "host": "127.0.0.1",
            "port": self.snowflake_port,
            "protocol": "http",
            "database": "CONGRESS",
            # Without these, a server that is gone would be asked again for minutes.
            "login_timeout": 10,
            "network_timeout": 120,
            # It asks the clouds' metadata services and AWS STS where it runs.
            "platform_detection_timeout_seconds": 0,
        }
        return snowflake.connector.connect(**settings | options)

    def s3(self) -> Any:
        """Return a client that does not try again."""
        return boto3.client(
            "s3",
            endpoint_url=self.s3_url,
            aws_access_key_id="laptop",
            aws_secret_access_key="laptop",
            region_name="us-east-1",
            config=Config(retries={"max_attempts": 1}),
        )

    def environment(self) -> dict[str, str]:
        """Return the platform's settings for this cloud, by name."""
        return {
            "AWS_ENDPOINT_URL": self.s3_url,
            "AWS_ACCESS_KEY_ID": "laptop",
            "AWS_SECRET_ACCESS_KEY": "laptop",
            "AWS_DEFAULT_REGION": "us-east-1",
            "RAW_DISCLOSURES_BUCKET": "raw-disclosures",
            "RAW_MARKET_BUCKET": "raw-market",
            "DASHBOARD_BUCKET": "dashboard",
            "BENZINGA_URL": self.api_url,
            "BENZINGA_API_TOKEN": "laptop-benzinga-token",
            "POLYGON_URL": self.api_url,
            "POLYGON_API_KEY": "laptop-polygon-key",
            "POLYGON_CALLS_PER_MINUTE": "0",
            "SNOWFLAKE_ACCOUNT": "laptop",
            "SNOWFLAKE_USER": "laptop",
            "SNOWFLAKE_PASSWORD": "laptop",
            "SNOWFLAKE_DATABASE": "CONGRESS",
            "SNOWFLAKE_WAREHOUSE": "LAPTOP",
            "SNOWFLAKE_ROLE": "LAPTOP",
            "SNOWFLAKE_HOST": "127.0.0.1",
            "SNOWFLAKE_PORT": str(self.snowflake_port),
            "SNOWFLAKE_PROTOCOL": "http",
            "SNOWFLAKE_DISABLE_PLATFORM_DETECTION": "true",
        }


@contextmanager
def running_cloud(state: Path, market: Path | None = None, **options: str | int | bool) -> Iterator[Cloud]:
    """Run `localcloud serve` until the block ends; `options` are its flags, with underscores.

    Raises:
        RuntimeError: it ended, or was not ready in time; the message holds its log.
    """
    command = [sys.executable, "-m", "localcloud", "serve", "--state", str(state)]
    command += ["--market", str(market)] if market else []
    for name, value in {"s3_port": 0, "snowflake_port": 0, "api_port": 0, **options}.items():
        command.append(f"--{name.replace('_', '-')}")
        command += [] if value is True else [str(value)]
    with tempfile.NamedTemporaryFile("w+", prefix="localcloud-", suffix=".log") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield _ready(process, Path(log.name))
        finally:
            _stop(process)


def _ready(process: subprocess.Popen[bytes], log: Path) -> Cloud:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if ready := _READY.search(log.read_text()):
            return Cloud(ready[1], ready[2], ready[3], process.pid, log)
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"the laptop cloud is not ready:\n{log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
