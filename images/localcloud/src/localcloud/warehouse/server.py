"""The HTTP layer in front of fakesnow's server."""

from __future__ import annotations

import gzip
import json
import logging
import warnings
from urllib.parse import parse_qs

import anyio.to_thread
import fakesnow.arrow
import fakesnow.server
import pyarrow as pa
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from localcloud.warehouse import literal_rows
from localcloud.warehouse.instance import Warehouse
from localcloud.warehouse.scans import ScanCounter
from localcloud.warehouse.session import Session

_QUERIES = "/queries/v1/query-request"
_ABORT = "/queries/v1/abort-request"
_LOGIN = "/session/v1/login-request"
_SESSIONS_AT_ONCE = 200
logger = logging.getLogger(__name__)
# It logs every login and every failed statement, which the client is told anyway.
logging.getLogger("fakesnow.server").setLevel(logging.WARNING)
# It warns of syntax that it keeps as it is, such as dbt's `show user functions`, and of `transient`.
logging.getLogger("sqlglot").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result", category=UserWarning)


_timestamps = fakesnow.arrow.timestamp_to_sf_struct


def null_timestamps_kept(column: pa.ChunkedArray) -> pa.Array:
    """Encode timestamps for the connector, null as null: fakesnow 0.12.1 sends 1970-01-01 in its place."""
    encoded = _timestamps(column)
    missing = column.is_null().combine_chunks()
    return pa.StructArray.from_arrays(encoded.flatten(), fields=list(encoded.type), mask=missing)


class SnowflakeApp:
    """fakesnow's server, which answers every failure as Snowflake does and ends sessions for good.

    fakesnow answers what it did not expect with HTTP 500, which the connector retries silently for many
    minutes, and a logout leaves the session's transaction open.
    """

    def __init__(self, warehouse: Warehouse, scans: ScanCounter | None = None) -> None:
        """Serve `warehouse`, and at /_scans what `scans` counted.

        There can be one in a process, because fakesnow's server keeps it in a global.
        """
        self._scans = scans
        fakesnow.server.shared_fs = warehouse
        fakesnow.arrow.timestamp_to_sf_struct = null_timestamps_kept
        self._inner: ASGIApp = fakesnow.server.app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        if scope["path"] == "/_scans":
            await self._answer_scans(scope["method"])(scope, receive, send)
            return
        # A statement that waits for a lock keeps its thread; the statement that ends the wait needs one too.
        anyio.to_thread.current_default_thread_limiter().total_tokens = _SESSIONS_AT_ONCE
        session = _session(scope)
        answer = _Answer()
        try:
            if scope["path"] == _QUERIES and session is not None:
                scope, receive = await _shortened(scope, receive, session)
            elif scope["path"] == _ABORT and session is not None:
                session.duck.interrupt()
            await self._inner(scope, receive, answer)
        except Exception:
            logger.exception("fakesnow failed on %s", scope["path"])
        if session is not None and scope["path"] == "/session" and _is_logout(scope):
            await anyio.to_thread.run_sync(session.close)
        await answer.response(scope["path"])(scope, receive, send)

    def _answer_scans(self, method: str) -> Response:
        if self._scans is None:
            return PlainTextResponse("not counted: start the laptop cloud with --count-scans\n", 404)
        if method == "DELETE":
            self._scans.clear()
        return JSONResponse(self._scans.report())


class _Answer:
    """Holds an answer back, to be changed where fakesnow's is not one that the connector understands."""

    def __init__(self) -> None:
        self._status = 0
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
        else:
            self._body += message.get("body", b"")

    def response(self, path: str) -> Response:
        """Return what the connector is sent."""
        if self._status in (404, 405):
            return _failure("000404", "no such resource")
        if not 200 <= self._status < 300:
            return self._as_failure()
        if path == _LOGIN:
            return self._with_master_token()
        return Response(self._body, media_type="application/json")

    def _as_failure(self) -> Response:
        try:
            answer = json.loads(self._body)
            return _failure(str(answer["code"]), str(answer["message"]))
        except (ValueError, KeyError, TypeError):
            text = self._body.decode(errors="replace")[-2000:]
            return _failure("000603", text or "the laptop cloud failed; see its log")

    def _with_master_token(self) -> Response:
        # Without one the connector never logs out, and the session stays open with its transaction.
        answer = json.loads(self._body)
        answer["data"]["masterToken"] = answer["data"]["token"]
        return JSONResponse(answer)


def _failure(code: str, text: str) -> Response:
    data = {"errorCode": code, "sqlState": "XX000"}
    return JSONResponse({"data": data, "code": code, "message": text, "success": False})


async def _shortened(scope: Scope, receive: Receive, session: Session) -> tuple[Scope, Receive]:
    """Take the rows out of a long insert, before fakesnow's server parses it."""
    body = await Request(scope, receive).body()
    headers = [header for header in scope["headers"] if header[0] != b"content-encoding"]
    if len(headers) < len(scope["headers"]):
        body = gzip.decompress(body)
    if len(body) >= literal_rows.LONG:
        query = json.loads(body)
        if insert := literal_rows.read_values(query["sqlText"]):
            query["sqlText"], session.values = insert
            body = json.dumps(query).encode()
    return {**scope, "headers": headers}, _body_of(body)


def _body_of(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _is_logout(scope: Scope) -> bool:
    return "delete" in parse_qs(scope["query_string"].decode())


def _session(scope: Scope) -> Session | None:
    authorization = dict(scope["headers"]).get(b"authorization", b"").decode()
    session = fakesnow.server.sessions.get(authorization.removeprefix('Snowflake Token="').removesuffix('"'))
    return session if isinstance(session, Session) else None
