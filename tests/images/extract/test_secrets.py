"""A sentinel in every credential goes into the header that needs it, and is found nowhere else."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.images.extract.conftest import (
    SENTINEL,
    Answer,
    Command,
    Outcome,
    ScriptedServer,
    Storage,
    json_answer,
    trade,
)

SOURCES = ["disclosures", "tickers"]


def assert_clean(outcome: Outcome, s3: Storage) -> None:
    assert outcome.out or outcome.err
    texts = [
        outcome.out,
        outcome.err,
        *(body.decode("latin-1") for body in s3.contents().values()),
        *s3.contents(),
    ]
    for form in (SENTINEL, quote(SENTINEL, safe=""), SENTINEL[:12]):
        assert not [text for text in texts if form in text]


@pytest.mark.parametrize(("source", "scheme"), [("disclosures", "token"), ("tickers", "Bearer")])
def test_the_token_is_in_the_header_only(
    extract: Command, api: ScriptedServer, s3: Storage, source: str, scheme: str
) -> None:
    netrc = Path(extract.environment["HOME"], ".netrc")
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    api.script = lambda request: json_answer(
        {"status": "OK", "data": [trade(1)], "results": [{"ticker": "A"}]}
    )
    outcome = extract(source, "--batch-date", "2016-03-01")
    assert outcome.exit_code == 0, outcome.err
    assert [request.headers["Authorization"] for request in api.requests] == [f"{scheme} {SENTINEL}"]
    assert SENTINEL[:12] not in str([(request.path, request.query, request.body) for request in api.requests])
    assert_clean(outcome, s3)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 429, 500])
@pytest.mark.parametrize("form", ["as it is", "quoted"])
def test_a_server_that_echoes_the_token_does_not_get_it_printed(
    extract: Command, api: ScriptedServer, s3: Storage, source: str, status: int, form: str
) -> None:
    token = SENTINEL if form == "as it is" else quote(SENTINEL, safe="")
    message = f"Unknown API Key {token}"
    body = {"status": "ERROR", "message": message, "ok": False, "errors": [{"code": token, "value": message}]}
    headers = {"Location": f"https://elsewhere.invalid/?apiKey={token}"} if status == 301 else {}
    api.script = lambda request: json_answer(body, status, **headers)
    outcome = extract(source, "--batch-date", "2016-03-01", HTTP_ATTEMPTS="1")
    assert outcome.exit_code in (1, 75)
    assert_clean(outcome, s3)


@pytest.mark.parametrize("do", ["reset", "cut"])
def test_a_broken_connection_does_not_print_it(
    extract: Command, api: ScriptedServer, s3: Storage, do: str
) -> None:
    api.script = lambda request: Answer(b'{"data": []}', do=do)
    outcome = extract("disclosures", "--batch-date", "2016-03-01")
    assert outcome.exit_code == 75
    assert_clean(outcome, s3)


def test_s3_refusing_does_not_print_it(
    extract: Command, api: ScriptedServer, s3: Storage, server: Callable[[], ScriptedServer]
) -> None:
    api.script = lambda request: json_answer({"data": [trade(1)]})
    front = server()
    error = f"<Error><Code>SignatureDoesNotMatch</Code><Message>{SENTINEL}</Message></Error>"
    front.script = lambda request: Answer(error.encode(), 403)
    outcome = extract("disclosures", "--batch-date", "2016-03-01", AWS_ENDPOINT_URL=front.url)
    assert outcome.exit_code == 1
    assert "SignatureDoesNotMatch (***)" in outcome.err
    assert SENTINEL not in str([request.headers for request in front.requests])
    assert_clean(outcome, s3)


def test_an_unforeseen_failure_does_not_print_it(extract: Command, api: ScriptedServer, s3: Storage) -> None:
    # Deeper than the JSON decoder goes: a traceback is what a person needs then, without the secret in it.
    api.script = lambda request: Answer(b'{"' + SENTINEL.encode() + b'": ' + b"[" * 100_000)
    outcome = extract("disclosures", "--batch-date", "2016-03-01")
    assert outcome.exit_code == 1
    assert "RecursionError" in outcome.err
    assert "complete: none" in outcome.err
    assert_clean(outcome, s3)
