"""Runs the laptop cloud: S3, Snowflake and the market APIs, each on a port of its own, in one process."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

import uvicorn
from moto.server import MotoRequestHandler
from werkzeug.serving import make_server

from localcloud.market_api import Options, RecordingError, create_app
from localcloud.storage import Storage
from localcloud.warehouse.instance import Warehouse, WarehouseInUseError
from localcloud.warehouse.scans import ScanCounter
from localcloud.warehouse.server import SnowflakeApp
from localcloud.website import Websites

BUCKETS = ("raw-disclosures", "raw-market", "dashboard", "airflow-logs")
_GRACE_SECONDS = 2


@dataclass(frozen=True)
class Settings:
    """What `localcloud serve` is told; a port of 0 means any free one."""

    state: Path
    market: Path | None = None
    host: str = "127.0.0.1"
    s3_port: int = 9501
    snowflake_port: int = 9502
    api_port: int = 9503
    api_calls_per_minute: int | None = None
    benzinga_token: str = "laptop-benzinga-token"
    polygon_key: str = "laptop-polygon-key"
    count_scans: bool = False


class StartError(Exception):
    """The laptop cloud can't start; the message says what to do."""


class _S3Handler(MotoRequestHandler):  # type: ignore[misc]  # moto is read as Any
    """moto's, with connections that stay open, and silent."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: a line for each request hides everything else."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then stop cleanly.

    Raises:
        StartError: a port is taken, or another process has the state open.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as running:
        s3, snowflake, api = (
            running.enter_context(_listening(settings.host, port))
            for port in (settings.s3_port, settings.snowflake_port, settings.api_port)
        )
        settings.state.mkdir(parents=True, exist_ok=True)
        storage = running.enter_context(contextlib.closing(Storage(settings.state / "s3.sqlite")))
        for bucket in BUCKETS:
            storage.create_bucket(bucket)
        running.enter_context(_wsgi(Websites(storage), s3))
        scans = ScanCounter() if settings.count_scans else None
        warehouse = running.enter_context(_warehouse(settings.state / "warehouse", storage, scans))
        running.enter_context(_asgi(SnowflakeApp(warehouse, scans), snowflake))
        running.enter_context(_asgi(_market_api(settings), api))
        print(f"ready s3={_url(s3)} snowflake={_url(snowflake)} api={_url(api)}", flush=True)
        stop.wait()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with listener:
        try:
            listener.bind((host, port))
        except OSError as error:
            raise StartError(
                f"cannot listen on {host}:{port} ({error.strerror}): is it running already?"
            ) from error
        listener.listen(512)
        yield listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()
    return f"http://{host}:{port}"


@contextmanager
def _warehouse(folder: Path, storage: Storage, scans: ScanCounter | None) -> Iterator[Warehouse]:
    folder.mkdir(exist_ok=True)
    try:
        warehouse = Warehouse(folder, storage.read, scans)
    except WarehouseInUseError as error:
        raise StartError(str(error)) from error
    with contextlib.closing(warehouse):
        yield warehouse


@contextmanager
def _wsgi(app: WSGIApplication, listener: socket.socket) -> Iterator[None]:
    host, port = listener.getsockname()
    server = make_server(host, port, app, threaded=True, request_handler=_S3Handler, fd=listener.fileno())
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="s3", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(_GRACE_SECONDS)


@contextmanager
def _asgi(app: Any, listener: socket.socket) -> Iterator[None]:
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        # The connector keeps its connections; one that closes under it costs a retry.
        timeout_keep_alive=600,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise StartError("a server ended while it started; its error stands above")
        thread.join(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(_GRACE_SECONDS)


def _market_api(settings: Settings) -> Any:
    options = Options(settings.benzinga_token, settings.polygon_key, settings.api_calls_per_minute)
    try:
        return create_app(settings.market, options)
    except RecordingError as error:
        raise StartError(str(error)) from error
