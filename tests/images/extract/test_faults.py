"""Every fault of an API or of S3 ends in the complete batch, or in the earlier manifest and a clear error."""

import json
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from tests.images.extract.conftest import (
    Answer,
    Command,
    Request,
    ScriptedServer,
    Storage,
    forward,
    json_answer,
    trade,
    wait_for,
)

DAY = "2016-03-01"
EARLIER = b'{"manifest_version":1,"the":"earlier manifest"}\n'
ROWS: list[list[dict[str, Any]]] = [[trade(number) for number in range(1000)], [trade(1000)]]
HTML = b"<!DOCTYPE html><html><body>Please log in</body></html>"
XML = b"<?xml version='1.0'?><result><trade>1</trade></result>"


def soon(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


class Paging:
    """Two pages of 1,001 rows in all, as Benzinga or as Polygon serves them."""

    def __init__(self, source: str) -> None:
        self.source = source

    def number(self, request: Request) -> int:
        return int(request.query.get("page" if self.source == "disclosures" else "cursor", 0))

    def value(self, number: int) -> dict[str, Any]:
        if self.source == "disclosures":
            return {"data": ROWS[number]}
        value: dict[str, Any] = {"status": "OK", "count": len(ROWS[number]), "results": ROWS[number]}
        if number == 0:
            value["next_url"] = "https://elsewhere.invalid/v3/reference/tickers?cursor=1"
        return value

    def answer(self, request: Request) -> Answer:
        return json_answer(self.value(self.number(request)))

    def without_rows(self) -> Answer:
        value = self.value(1)
        del value["data" if self.source == "disclosures" else "results"]
        return json_answer(value)

    def first_page_again(self) -> Answer:
        value = self.value(0)
        value["request_id"] = "another"
        return json_answer(value)

    def error_inside(self) -> Answer:
        if self.source == "disclosures":
            return json_answer({"ok": False, "errors": [{"code": "oops", "value": "it went wrong"}]})
        return json_answer({"status": "ERROR", "error": "it went wrong"})


@pytest.fixture(params=["disclosures", "tickers"])
def paging(request: pytest.FixtureRequest) -> Paging:
    return Paging(request.param)


PASSING: dict[str, tuple[Callable[[Answer], Answer], str]] = {
    "429 with seconds": (lambda _: Answer(b"", 429, {"Retry-After": "0"}), "429 Too Many Requests"),
    "429 with a date": (lambda _: Answer(b"", 429, {"Retry-After": soon(0)}), "429 Too Many Requests"),
    "429 without a word": (lambda _: Answer(b"", 429), "429 Too Many Requests"),
    "429 with nonsense": (lambda _: Answer(b"", 429, {"Retry-After": "soon"}), "429 Too Many Requests"),
    "500": (lambda _: json_answer({"errors": []}, 500), "500 Internal Server Error"),
    "502 with HTML": (lambda _: Answer(HTML, 502), "502 Bad Gateway"),
    "connection reset": (lambda good: Answer(good.body, do="reset"), "refused, reset or never made"),
    "read time-out": (lambda good: Answer(good.body, do="stall"), "read time-out"),
    "connection cut": (lambda good: Answer(good.body, do="cut"), "broke off"),
    "truncated JSON": (lambda good: Answer(good.body[:-20]), "cut or broken"),
    "empty body": (lambda _: Answer(b""), "cut or broken"),
}

LASTING: dict[str, tuple[Callable[[Paging], Answer], str]] = {
    "XML": (lambda _: Answer(XML), "it answered 200 with XML, not JSON"),
    "HTML": (lambda _: Answer(HTML), "it answered 200 with HTML, not JSON"),
    "text": (lambda _: Answer(b"Service moved"), "text that is not JSON"),
    "HTML as a 404": (lambda _: Answer(HTML, 404), "it answered 404 with HTML"),
    "an error inside a 200": (lambda paging: paging.error_inside(), "it went wrong"),
    "no rows member": (lambda paging: paging.without_rows(), "the reply has no"),
    "rows null": (lambda _: json_answer({"data": None, "status": "OK", "results": None}), "has no"),
    "rows that are no objects": (
        lambda _: json_answer({"data": [1], "status": "OK", "results": [1]}),
        "not a JSON object",
    ),
    "a page repeated": (lambda paging: paging.first_page_again(), "repeats an earlier page"),
    "401": (lambda _: json_answer({"status": "ERROR", "error": "who?"}, 401), "refused the token"),
    "400": (lambda _: json_answer({"status": "ERROR", "error": "what?"}, 400), "rejected the request"),
    "404 of another kind": (lambda _: json_answer({"status": "ERROR", "errors": ["no route"]}, 404), "404"),
}


def assert_complete(s3: Storage, dataset: str) -> dict[str, Any]:
    manifest = s3.manifest(dataset, DAY)
    assert manifest["rows"] == 1001
    assert [json.loads(line) for line in s3.lines(dataset, DAY)] == ROWS[0] + ROWS[1]
    return manifest


def put_earlier(s3: Storage, dataset: str) -> str:
    bucket = s3.disclosures if dataset == "disclosures" else s3.market
    key = f"{dataset}/batch_date={DAY}/_manifest.json"
    s3.client.put_object(Bucket=bucket, Key=key, Body=EARLIER)
    return key


@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_between_pages_heals(
    extract: Command, api: ScriptedServer, s3: Storage, paging: Paging, fault: str
) -> None:
    faults = iter([PASSING[fault][0]])

    def script(request: Request) -> Answer:
        good = paging.answer(request)
        return next(faults, lambda answer: answer)(good) if paging.number(request) == 1 else good

    api.script = script
    outcome = extract(paging.source, "--batch-date", DAY)
    assert outcome.exit_code == 0, outcome.err
    assert PASSING[fault][1] in outcome.out
    assert "Trying again in" in outcome.out
    assert assert_complete(s3, paging.source)["requests"] == 3


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_does_not_pass_says_try_again_later(
    extract: Command, api: ScriptedServer, s3: Storage, fault: str
) -> None:
    paging = Paging("disclosures")
    key = put_earlier(s3, paging.source)
    api.script = lambda request: (
        PASSING[fault][0](paging.answer(request)) if paging.number(request) == 1 else paging.answer(request)
    )
    outcome = extract(paging.source, "--batch-date", DAY)
    assert outcome.exit_code == 75
    assert PASSING[fault][1] in outcome.err
    assert "Gave up after 3 attempts" in outcome.err
    assert "Run the same command again later." in outcome.err
    assert "Traceback" not in outcome.err
    assert len(api.requests) == 1 + 3
    assert s3.manifests() == {key: EARLIER}


@pytest.mark.parametrize("fault", LASTING)
def test_wrong_contents_leave_what_was_there(
    extract: Command, api: ScriptedServer, s3: Storage, paging: Paging, fault: str
) -> None:
    key = put_earlier(s3, paging.source)
    api.script = lambda request: (
        LASTING[fault][0](paging) if paging.number(request) == 1 else paging.answer(request)
    )
    outcome = extract(paging.source, "--batch-date", DAY)
    assert outcome.exit_code == 1
    assert LASTING[fault][1] in outcome.err
    assert (
        f"{paging.source}: complete: none. Left as before, with an earlier manifest or none: {DAY}."
        in outcome.err
    )
    assert "Traceback" not in outcome.err
    assert len(api.requests) == 2, "asking again cannot help"
    assert s3.manifests() == {key: EARLIER}
    assert len(s3.contents()) == 2, "the first page had been written"


@pytest.mark.parametrize("how", ["seconds", "date"])
def test_retry_after_is_waited_for(extract: Command, api: ScriptedServer, s3: Storage, how: str) -> None:
    # A date has whole seconds, so two of them are between one and two.
    words = iter(["1" if how == "seconds" else soon(2)])
    api.script = lambda request: next(
        (Answer(b"", 429, {"Retry-After": word}) for word in words), json_answer({"data": [trade(1)]})
    )
    assert extract("disclosures", "--batch-date", DAY).exit_code == 0
    first, second = (request.at for request in api.requests)
    assert 0.5 < second - first < 5
    assert second - first > (0.99 if how == "seconds" else 0.5)


def test_a_retry_after_beyond_all_patience_ends_at_once(
    extract: Command, api: ScriptedServer, s3: Storage
) -> None:
    api.script = lambda request: Answer(b"", 429, {"Retry-After": "3600"})
    started = time.monotonic()
    outcome = extract("disclosures", "--batch-date", DAY)
    assert outcome.exit_code == 75
    assert time.monotonic() - started < 10
    assert len(api.requests) == 1
    assert s3.contents() == {}


def test_an_unreachable_api_says_try_again_later(extract: Command, s3: Storage) -> None:
    outcome = extract("disclosures", "--batch-date", DAY, BENZINGA_URL="http://127.0.0.1:9")
    assert outcome.exit_code == 75
    assert "refused, reset or never made" in outcome.err
    assert s3.contents() == {}


@pytest.mark.parametrize(("with_signal", "exit_code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 143)])
def test_killed_between_pages_and_run_again(
    extract: Command, api: ScriptedServer, s3: Storage, paging: Paging, with_signal: int, exit_code: int
) -> None:
    key = put_earlier(s3, paging.source)
    api.script = lambda request: (
        Answer(b"{}", do="stall") if paging.number(request) == 1 else paging.answer(request)
    )
    process = extract.start(paging.source, "--batch-date", DAY, HTTP_TIMEOUT_SECONDS="60")
    wait_for(lambda: len(api.requests) == 2)
    process.send_signal(with_signal)
    process.communicate(timeout=20)
    assert process.returncode == exit_code
    assert s3.manifests() == {key: EARLIER}
    assert len(s3.contents()) == 2, "the first page had been written"
    api.script = paging.answer
    assert extract(paging.source, "--batch-date", DAY).exit_code == 0
    assert_complete(s3, paging.source)


REFUSAL = (
    b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
    b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>",
)


@pytest.mark.parametrize("put", [0, 1, 2], ids=["first object", "second object", "manifest"])
@pytest.mark.parametrize(
    ("answer", "exit_code", "message"),
    [
        (
            Answer(REFUSAL[0], 403),
            1,
            "S3 refused with AccessDenied (Access Denied). Check RAW_DISCLOSURES_BUCKET",
        ),
        (
            Answer(REFUSAL[1], 503),
            75,
            "S3 answered SlowDown (Reduce your rate). Run the same command again later.",
        ),
        (Answer(b"", do="reset"), 75, "S3 could not be reached"),
    ],
    ids=["refused", "slow down", "reset"],
)
def test_s3_failing_a_put_leaves_what_was_there(
    extract: Command,
    api: ScriptedServer,
    s3: Storage,
    server: Callable[[], ScriptedServer],
    put: int,
    answer: Answer,
    exit_code: int,
    message: str,
) -> None:
    key = put_earlier(s3, "disclosures")
    api.script = Paging("disclosures").answer
    front = server()
    front.script = lambda request: (
        answer if len({each.path for each in front.requests}) > put else forward(request, s3.url)
    )
    outcome = extract("disclosures", "--batch-date", DAY, AWS_ENDPOINT_URL=front.url, HTTP_ATTEMPTS="2")
    assert outcome.exit_code == exit_code, outcome.err
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    assert s3.manifests() == {key: EARLIER}
    assert len(s3.contents()) == 1 + put
    assert extract("disclosures", "--batch-date", DAY).exit_code == 0
    assert_complete(s3, "disclosures")


def test_a_put_that_s3_fails_once_is_repeated(
    extract: Command, api: ScriptedServer, s3: Storage, server: Callable[[], ScriptedServer]
) -> None:
    api.script = Paging("disclosures").answer
    front = server()
    front.script = lambda request: (
        Answer(REFUSAL[1], 503) if len(front.requests) == 1 else forward(request, s3.url)
    )
    assert extract("disclosures", "--batch-date", DAY, AWS_ENDPOINT_URL=front.url).exit_code == 0
    assert_complete(s3, "disclosures")


def test_a_bucket_that_is_not_there(extract: Command, api: ScriptedServer, s3: Storage) -> None:
    api.script = Paging("disclosures").answer
    outcome = extract("disclosures", "--batch-date", DAY, RAW_DISCLOSURES_BUCKET="no-such-bucket")
    assert outcome.exit_code == 1
    assert "s3://no-such-bucket/disclosures/" in outcome.err
    assert "NoSuchBucket" in outcome.err
    assert "Check RAW_DISCLOSURES_BUCKET" in outcome.err


def test_s3_unreachable(extract: Command, api: ScriptedServer) -> None:
    api.script = Paging("disclosures").answer
    outcome = extract(
        "disclosures", "--batch-date", DAY, AWS_ENDPOINT_URL="http://127.0.0.1:9", HTTP_ATTEMPTS="1"
    )
    assert outcome.exit_code == 75
    assert "S3 could not be reached" in outcome.err


def test_a_redirect_is_an_error_and_not_followed(
    extract: Command, api: ScriptedServer, s3: Storage, server: Callable[[], ScriptedServer]
) -> None:
    elsewhere = server()
    api.script = lambda request: Answer(b"", 302, {"Location": f"{elsewhere.url}/trades"})
    outcome = extract("disclosures", "--batch-date", DAY)
    assert outcome.exit_code == 1
    assert f"redirected to {elsewhere.url.removeprefix('http://')} (302" in outcome.err
    assert elsewhere.requests == []
    assert s3.contents() == {}
