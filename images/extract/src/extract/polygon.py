"""How the Polygon (now Massive) REST API pages, counts and refuses: what its sources share."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from extract.errors import ExtractError, UnavailableError
from extract.http import Api, Reply
from extract.replies import Repeats
from extract.settings import ApiVariables

API = ApiVariables(
    name="Polygon",
    url="POLYGON_URL",
    default_url="https://api.polygon.io",
    token="POLYGON_API_KEY",
    scheme="Bearer",
    calls_per_minute="POLYGON_CALLS_PER_MINUTE",
    default_calls_per_minute=5,
)
PAGE_ROWS = "1000"
"""The greatest `limit` that the API accepts."""


class NotFoundError(ExtractError):
    """The API does not know the ticker, or has nothing of it on that day."""


class NotInPlanError(ExtractError):
    """The plan does not reach as far back as the day asked for."""


def ask(api: Api, path: str, parameters: dict[str, str], member: str | None = "results") -> Reply:
    """Ask for one page.

    Returns:
        A reply that the API itself calls sound; its records may still be None.

    Raises:
        NotFoundError: It says NOT_FOUND, as a 404 or, as open/close does, within a 200.
        NotInPlanError: It says that the plan does not include the day asked for.
        UnavailableError: The day asked for is not over yet, or as in `Api.get`.
        ExtractError: It refuses for another reason, or as in `Api.get`.
    """
    reply = api.get(path, parameters, member)
    status = reply.fields.get("status")
    said = f"Asking {api.name} for {reply.address}: it answered {reply.status} {status}, “{_message(reply)}”."
    if status == "NOT_FOUND":
        raise NotFoundError(f"{said} Check the address and the ticker.")
    if reply.status == 403 or status == "NOT_AUTHORIZED":
        raise _refusal(said, _message(reply))
    if reply.status != 200 or status not in ("OK", "DELAYED"):
        raise ExtractError(f"{said} Look the message up in the API's documents.")
    return reply


def rows(reply: Reply) -> list[str]:
    """Return the records of a reply, when they are as many as it says.

    Raises:
        ExtractError: `results` is missing though the count is not 0, or the two differ.
    """
    count = reply.fields.get("resultsCount", reply.fields.get("count"))
    if reply.records is None and count != 0:
        raise ExtractError(
            f"Asking for {reply.address}: the reply has no `results`, and its count is {count!r}, not 0, so "
            "it cannot be taken for “no data”. Look at what the API sends, then run again."
        )
    records = reply.records or []
    if count is not None and count != len(records):
        raise ExtractError(
            f"Asking for {reply.address}: the reply counts {count!r} results and holds {len(records):,}. "
            "Look at what the API sends, then run again."
        )
    return records


def pages(api: Api, path: str, parameters: dict[str, str]) -> Iterator[list[str]]:
    """Yield the records of each page, following `next_url`.

    Only its path and query are followed, on the configured host: elsewhere the key must not go.

    Raises:
        ExtractError: A page repeats an earlier one, or as in `ask` and `rows`.
    """
    repeats = Repeats()
    while True:
        reply = ask(api, path, parameters)
        records = rows(reply)
        repeats.check(records, reply.address)
        yield records
        next_url = reply.fields.get("next_url")
        if not next_url:
            return
        parts = urlsplit(str(next_url))
        path, parameters = f"/{parts.path.lstrip('/')}?{parts.query}", {}


def _message(reply: Reply) -> str:
    return str(reply.fields.get("message") or reply.fields.get("error") or "no message")


def _refusal(said: str, message: str) -> ExtractError:
    """Tell the three meanings of a 403 apart; only its message does."""
    text = message.lower()
    if "before end of day" in text or "before the end of the day" in text:
        return UnavailableError(
            f"{said} The day is not over for this plan. Run the same command again later."
        )
    if "timeframe" in text:
        return NotInPlanError(f"{said} The day is outside of the plan.")
    return ExtractError(f"{said} Check {API.token} and whether its plan includes this endpoint.")
