"""Polygon's (Massive's) REST API: grouped daily bars, splits, tickers, ticker overviews, open/close.

Errors read as the live API's do. The plan reaches from the first day with bars to the last: an older day is
not in the plan, a later one has not ended. A parameter that is not replayed is refused rather than ignored.
"""

import base64
import binascii
import hashlib
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal, TypeVar
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from localcloud.market_api.recording import Bar, Recording, Split, iso_date

GROUPED_DAILY = "/v2/aggs/grouped/locale/us/market/stocks/{date}"
OPEN_CLOSE = "/v1/open-close/{ticker:path}/{date}"
SPLITS = "/v3/reference/splits"
TICKERS = "/v3/reference/tickers"
OVERVIEW = "/v3/reference/tickers/{ticker:path}"

# The live API names its own host here, whichever host was asked. A client may follow path and query only.
NEXT_HOST = "https://api.massive.com"
TOO_MANY = (
    "You've exceeded the maximum requests per minute, please wait or upgrade your subscription to continue."
)
UPGRADE = "Please upgrade your plan at https://polygon.io/pricing"
LARGEST_PAGE = 1000

# The only order, and the only market, that the list of tickers is replayed in.
REPLAYED = {"market": "stocks", "sort": "ticker", "order": "asc"}

PRICES = ("open", "high", "low", "close", "vwap", "pre_market", "after_hours")

# What the list of tickers holds of a record; the rest (SIC code, list date …) is told by the overview only.
LIST_FIELDS = (
    "ticker",
    "name",
    "market",
    "locale",
    "primary_exchange",
    "type",
    "active",
    "currency_name",
    "cik",
    "composite_figi",
    "share_class_figi",
    "last_updated_utc",
    "delisted_utc",
)

CLOSE = timedelta(hours=16)
NEW_YORK = ZoneInfo("America/New_York")
MINUTE = 60.0

Item = TypeVar("Item")
Handler = Callable[[Request], dict[str, Any]]


class RefusedError(Exception):
    """An answer other than the one asked for: its status, the API's name for it, and its text."""

    def __init__(self, status: int, name: str, **text: str) -> None:
        """Keeps what the reply will say."""
        super().__init__(name)
        self.status = status
        self.body = {"status": name, **text}


def bad_parameter(text: str) -> RefusedError:
    """A parameter that the API does not take, or a value that it cannot read."""
    return RefusedError(400, "ERROR", error=text)


@dataclass
class CallLimit:
    """At most so many calls in any minute (None: no limit)."""

    calls: int | None
    retry_after: Literal["seconds", "date"] | None
    _made: deque[float] = field(default_factory=deque)

    def wait(self) -> float | None:
        """Seconds until the next call is allowed, or None when this one is, which then counts."""
        if self.calls is None:
            return None
        now = time.monotonic()
        while self._made and self._made[0] <= now - MINUTE:
            self._made.popleft()
        if len(self._made) < self.calls:
            self._made.append(now)
            return None
        return self._made[0] + MINUTE - now

    def headers(self, wait: float) -> dict[str, str]:
        """The Retry-After header in the form chosen; the live API sends none."""
        if self.retry_after is None:
            return {}
        seconds = int(wait) + 1
        if self.retry_after == "seconds":
            return {"Retry-After": str(seconds)}
        return {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)}


class Polygon:
    """The API over a recording."""

    def __init__(self, recording: Recording, key: str, limit: CallLimit) -> None:
        """Answers requests that carry the key, within the limit."""
        self._recording = recording
        self._key = key
        self._limit = limit

    def routes(self) -> list[Route]:
        """The paths it answers."""
        handlers: list[tuple[str, Handler]] = [
            (GROUPED_DAILY, self.grouped_daily),
            (OPEN_CLOSE, self.open_close),
            (SPLITS, self.splits),
            (TICKERS, self.tickers),
            (OVERVIEW, self.overview),
        ]
        return [Route(path, self._guarded(handler)) for path, handler in handlers]

    def _guarded(self, handler: Handler) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            request_id = {"request_id": hashlib.md5(str(request.url).encode()).hexdigest()}
            if request.headers.get("authorization") != f"Bearer {self._key}":
                text = "Unknown API Key" if "authorization" in request.headers else "API Key was not provided"
                return JSONResponse({"status": "ERROR", **request_id, "error": text}, 401)
            wait = self._limit.wait()
            if wait is not None:
                body = {"status": "ERROR", **request_id, "error": TOO_MANY}
                return JSONResponse(body, 429, self._limit.headers(wait))
            try:
                return JSONResponse({**handler(request), **request_id})
            except RefusedError as refused:
                return JSONResponse({**refused.body, **request_id}, refused.status)

        return answer

    def grouped_daily(self, request: Request) -> dict[str, Any]:
        """The bars of every ticker on a day; a closed day has none, and then no `results` either."""
        query = _query(request, {"adjusted", "include_otc"})
        day = self._day_in_plan(request.path_params["date"])
        adjusted = query.get("adjusted", "true") == "true"
        bars = [self._adjusted(bar, day) if adjusted else bar for bar in self._recording.bars(day)]
        closed_at = datetime.combine(day, datetime.min.time(), NEW_YORK) + CLOSE
        results = [_aggregate(bar, int(closed_at.timestamp() * 1000)) for bar in bars]
        counts = {name: len(bars) for name in ("queryCount", "resultsCount", "count")}
        return {**counts, "adjusted": adjusted, "status": "OK"} | ({"results": results} if results else {})

    def open_close(self, request: Request) -> dict[str, Any]:
        """A ticker's prices on a day, with those before the open and after the close where recorded.

        Raises:
            RefusedError: 404 where the ticker has no bar on that day.
        """
        query = _query(request, {"adjusted"})
        ticker, day = request.path_params["ticker"], self._day_in_plan(request.path_params["date"])
        bar = next((bar for bar in self._recording.bars(day) if bar.ticker == ticker), None)
        if bar is None:
            raise RefusedError(404, "NOT_FOUND", message="Data not found.")
        shown = self._adjusted(bar, day) if query.get("adjusted", "true") == "true" else bar
        prices = {"open": shown.open, "high": shown.high, "low": shown.low, "close": shown.close}
        extended = {"afterHours": shown.after_hours, "preMarket": shown.pre_market}
        known = {name: price for name, price in extended.items() if price is not None}
        return {"status": "OK", "from": str(day), "symbol": ticker, **prices, "volume": shown.volume, **known}

    def splits(self, request: Request) -> dict[str, Any]:
        """The splits executed on a day or between two, page by page, latest first."""
        days = {f"execution_date{end}" for end in ("", ".gte", ".gt", ".lte", ".lt")}
        query = _query(request, {"ticker", "order", "limit", *days})
        for name in days & query.keys():
            if iso_date(query[name]) is None:
                raise bad_parameter(f"Could not parse {name}: {query[name]}")
        found = [split for split in self._recording.splits if _wanted(split, query)]
        found.sort(key=lambda split: split.ticker)
        found.sort(key=lambda split: split.execution_date, reverse=query.get("order", "desc") == "desc")
        page, more = _page(SPLITS, query, found, default=10)
        return {"results": [_split(split) for split in page], "status": "OK"} | more

    def tickers(self, request: Request) -> dict[str, Any]:
        """The tickers as of a day, page by page, by ticker."""
        query = _query(request, {"market", "active", "date", "limit", "sort", "order"})
        if {**REPLAYED, **query} != {**query, **REPLAYED}:
            raise bad_parameter(f"only {urlencode(REPLAYED)} is replayed")
        day = self._as_of(query)
        found = self._recording.tickers(day, active=query.get("active", "true") == "true")
        page, more = _page(TICKERS, query, found, default=100)
        shown = [listing.as_of(day) for listing in page]
        records = [{name: record[name] for name in LIST_FIELDS if name in record} for record in shown]
        return {"results": records, "status": "OK", "count": len(records)} | more

    def overview(self, request: Request) -> dict[str, Any]:
        """A ticker's record as of a day, its SIC code included.

        Raises:
            RefusedError: 404 where the ticker is not traded on that day.
        """
        day = self._as_of(_query(request, {"date"}))
        listing = self._recording.listing(request.path_params["ticker"], day)
        if listing is None or not listing.active(day):
            raise RefusedError(404, "NOT_FOUND", message="Ticker not found.")
        record = listing.as_of(day)
        del record["last_updated_utc"]  # only the list tells it
        return {"results": record, "status": "OK"}

    def _day_in_plan(self, text: str) -> date:
        day = iso_date(text)
        if day is None:
            raise bad_parameter(f"Could not parse the date: {text}")
        if day < self._recording.first_bar_day:
            message = f"Your plan doesn't include this data timeframe. {UPGRADE}"
            raise RefusedError(403, "NOT_AUTHORIZED", message=message)
        if day > self._recording.last_bar_day:
            message = f"Attempted to request today's data before end of day. {UPGRADE}"
            raise RefusedError(403, "NOT_AUTHORIZED", message=message)
        return day

    def _as_of(self, query: dict[str, str]) -> date:
        if "date" not in query:
            return self._recording.last_bar_day
        day = iso_date(query["date"])
        if day is None:
            raise bad_parameter(f"Could not parse the date: {query['date']}")
        return day

    def _adjusted(self, bar: Bar, day: date) -> Bar:
        factor = self._recording.split_factor(bar.ticker, day)
        if factor == 1:
            return bar
        prices: dict[str, Any] = {name: _times(getattr(bar, name), factor) for name in PRICES}
        return replace(bar, **prices, volume=_times(bar.volume, 1 / factor))


def _times(price: float | None, factor: float) -> float | None:
    return None if price is None else round(price * factor, 4)


def _aggregate(bar: Bar, closed_at: int) -> dict[str, Any]:
    """A bar as the aggregates show it; average price and number of trades are missing where not recorded."""
    prices = {"T": bar.ticker, "v": bar.volume, "o": bar.open, "c": bar.close, "h": bar.high, "l": bar.low}
    known = {name: value for name, value in (("vw", bar.vwap), ("n", bar.trades)) if value is not None}
    return {**prices, "t": closed_at, **known}


def _split(split: Split) -> dict[str, Any]:
    name = f"{split.ticker}{split.execution_date}".encode()
    whole = {"split_from": split.split_from, "split_to": split.split_to}
    ratio = {side: int(value) if value.is_integer() else value for side, value in whole.items()}
    identity = {"execution_date": str(split.execution_date), "id": "E" + hashlib.sha256(name).hexdigest()}
    return {**identity, **ratio, "ticker": split.ticker}


def _wanted(split: Split, query: dict[str, str]) -> bool:
    day = str(split.execution_date)
    return (
        query.get("ticker", split.ticker) == split.ticker
        and query.get("execution_date", day) == day
        and query.get("execution_date.gte", day) <= day
        and query.get("execution_date.lte", day) >= day
        and query.get("execution_date.gt", "") < day
        and query.get("execution_date.lt", "9999") > day
    )


def _query(request: Request, allowed: set[str]) -> dict[str, str]:
    """The question asked, be it in the address or in the cursor of a `next_url`."""
    query = dict(request.query_params)
    if "cursor" in query:
        try:
            query |= dict(parse_qsl(base64.urlsafe_b64decode(query.pop("cursor") + "==").decode()))
        except (binascii.Error, UnicodeDecodeError) as error:
            raise bad_parameter("cursor is not one of ours") from error
    unknown = sorted(query.keys() - allowed - {"page_marker"})
    if unknown:
        raise bad_parameter(f"parameter not replayed: {unknown[0]}")
    return query


def _page(
    path: str, query: dict[str, str], found: Sequence[Item], default: int
) -> tuple[Sequence[Item], dict[str, str]]:
    """A page of what was found, and the address of the next page, if there is one."""
    limit, start = query.get("limit", str(default)), query.get("page_marker", "0")
    if not (limit.isdecimal() and 1 <= int(limit) <= LARGEST_PAGE and start.isdecimal()):
        raise bad_parameter(f"limit must be between 1 and {LARGEST_PAGE}: {limit}")
    end = int(start) + int(limit)
    if end >= len(found):
        return found[int(start) :], {}
    question = urlencode({**query, "page_marker": str(end)}).encode()
    cursor = base64.urlsafe_b64encode(question).decode().rstrip("=")
    return found[int(start) : end], {"next_url": f"{NEXT_HOST}{path}?{urlencode({'cursor': cursor})}"}
