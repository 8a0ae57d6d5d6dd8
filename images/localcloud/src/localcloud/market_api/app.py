"""The ASGI application: both APIs over one recording, counted, and with faults on demand."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from localcloud.market_api import faults
from localcloud.market_api.benzinga import Benzinga
from localcloud.market_api.polygon import CallLimit, Polygon
from localcloud.market_api.recording import load

REQUESTS = "/_requests"


@dataclass(frozen=True)
class Options:
    """The credentials that the replay accepts, and how many Polygon calls it allows in any minute."""

    benzinga_token: str = field(default="laptop-benzinga-token", repr=False)
    polygon_key: str = field(default="laptop-polygon-key", repr=False)
    calls_per_minute: int | None = None
    retry_after: Literal["seconds", "date"] | None = None


def create_app(market: Path | None, options: Options | None = None) -> ASGIApp:
    """The market APIs over a folder in the recorded-market format; without one they answer 503.

    Raises:
        RecordingError: the folder is not a recorded market.
    """
    return RequestCounter(faults.Faults(Starlette(routes=_routes(market, options or Options()))))


def _routes(market: Path | None, options: Options) -> list[BaseRoute]:
    if market is None:
        return [Route("/{path:path}", _no_market)]
    recording = load(market)
    limit = CallLimit(options.calls_per_minute, options.retry_after)
    polygon = Polygon(recording, options.polygon_key, limit)
    return [*Benzinga(recording.disclosures, options.benzinga_token).routes(), *polygon.routes()]


async def _no_market(request: Request) -> Response:
    return PlainTextResponse("No market to replay: start the laptop cloud with --market FOLDER.\n", 503)


class RequestCounter:
    """Counts the requests that reach the APIs: `GET /_requests` tells by path, `DELETE` starts anew."""

    def __init__(self, app: ASGIApp) -> None:
        """Stands in front of an app."""
        self._app = app
        self._counts: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts, or tells the counts."""
        if scope["type"] != "http" or scope["path"] != REQUESTS:
            if scope["type"] == "http" and scope["path"] != faults.PATH:
                self._counts[scope["path"]] += 1
            await self._app(scope, receive, send)
            return
        if scope["method"] == "DELETE":
            self._counts.clear()
        counts = {"total": self._counts.total(), "by_path": dict(sorted(self._counts.items()))}
        await JSONResponse(counts)(scope, receive, send)
