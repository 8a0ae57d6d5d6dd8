"""A scripted API, a real moto, and the real command between them."""

import contextlib
import gzip
import hashlib
import io
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

from extract.cli import main

SENTINEL = "sentinel-7f3a/+c9 token".replace(" ", "=")
EXTRACT = Path(sys.executable).with_name("extract")


@dataclass(frozen=True)
class Request:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    method: str
    at: float  # seconds on the monotonic clock


@dataclass(frozen=True)
class Answer:
    """What the scripted server sends; a `do` other than `send` is a fault of the connection."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    do: str = "send"  # send | reset | stall | cut


Script = Callable[[Request], Answer]


def json_answer(value: object, status: int = 200, **headers: str) -> Answer:
    return Answer(json.dumps(value).encode(), status, {"Content-Type": "application/json"} | headers)


class ScriptedServer:
    """An HTTP server on a free loopback port: does what its script says, remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.script: Script = lambda request: json_answer({"error": "no script"}, 599)
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                outer.serve(self)

            do_PUT = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("Expect") == "100-continue":
            handler.send_response_only(100)
            handler.end_headers()
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        parts = urlsplit(handler.path)
        request = Request(
            parts.path,
            dict(parse_qsl(parts.query)),
            dict(handler.headers),
            body,
            handler.command,
            time.monotonic(),
        )
        self.requests.append(request)
        answer = self.script(request)
        if answer.do == "reset":
            # Linger 0 sends RST instead of FIN.
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            handler.close_connection = True
            return
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        half = answer.body[: len(answer.body) // 2]
        handler.wfile.write(answer.body if answer.do == "send" else half)
        if answer.do == "stall":
            self.closing.wait(30)
        if answer.do != "send":
            handler.close_connection = True

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Callable[[], ScriptedServer]]:
    """Starts scripted servers that stop with the test."""
    servers: list[ScriptedServer] = []

    def start() -> ScriptedServer:
        servers.append(ScriptedServer())
        return servers[-1]

    yield start
    for started in servers:
        started.close()


@pytest.fixture
def api(server: Callable[[], ScriptedServer]) -> ScriptedServer:
    """The API, Benzinga or Polygon, that the command is pointed to."""
    return server()


@pytest.fixture(scope="session")
def s3_client() -> Iterator[Any]:
    """A client of a real moto."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    )
    moto.stop()


def forward(request: Request, url: str) -> Answer:
    """Pass a request on to moto and its answer back: S3 with a place to put faults in."""
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in ("host", "content-length", "expect", "connection")
    }
    reply = requests.request(
        request.method, url + request.path, data=request.body, headers=headers, timeout=20
    )
    kept = {name: value for name, value in reply.headers.items() if name.lower() in ("etag", "content-type")}
    return Answer(reply.content, reply.status_code, kept)


class Storage:
    """The buckets of one test."""

    def __init__(self, client: Any) -> None:
        self.url = client.meta.endpoint_url
        self.client = client
        self.disclosures = f"disclosures-{uuid.uuid4().hex}"
        self.market = f"market-{uuid.uuid4().hex}"
        for bucket in (self.disclosures, self.market):
            self.client.create_bucket(Bucket=bucket)

    def contents(self) -> dict[str, bytes]:
        """Every object of the test, by `bucket kind/key`."""
        found = {}
        for bucket in (self.disclosures, self.market):
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket):
                for item in page.get("Contents", []):
                    body = self.client.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
                    found[item["Key"]] = body
        return found

    def manifests(self) -> dict[str, bytes]:
        return {key: body for key, body in self.contents().items() if key.endswith("_manifest.json")}

    def manifest(self, dataset: str, day: str) -> dict[str, Any]:
        """The manifest of a batch, after checking that all it says of its objects is true."""
        contents = self.contents()
        text = contents[f"{dataset}/batch_date={day}/_manifest.json"]
        assert text.count(b"\n") == 1
        manifest: dict[str, Any] = json.loads(text)
        assert manifest["manifest_version"] == 1
        assert (manifest["dataset"], manifest["batch_date"]) == (dataset, day)
        for item in manifest["objects"]:
            packed = contents[item["key"]]
            content = gzip.decompress(packed)
            assert packed[4:8] == bytes(4), "gzip with a time in it"
            assert item["bytes"] == len(packed)
            assert item["rows"] == content.count(b"\n")
            assert item["key"].endswith(f"/batch_date={day}/{hashlib.sha256(content).hexdigest()}.ndjson.gz")
        assert manifest["rows"] == sum(item["rows"] for item in manifest["objects"])
        return manifest

    def lines(self, dataset: str, day: str, of: str | None = None) -> list[str]:
        """The records that a batch's manifest names, in its order."""
        contents = self.contents()
        return [
            line
            for item in self.manifest(dataset, day)["objects"]
            if of in (None, item["dataset"])
            for line in gzip.decompress(contents[item["key"]]).decode().split("\n")[:-1]
        ]


@pytest.fixture
def s3(s3_client: Any) -> Storage:
    return Storage(s3_client)


@dataclass(frozen=True)
class Outcome:
    exit_code: int
    out: str
    err: str


@dataclass
class Command:
    """The command `extract`, pointed at the scripted API and at moto.

    Called, it runs in this process, which spares half a second a test; started, in one of its own.
    """

    environment: dict[str, str]

    def __call__(self, *arguments: str, **settings: str | None) -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        handler = signal.getsignal(signal.SIGTERM)
        with (
            mock.patch.dict(os.environ, self._with(settings), clear=True),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                exit_code = main(arguments)
            except SystemExit as stopped:  # argparse
                exit_code = stopped.code
            finally:
                signal.signal(signal.SIGTERM, handler)
        return Outcome(exit_code, out.getvalue(), err.getvalue())

    def start(
        self, *arguments: str, log: Path | None = None, **settings: str | None
    ) -> subprocess.Popen[str]:
        """Start it; its output goes to pipes, or all of it to a log."""
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(log.open("w")) if log else subprocess.PIPE
            return subprocess.Popen(
                [EXTRACT, *arguments], env=self._with(settings), stdout=output, stderr=output, text=True
            )

    def _with(self, settings: dict[str, str | None]) -> dict[str, str]:
        return {name: value for name, value in (self.environment | settings).items() if value is not None}


@pytest.fixture
def extract(api: ScriptedServer, s3: Storage, tmp_path: Path) -> Command:
    return Command(
        {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "AWS_ENDPOINT_URL": s3.url,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": SENTINEL,
            "AWS_DEFAULT_REGION": "us-east-1",
            "RAW_DISCLOSURES_BUCKET": s3.disclosures,
            "RAW_MARKET_BUCKET": s3.market,
            "BENZINGA_URL": api.url,
            "BENZINGA_API_TOKEN": SENTINEL,
            "POLYGON_URL": api.url,
            "POLYGON_API_KEY": SENTINEL,
            "POLYGON_CALLS_PER_MINUTE": "0",
            "HTTP_TIMEOUT_SECONDS": "1",
            "HTTP_ATTEMPTS": "3",
            "HTTP_BACKOFF_SECONDS": "0.05",
        }
    )


def trade(number: int) -> dict[str, Any]:
    """A trade in Benzinga's shape; only its names are invented, and look it."""
    return {
        "id": f"trade-{number:07}",
        "amount": "$1,001 - $15,000",
        "filer_info": {"member_id": "X000001", "member_name": "Invented Official", "committees": {}},
        "report_date": "2016-02-29",
        "security": {"name": "Invented Company", "ticker": "ZZZZ", "type": "STOCK"},
        "transaction_type": "P",
        "updated": 1456790400,
    }


def pages_of(rows: list[dict[str, Any]]) -> Script:
    """A script that pages through trades as Benzinga does."""

    def script(request: Request) -> Answer:
        size, page = int(request.query["pagesize"]), int(request.query["page"])
        return json_answer({"data": rows[page * size : (page + 1) * size]})

    return script


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "waited 20 s in vain"
        time.sleep(0.01)
