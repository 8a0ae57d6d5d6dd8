"""Faults on demand, between the client and an API.

`POST /_faults` takes a JSON list of rules and adds them, `GET /_faults` lists them with how often each one
has fired, `DELETE /_faults` drops them all. A request meets the first rule that matches and is not used up.
"""

import asyncio
import contextlib
import json
import re
import socket
import struct
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from localcloud.market_api import benzinga

PATH = "/_faults"
Kind = Literal[
    "status",  # `status` (500), `headers` and `body` as given
    "body",  # 200 with `body` (text, or JSON) in the place of the reply
    "empty",  # 200 with the API's "no data"
    "error_in_200",  # 200 with the API's error
    "xml",  # the reply as XML
    "html",  # 200 with a page that says that the service is being repaired
    "truncate",  # half of the reply's text, as a whole HTTP reply
    "results_missing",  # the reply without its `results` or `data`
    "repeat_page",  # the reply before this one on the same path (the first time: the reply itself)
    "cut",  # half of the reply, then the connection is closed
    "reset",  # the connection is reset before any reply
    "timeout",  # no reply, until the client leaves or `seconds` have passed
]
# Where the APIs put what was asked for.
RESULTS = ("data", "results")
NOTHING: dict[str, Any] = {"status": "OK", "resultsCount": 0, "results": []}


class BadRuleError(ValueError):
    """A rule that cannot be understood; the message says why."""


@dataclass
class Rule:
    """One fault, and the requests that meet it."""

    match: str  # a regular expression, searched in path?query
    kind: Kind
    times: int | None = 1  # None: every time
    after: int = 0  # matching requests that are let through first
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = ""
    seconds: float = 60
    seen: int = 0
    fired: int = 0

    def __post_init__(self) -> None:
        """Checks what a typing error in a test would get wrong."""
        if self.kind not in get_args(Kind):
            raise BadRuleError(f"unknown kind: {self.kind}")
        try:
            re.compile(self.match)
        except re.error as error:
            raise BadRuleError(f"match is not a regular expression: {self.match}: {error}") from error

    def meets(self, target: str) -> bool:
        """Whether the request meets the fault now; counts it."""
        if not re.search(self.match, target) or (self.times is not None and self.fired >= self.times):
            return False
        self.seen += 1
        if self.seen <= self.after:
            return False
        self.fired += 1
        return True


def parse_rules(text: bytes) -> list[Rule]:
    """The rules of a JSON list.

    Raises:
        BadRuleError: it is no list of rules.
    """
    try:
        rules = json.loads(text)
    except ValueError as error:
        raise BadRuleError(f"not JSON: {error}") from error
    known = {rule_field.name for rule_field in fields(Rule)} - {"seen", "fired"}
    listed = rules if isinstance(rules, list) else [None]
    if not all(isinstance(rule, dict) and rule.keys() <= known for rule in listed):
        raise BadRuleError(f"expected a list of objects with the keys {', '.join(sorted(known))}")
    try:
        return [Rule(**rule) for rule in listed]
    except TypeError as error:
        raise BadRuleError(str(error)) from error


class Faults:
    """An ASGI layer that answers in the API's place where a rule says so."""

    def __init__(self, app: ASGIApp) -> None:
        """Stands in front of an app."""
        self._app = app
        self._rules: list[Rule] = []
        self._last: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for the rules, for a fault, or lets the request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == PATH:
            answer = self._administer(scope["method"], await _read(receive))
            await answer(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    def _administer(self, method: str, text: bytes) -> Response:
        if method == "DELETE":
            self._rules.clear()
            self._last.clear()
        elif method == "POST":
            try:
                self._rules += parse_rules(text)
            except BadRuleError as error:
                return PlainTextResponse(f"{error}\n", 400)
        return JSONResponse([asdict(rule) for rule in self._rules])

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        target = path + ("?" + scope["query_string"].decode() if scope["query_string"] else "")
        rule = next((rule for rule in self._rules if rule.meets(target)), None)
        if rule is not None and rule.kind == "timeout":
            await _hold(receive, rule.seconds)
        elif rule is not None and rule.kind == "reset":
            _reset(receive)
        elif rule is not None and rule.kind == "cut":
            await _cut(await _reply(self._app, scope, receive), send)
        elif rule is not None:
            answer = await self._altered(rule, scope, receive)
            await answer(scope, receive, send)
        elif any(rule.kind == "repeat_page" for rule in self._rules):
            self._last[path] = await _reply(self._app, scope, receive)
            await self._last[path](scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _altered(self, rule: Rule, scope: Scope, receive: Receive) -> Response:
        of_benzinga = scope["path"] == benzinga.PATH
        match rule.kind:
            case "status":
                return _given(rule.body, rule.status, rule.headers)
            case "body":
                return _given(rule.body, 200, rule.headers)
            case "empty":
                return JSONResponse({"data": []} if of_benzinga else NOTHING)
            case "error_in_200":
                said = "An unexpected error occurred while processing your request"
                error = benzinga.error_body("internal_server_error", "server_error", said)
                return JSONResponse(error if of_benzinga else {"status": "ERROR", "error": said})
            case "html":
                return HTMLResponse("<!doctype html><title>Maintenance</title><p>We will be back soon.</p>")
        reply = await _reply(self._app, scope, receive)
        text = bytes(reply.body)
        match rule.kind:
            case "repeat_page":
                return self._last.get(scope["path"], reply)
            case "truncate":
                return Response(text[: len(text) // 2], reply.status_code, media_type="application/json")
            case "xml":
                as_xml = benzinga.to_xml("result", json.loads(text))
                return Response(as_xml, reply.status_code, media_type="application/xml")
            case _:
                rest = {key: value for key, value in json.loads(text).items() if key not in RESULTS}
                return JSONResponse(rest, reply.status_code)


def _given(body: Any, status: int, headers: dict[str, str]) -> Response:
    if isinstance(body, str):
        return PlainTextResponse(body, status, headers)
    return JSONResponse(body, status, headers)


async def _reply(app: ASGIApp, scope: Scope, receive: Receive) -> Response:
    """The app's whole reply, kept back."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    reply = Response(b"".join(message.get("body", b"") for message in messages), messages[0]["status"])
    reply.raw_headers = list(messages[0]["headers"])
    return reply


async def _cut(reply: Response, send: Send) -> None:
    """Half of a reply. The server closes the connection of an app that ends before its reply does."""
    await send({"type": "http.response.start", "status": reply.status_code, "headers": reply.raw_headers})
    half = reply.body[: len(reply.body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})


async def _hold(receive: Receive, seconds: float) -> None:
    """Says nothing until the client has left."""

    async def left() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(left(), seconds)


def _reset(receive: Receive) -> None:
    """Resets the connection. ASGI knows no way to, so it is uvicorn's own transport that is asked for it."""
    transport: asyncio.Transport = receive.__self__.transport  # type: ignore[attr-defined]
    # Closed without lingering, a socket tells the peer "reset" and not "the end".
    no_lingering = struct.pack("ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_lingering)
    transport.abort()


async def _read(receive: Receive) -> bytes:
    """The whole body of a request."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body
