"""Every setting of the extractor: read once from the environment, typed, checked at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from extract.errors import SettingsError


@dataclass(frozen=True)
class ApiVariables:
    """The names under which one API's settings stand in the environment.

    Attributes:
        name: How messages call the API.
        url: Variable of the scheme and host.
        default_url: Used when that variable is unset.
        token: Variable of the secret token.
        scheme: Word before the token in the Authorization header.
        calls_per_minute: Variable of the call limit, or None for an API without one.
        default_calls_per_minute: Used when that variable is unset; 0 means no limit.
    """

    name: str
    url: str
    default_url: str
    token: str
    scheme: str
    calls_per_minute: str | None = None
    default_calls_per_minute: int = 0


@dataclass(frozen=True)
class HttpSettings:
    """How long to wait for a server, API or S3, and how often to ask it again.

    Attributes:
        timeout_seconds: Longest silence of a server, while connecting and between two bytes.
        attempts: Times that one call is made before it is given up.
        backoff_seconds: Pause before the second attempt; doubles each time, up to a minute.
    """

    timeout_seconds: float
    attempts: int
    backoff_seconds: float


@dataclass(frozen=True)
class ApiSettings:
    """One API: where it is, who asks, how often it may be asked."""

    name: str
    url: str
    url_variable: str
    token: str = field(repr=False)
    token_variable: str
    scheme: str
    calls_per_minute: int
    http: HttpSettings


@dataclass(frozen=True)
class BucketSettings:
    """Where the batches go; `variable` is the setting that names the bucket."""

    name: str
    variable: str
    http: HttpSettings


@dataclass(frozen=True)
class Settings:
    """All that one run of the extractor is told by its environment.

    AWS credentials, region and endpoint are not here: boto3 reads its own standard variables.
    """

    api: ApiSettings
    bucket: BucketSettings
    secrets: tuple[str, ...] = field(repr=False)


def read(
    environment: Mapping[str, str], api: ApiVariables, bucket_variable: str, default_bucket: str
) -> Settings:
    """Read the settings of a source; an empty variable counts as unset.

    Raises:
        SettingsError: A setting is missing or malformed; the message names it.
    """
    values = {name: value.strip() for name, value in environment.items() if value.strip()}
    if "AWS_ENDPOINT_URL" in values:
        _url(values, "AWS_ENDPOINT_URL")
    http = HttpSettings(
        timeout_seconds=_number(values, "HTTP_TIMEOUT_SECONDS", 60, above=0),
        attempts=_whole_number(values, "HTTP_ATTEMPTS", 8, least=1),
        backoff_seconds=_number(values, "HTTP_BACKOFF_SECONDS", 1, above=0),
    )
    token = _token(values, api.token)
    limit = api.default_calls_per_minute
    if api.calls_per_minute:
        limit = _whole_number(values, api.calls_per_minute, limit, least=0)
    return Settings(
        api=ApiSettings(
            name=api.name,
            url=_url({api.url: api.default_url} | values, api.url),
            url_variable=api.url,
            token=token,
            token_variable=api.token,
            scheme=api.scheme,
            calls_per_minute=limit,
            http=http,
        ),
        bucket=BucketSettings(values.get(bucket_variable, default_bucket), bucket_variable, http),
        secrets=(token, *_aws_secrets(values)),
    )


def _aws_secrets(values: Mapping[str, str]) -> list[str]:
    secrets = [values.get(name, "") for name in ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")]
    # AWS' own have 40 characters and more; blacking out a stand-in's “test” would only garble messages.
    return [secret for secret in secrets if len(secret) >= 16]


def _token(values: Mapping[str, str], name: str) -> str:
    if name not in values:
        raise SettingsError(f"The setting {name} is missing: set it to the API's token.")
    token = values[name]
    # A header value with other characters makes the HTTP library fail with the value in its message.
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise SettingsError(f"The setting {name} is malformed: a token is printable ASCII without spaces.")
    return token


def _url(values: Mapping[str, str], name: str) -> str:
    try:
        parts = urlsplit(values[name])
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        # The value is not shown: somebody may have put a password into it.
        raise SettingsError(
            f"The setting {name} is malformed: it must be like https://host or http://host:port."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _number(values: Mapping[str, str], name: str, default: float, *, above: float) -> float:
    text = values.get(name, str(default))
    try:
        number = float(text)
    except ValueError:
        number = above
    if not above < number < float("inf"):
        raise SettingsError(f"The setting {name} is malformed: {text!r} is not a number above {above:g}.")
    return number


def _whole_number(values: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    text = values.get(name, str(default))
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise SettingsError(f"The setting {name} is malformed: {text!r} is not a whole number from {least}.")
    return int(text)
