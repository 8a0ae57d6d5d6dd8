"""Benzinga's government-trades API: `GET /api/v1/gov/usa/congress/trades`.

What the documents leave open is decided here: rows are ordered by report day and id; a parameter that is not
replayed (also the token, which has no place in an address) is refused rather than ignored.
"""

import json
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from localcloud.market_api.recording import Disclosures, iso_date

PATH = "/api/v1/gov/usa/congress/trades"
DEFAULT_PAGE_SIZE = 50
LARGEST_PAGE_SIZE = 1000
PARAMETERS = frozenset({"date", "date_from", "date_to", "updated_since", "page", "pagesize"})

XML_NAME = re.compile(r"[A-Za-z_][\w.-]*")


class BadParameterError(ValueError):
    """A parameter that the API does not take, or a value that it cannot read."""


def error_body(code: str, kind: str, text: str) -> dict[str, Any]:
    """The documented shape of an error."""
    return {"ok": False, "errors": [{"code": code, "id": kind, "value": text}]}


class Benzinga:
    """The API over the disclosures of a recording."""

    def __init__(self, disclosures: Disclosures, token: str) -> None:
        """Answers requests that carry the token."""
        self._disclosures = disclosures
        self._token = token

    def routes(self) -> list[Route]:
        """The paths it answers."""
        return [Route(PATH, self.trades)]

    async def trades(self, request: Request) -> Response:
        """The rows of a page, as they stood at the end of the last day asked for."""
        as_json = "application/json" in request.headers.get("accept", "")
        if request.headers.get("authorization") != f"token {self._token}":
            refusal = error_body("auth_failed", "unauthorized", "Invalid or missing authentication token")
            return _answer(refusal, as_json=as_json, status=401)
        try:
            page = self._page(request)
        except BadParameterError as error:
            return _answer(error_body("bad_request", "bad_request", str(error)), as_json=as_json, status=400)
        if as_json:
            # The recorded text itself, not a copy that a parser has been through.
            return Response(b'{"data":[' + b",".join(page) + b"]}", media_type="application/json")
        return _answer({"data": [json.loads(line) for line in page]}, as_json=False)

    def _page(self, request: Request) -> list[bytes]:
        query = dict(request.query_params)
        unknown = sorted(query.keys() - PARAMETERS)
        if unknown:
            raise BadParameterError(f"parameter not replayed: {unknown[0]}")
        size = min(_number(query, "pagesize", DEFAULT_PAGE_SIZE), LARGEST_PAGE_SIZE)
        start = _number(query, "page", 0) * size
        first, last = self._days(query)
        rows = self._disclosures.visible(first, last, _number(query, "updated_since", 0))
        return [row.line for row in rows[start : start + size] if row.line is not None]

    def _days(self, query: dict[str, str]) -> tuple[date, date]:
        latest = self._disclosures.last_day
        if "date" in query:
            return _day(query, "date"), _day(query, "date")
        last = _day(query, "date_to") if "date_to" in query else latest
        if "date_from" in query:
            return _day(query, "date_from"), last
        # Asked for no day at all it tells the latest; for changes since an instant, those of any day.
        return date.min if "date_to" in query or "updated_since" in query else latest, last


def _day(query: dict[str, str], name: str) -> date:
    day = iso_date(query[name])
    if day is None:
        raise BadParameterError(f"{name} is not a date (YYYY-MM-DD): {query[name]}")
    return day


def _number(query: dict[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not text.isdecimal():
        raise BadParameterError(f"{name} is not a whole number: {text}")
    return int(text)


def _answer(body: dict[str, Any], *, as_json: bool, status: int = 200) -> Response:
    if as_json:
        return JSONResponse(body, status)
    return Response(to_xml("result", body), status, media_type="application/xml")


def to_xml(tag: str, value: object) -> bytes:
    """A JSON value as XML; keys that are no XML names become attributes."""
    text: bytes = ElementTree.tostring(_element(tag, value), encoding="utf-8", xml_declaration=True)
    return text


def _element(tag: str, value: object) -> ElementTree.Element:
    element = ElementTree.Element(tag) if XML_NAME.fullmatch(tag) else ElementTree.Element("entry", name=tag)
    if isinstance(value, dict):
        element.extend(_element(str(key), item) for key, item in value.items())
    elif isinstance(value, list):
        element.set("is_array", "true")
        element.extend(_element("item", item) for item in value)
    elif value is not None:
        element.text = str(value)
    return element
