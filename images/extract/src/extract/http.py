"""Asks an API: rate-limited, retried, with the token in the header and nowhere else."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import requests
import stamina
from requests_ratelimiter import LimiterSession

from extract.errors import ExtractError, UnavailableError
from extract.replies import BrokenJsonError, NotJsonError, split
from extract.settings import ApiSettings

LONGEST_WAIT_SECONDS = 300
"""All pauses between the attempts of one call, together; a server that asks for more ends the run."""

_LONGEST_PAUSE_SECONDS = 60
"""The call limits of the APIs are per minute, so a longer pause between two attempts gains nothing."""

_PASSING = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)
"""Failures of the connection rather than of the request."""


@dataclass(frozen=True)
class Reply:
    """What an API answered.

    Attributes:
        address: Path and query that were asked, for messages.
        status: 200, 403 or 404; every other status has become an error.
        fields: The reply's members without its records.
        records: Each record as one line of JSON; None if the reply has no such member.
    """

    address: str
    status: int
    fields: dict[str, Any]
    records: list[str] | None


class Api:
    """One API under its call limit.

    Attributes:
        requests: HTTP requests made so far, repeated attempts included: that is what call limits count.
    """

    def __init__(self, settings: ApiSettings) -> None:
        self.name = settings.name
        self.calls_per_minute = settings.calls_per_minute
        self.requests = 0
        self._settings = settings
        self._session = _session(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close connections and the limiter's thread."""
        self._session.close()

    def get(self, path: str, parameters: dict[str, str], member: str | None) -> Reply:
        """Ask once, and again while the trouble looks passing.

        Args:
            path: Path, with or without a query, on the configured host.
            parameters: Query parameters.
            member: Member of the reply that holds the records; see `extract.replies.split`.

        Returns:
            A reply of status 200, 403 or 404 with a JSON body.

        Raises:
            UnavailableError: 408, 429, 5xx, no connection, a time-out or a cut body, as often as
                HTTP_ATTEMPTS and LONGEST_WAIT_SECONDS allow.
            ExtractError: A refused token, a redirect, a body that is not JSON, any other status.
        """
        address = f"{path}?{urlencode(parameters)}" if parameters else path
        started = time.monotonic()
        before = self.requests

        def pause(error: Exception) -> bool | float:
            """Tell stamina whether to try again, and the pause if the server named one."""
            if not isinstance(error, UnavailableError):
                return False
            if error.retry_after is None:
                return True
            left = LONGEST_WAIT_SECONDS - (time.monotonic() - started)
            return error.retry_after if error.retry_after <= left else False

        http = self._settings.http
        try:
            for attempt in stamina.retry_context(
                on=pause,
                attempts=http.attempts,
                timeout=LONGEST_WAIT_SECONDS,
                wait_initial=http.backoff_seconds,
                wait_jitter=http.backoff_seconds,
                wait_max=_LONGEST_PAUSE_SECONDS,
            ):
                with attempt:
                    return self._once(address, member)
        except UnavailableError as error:
            raise UnavailableError(
                f"{error} Gave up after {self.requests - before} attempts in "
                f"{time.monotonic() - started:.0f} s. Run the same command again later."
            ) from None
        raise AssertionError("stamina returns or raises")

    def _once(self, address: str, member: str | None) -> Reply:
        doing = f"Asking {self.name} for {address}:"
        self.requests += 1
        try:
            # A redirect is not followed: it would carry the token wherever it points.
            response = self._session.get(
                self._settings.url + address,
                timeout=self._settings.http.timeout_seconds,
                allow_redirects=False,
            )
        except _PASSING as error:
            raise UnavailableError(f"{doing} {_trouble(error)}") from error
        except requests.RequestException as error:
            raise ExtractError(
                f"{doing} the request failed ({type(error).__name__}). Check {self._settings.url_variable}."
            ) from error
        self._check_status(doing, response)
        try:
            fields, records = split(response.content, member)
        except BrokenJsonError as error:
            raise UnavailableError(f"{doing} its JSON was cut or broken ({error}).") from error
        except NotJsonError as error:
            raise ExtractError(
                f"{doing} it answered {response.status_code} with {error}, not JSON: {_excerpt(response)} "
                f"Check {self._settings.url_variable} and what stands between it and here."
            ) from error
        return Reply(address, response.status_code, fields, records)

    def _check_status(self, doing: str, response: requests.Response) -> None:
        status = f"{response.status_code} {response.reason}"
        if response.status_code in (200, 403, 404):
            return
        if response.status_code in (408, 429) or response.status_code >= 500:
            raise UnavailableError(f"{doing} it answered {status}.", _retry_after(response))
        if response.status_code == 401:
            raise ExtractError(
                f"{doing} it refused the token ({status}): {_excerpt(response)} "
                f"Check the setting {self._settings.token_variable}."
            )
        if response.is_redirect:
            host = urlsplit(response.headers["Location"]).netloc or "itself"
            raise ExtractError(
                f"{doing} it redirected to {host} ({status}), which is not followed: the token would go "
                f"along. If that is the API's new address, set {self._settings.url_variable} to it."
            )
        raise ExtractError(f"{doing} it rejected the request ({status}): {_excerpt(response)}")


class _Token(requests.auth.AuthBase):
    """Puts the token into each request's header; given as `auth`, it also keeps a .netrc from doing so."""

    def __init__(self, scheme: str, token: str) -> None:
        self._value = f"{scheme} {token}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._value
        return request


def _session(settings: ApiSettings) -> requests.Session:
    session: requests.Session
    if settings.calls_per_minute:
        # limit_statuses=(): else a 429 closes the limiter for a minute, whatever Retry-After says.
        session = LimiterSession(per_minute=settings.calls_per_minute, limit_statuses=())
    else:
        session = requests.Session()
    session.auth = _Token(settings.scheme, settings.token)
    session.headers["Accept"] = "application/json"  # Benzinga answers XML without it.
    return session


def _trouble(error: requests.RequestException) -> str:
    """Name a failure without the library's text, which repeats the address and nests five exceptions."""
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time."
    # A time-out inside the body comes as a ConnectionError around urllib3's own.
    if isinstance(error, requests.Timeout) or "Read timed out" in str(error):
        return "it stopped answering (read time-out)."
    if isinstance(error, requests.exceptions.SSLError):
        return "no secure connection: its certificate was not accepted."
    if isinstance(error, requests.ConnectionError):
        return "the connection was refused, reset or never made."
    return "the reply broke off or arrived damaged."


def _retry_after(response: requests.Response) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds or an HTTP date. None if absent or unreadable."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _excerpt(response: requests.Response) -> str:
    """The start of a body, on one line, for an error message."""
    text = " ".join(response.text[:400].split())
    return f"“{text[:150]}”." if text else "an empty body."
