"""What `extract market` asks Polygon for wanted keys, how it reads the answers, and what it writes."""

import base64
import gzip
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.images.extract.conftest import Answer, Command, Request, ScriptedServer, Storage, json_answer

DAY = "2016-03-01"
GROUPED = {"batch_date": DAY, "dataset": "grouped_daily", "trade_date": "2016-02-29"}
SPLITS = {"batch_date": DAY, "dataset": "splits", "trade_date": "2016-02-29"}
OVERVIEW = {"batch_date": DAY, "dataset": "ticker_overviews", "ticker": "BRK.B"}
OPEN_CLOSE = {"batch_date": DAY, "dataset": "open_close", "ticker": "BRK.B", "trade_date": "2016-02-29"}

BAR = {"T": "BRK.B", "v": 25933.6, "o": 1, "c": 2, "h": 3, "l": 0.5, "t": 1456779600000}
SPLIT = {"execution_date": "2016-02-29", "split_from": 1, "split_to": 4, "ticker": "ZZZZ"}
COMPANY = {"ticker": "BRK.B", "sic_code": "6331"}
DAY_OF_ONE = {
    "status": "OK",
    "from": "2016-02-29",
    "symbol": "BRK.B",
    "open": 1,
    "close": 2,
    "afterHours": 2.5,
}

NOT_FOUND = json_answer({"status": "NOT_FOUND", "message": "Ticker not found."}, 404)
NOT_FOUND_IN_200 = json_answer({"status": "NOT_FOUND", "symbol": "BRK.B", "open": 0, "close": 0})
TOO_OLD = json_answer(
    {"status": "NOT_AUTHORIZED", "message": "Your plan doesn't include this data timeframe. Please upgrade"},
    403,
)
TOO_EARLY = json_answer(
    {"status": "NOT_AUTHORIZED", "message": "Attempted to request today's data before end of day."}, 403
)
NOT_ENTITLED = json_answer({"status": "NOT_AUTHORIZED", "message": "You are not entitled to this data."}, 403)


def overview(request: Request) -> Answer:
    ticker = unquote(request.path.rpartition("/")[2])
    return json_answer({"status": "OK", "results": COMPANY | {"ticker": ticker}})


def good(request: Request) -> Answer:
    if request.path.startswith("/v2/aggs/grouped/"):
        return json_answer(
            {"status": "OK", "adjusted": False, "resultsCount": 1, "count": 1, "results": [BAR]}
        )
    if request.path == "/v3/reference/splits":
        return json_answer({"status": "OK", "results": [SPLIT]})
    if request.path.startswith("/v3/reference/tickers/"):
        return overview(request)
    return json_answer(DAY_OF_ONE)


@pytest.fixture
def wanted(tmp_path: Path) -> Callable[..., str]:
    def write(*keys: dict[str, Any]) -> str:
        path = tmp_path / "wanted.ndjson"
        path.write_text("".join(json.dumps(key) + "\n" for key in keys))
        return str(path)

    return write


def test_asks_each_key_and_writes_each_dataset_where_it_belongs(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    api.script = good
    outcome = extract(
        "market", "--batch-date", DAY, "--wanted", wanted(OPEN_CLOSE, GROUPED, SPLITS, OVERVIEW)
    )
    assert outcome.exit_code == 0, outcome.err
    assert {request.path: request.query for request in api.requests} == {
        "/v2/aggs/grouped/locale/us/market/stocks/2016-02-29": {"adjusted": "false", "include_otc": "false"},
        "/v3/reference/splits": {
            "execution_date.gte": "2016-02-29",
            "execution_date.lte": "2016-02-29",
            "limit": "1000",
        },
        "/v3/reference/tickers/BRK.B": {},
        "/v1/open-close/BRK.B/2016-02-29": {"adjusted": "false"},
    }
    manifest = s3.manifest("market", DAY)
    assert {item["dataset"]: item["key"].rpartition("/")[0] for item in manifest["objects"]} == {
        "grouped_daily": f"grouped_daily/trade_date=2016-02-29/batch_date={DAY}",
        "splits": f"splits/trade_date=2016-02-29/batch_date={DAY}",
        "open_close": f"open_close/trade_date=2016-02-29/batch_date={DAY}",
        "ticker_overviews": f"ticker_overviews/batch_date={DAY}",
    }
    written = {"grouped_daily": BAR, "splits": SPLIT, "open_close": DAY_OF_ONE, "ticker_overviews": COMPANY}
    assert {name: json.loads("".join(s3.lines("market", DAY, name))) for name in written} == written
    assert (manifest["window"], manifest["rows"], manifest["requests"]) == (None, 4, 4)
    keys = [GROUPED, OPEN_CLOSE, SPLITS, OVERVIEW]
    expected = [
        {"dataset": key["dataset"], "trade_date": key.get("trade_date"), "ticker": key.get("ticker")}
        | {"answer": "found", "rows": 1}
        for key in keys
    ]
    assert sorted(manifest["answers"], key=json.dumps) == sorted(expected, key=json.dumps)


@pytest.mark.parametrize(
    ("key", "answer", "expected"),
    [
        (GROUPED, json_answer({"status": "OK", "resultsCount": 0}), "empty"),
        (GROUPED, json_answer({"status": "OK", "resultsCount": 0, "results": []}), "empty"),
        (GROUPED, json_answer({"status": "DELAYED", "resultsCount": 0, "results": None}), "empty"),
        (SPLITS, json_answer({"status": "OK", "results": []}), "empty"),
        (SPLITS, json_answer({"status": "OK", "count": 0}), "empty"),
        (OVERVIEW, NOT_FOUND, "not_found"),
        (OPEN_CLOSE, NOT_FOUND, "not_found"),
        (OPEN_CLOSE, NOT_FOUND_IN_200, "not_found"),
        (GROUPED, TOO_OLD, "not_in_plan"),
        (SPLITS, TOO_OLD, "not_in_plan"),
        (OPEN_CLOSE, TOO_OLD, "not_in_plan"),
    ],
)
def test_answers_without_rows_are_remembered(
    extract: Command,
    api: ScriptedServer,
    s3: Storage,
    wanted: Callable[..., str],
    key: dict[str, Any],
    answer: Answer,
    expected: str,
) -> None:
    api.script = lambda request: answer
    outcome = extract("market", "--batch-date", DAY, "--wanted", wanted(key))
    assert outcome.exit_code == 0, outcome.err
    manifest = s3.manifest("market", DAY)
    assert [(item["answer"], item["rows"]) for item in manifest["answers"]] == [(expected, 0)]
    assert (manifest["objects"], manifest["rows"], manifest["requests"]) == ([], 0, 1)


def tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


@pytest.mark.parametrize(
    ("key", "answer", "exit_code", "message"),
    [
        (GROUPED, TOO_EARLY, 75, "The day is not over for this plan. Run the same command again later."),
        (
            GROUPED | {"trade_date": tomorrow()},
            TOO_OLD,
            75,
            "the day is recent: run the same command again later",
        ),
        (GROUPED, NOT_ENTITLED, 1, "Check POLYGON_API_KEY and whether its plan includes this endpoint."),
        (OVERVIEW, NOT_ENTITLED, 1, "Check POLYGON_API_KEY and whether its plan includes this endpoint."),
        (GROUPED, NOT_FOUND, 1, "Ticker not found."),
        (SPLITS, NOT_FOUND, 1, "Ticker not found."),
        (GROUPED, json_answer({"status": "OK", "resultsCount": 7}), 1, "its count is 7, not 0"),
        (GROUPED, json_answer({"status": "OK"}), 1, "its count is None, not 0"),
        (GROUPED, json_answer({"status": "OK", "resultsCount": 2, "results": [BAR]}), 1, "counts 2 results"),
        (OVERVIEW, json_answer({"status": "OK"}), 1, "the reply has no `results`"),
        (OPEN_CLOSE, json_answer({"status": "ERROR", "message": "oops"}), 1, "oops"),
        (
            OVERVIEW,
            json_answer({"status": "OK", "results": COMPANY | {"ticker": "BRK.A"}}),
            1,
            "ticker_overviews of BRK.B: it answered with ticker 'BRK.A'",
        ),
        (
            OPEN_CLOSE,
            json_answer(DAY_OF_ONE | {"symbol": None}),
            1,
            "open_close of BRK.B: it answered with symbol None",
        ),
    ],
)
def test_answers_that_stop_the_batch(
    extract: Command,
    api: ScriptedServer,
    s3: Storage,
    wanted: Callable[..., str],
    key: dict[str, Any],
    answer: Answer,
    exit_code: int,
    message: str,
) -> None:
    api.script = lambda request: answer
    outcome = extract("market", "--batch-date", DAY, "--wanted", wanted(key))
    assert outcome.exit_code == exit_code
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    assert len(api.requests) == 1
    assert s3.contents() == {}


@pytest.mark.parametrize("way", ["plain", "gzipped", "variable"])
def test_wanted_keys_come_by_file_or_variable(
    extract: Command, api: ScriptedServer, s3: Storage, tmp_path: Path, way: str
) -> None:
    api.script = good
    content = json.dumps(OVERVIEW).encode() + b"\n\n" + json.dumps(OVERVIEW).encode()
    if way == "variable":
        text = base64.b64encode(gzip.compress(content)).decode()
        outcome = extract("market", "--batch-date", DAY, "--wanted", "env:WANTED_KEYS", WANTED_KEYS=text)
    else:
        path = tmp_path / "wanted"
        path.write_bytes(content if way == "plain" else gzip.compress(content))
        outcome = extract("market", "--batch-date", DAY, "--wanted", str(path))
    assert outcome.exit_code == 0, outcome.err
    assert len(api.requests) == 1, "a key is asked once, however often it is wanted"
    assert s3.manifest("market", DAY)["rows"] == 1


def splits_on(*days: str) -> list[dict[str, Any]]:
    return [SPLITS | {"trade_date": day} for day in days]


def test_consecutive_days_of_splits_are_one_question_answered_day_by_day(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    first = [SPLIT | {"ticker": "ZZA"}, SPLIT | {"ticker": "ZZB", "execution_date": "2016-02-27"}]
    second = [SPLIT | {"ticker": "ZZC"}, SPLIT | {"ticker": "ZZD", "execution_date": None}]

    def script(request: Request) -> Answer:
        if request.query.get("execution_date.gte", "") >= "2016-03-01":
            return json_answer({"status": "OK", "results": []})
        if "cursor" in request.query:
            return json_answer({"status": "OK", "results": second})
        next_url = "https://elsewhere.invalid/v3/reference/splits?cursor=2"
        return json_answer({"status": "OK", "results": first, "next_url": next_url})

    api.script = script
    keys = splits_on("2016-02-27", "2016-02-26", "2016-02-29", "2016-02-28", "2016-03-01", "2016-03-03")
    keys[4] |= {"batch_date": "2016-03-02"}
    keys[5] |= {"batch_date": "2016-03-02"}
    outcome = extract("market", "--from", DAY, "--to", "2016-03-02", "--wanted", wanted(*keys))
    assert outcome.exit_code == 0, outcome.err
    asked = [(r.query.get("execution_date.gte"), r.query.get("execution_date.lte")) for r in api.requests]
    assert asked == [
        ("2016-02-26", "2016-02-29"),
        (None, None),
        ("2016-03-01", "2016-03-01"),
        ("2016-03-03", "2016-03-03"),
    ]
    manifest = s3.manifest("market", DAY)
    assert [(each["trade_date"], each["answer"], each["rows"]) for each in manifest["answers"]] == [
        ("2016-02-26", "found", 1),
        ("2016-02-27", "found", 1),
        ("2016-02-28", "empty", 0),
        ("2016-02-29", "found", 2),
    ]
    # what does not say its day lies under the first one, where the audit quarantines it
    tickers: dict[str, list[str]] = {}
    for item in manifest["objects"]:
        day = item["key"].split("trade_date=")[1][:10]
        lines = gzip.decompress(s3.contents()[item["key"]]).decode().splitlines()
        tickers.setdefault(day, []).extend(json.loads(line)["ticker"] for line in lines)
    assert tickers == {"2016-02-26": ["ZZD"], "2016-02-27": ["ZZB"], "2016-02-29": ["ZZA", "ZZC"]}


def test_fifteen_years_of_days_without_a_split_are_one_call_and_no_object(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    api.script = lambda request: json_answer({"status": "OK", "results": []})
    days = [str(date(2001, 3, 1) + timedelta(days=number)) for number in range(5479)]
    outcome = extract("market", "--batch-date", DAY, "--wanted", wanted(*splits_on(*days)))
    assert outcome.exit_code == 0, outcome.err
    assert len(api.requests) == 1
    manifest = s3.manifest("market", DAY)
    assert len(manifest["answers"]) == len(days)
    assert manifest["objects"] == []


def test_a_split_of_a_day_that_was_not_asked_stops_the_batch(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    api.script = lambda request: json_answer({"status": "OK", "results": [SPLIT]})
    keys = wanted(*splits_on("2016-02-26", "2016-02-27"))
    outcome = extract("market", "--batch-date", DAY, "--wanted", keys)
    assert outcome.exit_code == 1
    assert "splits from 2016-02-26 to 2016-02-27: it sent one of 2016-02-29" in outcome.err
    assert s3.contents() == {}


def test_a_range_is_a_batch_for_each_day_that_wants_something(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    api.script = good
    keys = wanted(OVERVIEW | {"batch_date": "2016-03-03"}, GROUPED, SPLITS)
    outcome = extract("market", "--from", DAY, "--to", "2016-03-03", "--wanted", keys)
    assert outcome.exit_code == 0, outcome.err
    assert "market 2016-03-02: no wanted keys; nothing asked, nothing written" in outcome.out
    assert len(s3.manifests()) == 2
    assert (s3.manifest("market", DAY)["requests"], s3.manifest("market", "2016-03-03")["requests"]) == (2, 1)


def test_nothing_wanted_writes_nothing(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    assert extract("market", "--batch-date", DAY, "--wanted", wanted()).exit_code == 0
    assert (s3.contents(), api.requests) == ({}, [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("not json", "Expecting value"),
        ("[]", "not a JSON object"),
        (json.dumps(GROUPED | {"dataset": "candles"}), "`dataset` must be one of grouped_daily"),
        (json.dumps(GROUPED | {"ticker": "A"}), "a key of grouped_daily has batch_date, dataset, trade_date"),
        (
            json.dumps(OVERVIEW | {"ticker": None}),
            "a key of ticker_overviews has batch_date, dataset, ticker",
        ),
        (json.dumps(OVERVIEW | {"ticker": 5}), "`ticker` must be text"),
        (json.dumps(GROUPED | {"trade_date": "29 Feb"}), "Invalid isoformat string"),
        (
            json.dumps(GROUPED | {"batch_date": "2016-03-02"}),
            "batch date 2016-03-02 is not one of this run's",
        ),
    ],
)
def test_a_wanted_line_that_is_no_key_is_named(
    extract: Command, api: ScriptedServer, tmp_path: Path, line: str, message: str
) -> None:
    path = tmp_path / "wanted.ndjson"
    path.write_text(f"{json.dumps(OVERVIEW)}\n{line}\n")
    outcome = extract("market", "--batch-date", DAY, "--wanted", str(path))
    assert outcome.exit_code == 2
    assert f"{path} line 2: " in outcome.err
    assert message in outcome.err
    assert api.requests == []


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("/no/such/file", "No such file"),
        ("env:NOT_SET", "the variable 'NOT_SET' of env:NOT_SET is not set"),
        ("env:HALF", "Reading the wanted keys from env:HALF"),
    ],
)
def test_wanted_keys_that_cannot_be_read(extract: Command, argument: str, message: str) -> None:
    half = base64.b64encode(gzip.compress(b"{}" * 500)[:20]).decode()
    outcome = extract("market", "--batch-date", DAY, "--wanted", argument, HALF=half)
    assert outcome.exit_code == 2
    assert message in outcome.err


def test_many_keys_share_objects_of_at_most_a_page(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    api.script = overview
    keys = [OVERVIEW | {"ticker": f"Z{number:03}"} for number in range(230)]
    outcome = extract("market", "--batch-date", DAY, "--wanted", wanted(*keys))
    assert outcome.exit_code == 0, outcome.err
    assert [item["rows"] for item in s3.manifest("market", DAY)["objects"]] == [230]
    steps = [line for line in outcome.out.splitlines() if "left" in line]
    assert [line.split(",")[0] for line in steps] == [
        f"market {DAY}: {done} of 230 calls" for done in (100, 200, 230)
    ]


def test_a_ticker_is_quoted_into_the_path(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    api.script = good
    keys = wanted(OVERVIEW | {"ticker": "A/B?c=d e"}, OVERVIEW | {"ticker": "KIMpL"})
    assert extract("market", "--batch-date", DAY, "--wanted", keys).exit_code == 0
    assert [request.path for request in api.requests] == [
        "/v3/reference/tickers/A%2FB%3Fc%3Dd%20e",
        "/v3/reference/tickers/KIMpL",
    ]


def test_calls_keep_to_the_limit(
    extract: Command, api: ScriptedServer, s3: Storage, wanted: Callable[..., str]
) -> None:
    """The 121st call of a minute waits; seen from outside, it is not made while the process is watched."""
    api.script = good
    keys = [OVERVIEW | {"ticker": f"Z{number:03}"} for number in range(30)]
    process = extract.start(
        "market", "--batch-date", DAY, "--wanted", wanted(*keys), POLYGON_CALLS_PER_MINUTE="20"
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        assert "20 of 30 calls" in lines[1]
        assert "about 30.0 s left" in lines[1]
        with pytest.raises(Exception, match="timed out"):
            process.wait(timeout=1.5)
        assert len(api.requests) == 20
    finally:
        process.kill()
        process.communicate()
    assert s3.manifests() == {}
