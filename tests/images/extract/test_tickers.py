"""What `extract tickers` asks Polygon, and what it writes."""

import json

from tests.images.extract.conftest import Answer, Command, Request, ScriptedServer, Storage, json_answer

DAY = "2016-03-01"


def test_follows_next_url_on_the_configured_host_only(
    extract: Command, api: ScriptedServer, s3: Storage
) -> None:
    def script(request: Request) -> Answer:
        if "cursor" not in request.query:
            next_url = "https://api.massive.com/v3/reference/tickers?cursor=YWN0aXZlPXRydWU%3D&limit=1000"
            return json_answer(
                {"status": "OK", "count": 1, "results": [{"ticker": "A"}], "next_url": next_url}
            )
        return json_answer({"status": "OK", "count": 1, "results": [{"ticker": "KIMpL"}]})

    api.script = script
    outcome = extract("tickers", "--batch-date", DAY)
    assert outcome.exit_code == 0, outcome.err
    assert {request.path for request in api.requests} == {"/v3/reference/tickers"}
    assert [request.query for request in api.requests] == [
        {
            "market": "stocks",
            "active": "true",
            "date": DAY,
            "sort": "ticker",
            "order": "asc",
            "limit": "1000",
        },
        {"cursor": "YWN0aXZlPXRydWU=", "limit": "1000"},
    ]
    manifest = s3.manifest("tickers", DAY)
    assert (manifest["window"], manifest["answers"]) == (None, [])
    assert (manifest["rows"], manifest["requests"]) == (2, 2)
    assert [json.loads(line)["ticker"] for line in s3.lines("tickers", DAY)] == ["A", "KIMpL"]
    assert [item["key"].rpartition("/")[0] for item in manifest["objects"]] == [f"tickers/batch_date={DAY}"]


def test_an_empty_list_is_an_error(extract: Command, api: ScriptedServer, s3: Storage) -> None:
    api.script = lambda request: json_answer({"status": "OK", "count": 0, "results": []})
    outcome = extract("tickers", "--batch-date", DAY)
    assert outcome.exit_code == 1
    assert f"the tickers of {DAY}: the list is empty" in outcome.err
    assert s3.contents() == {}


def test_a_list_cut_short_of_its_count_is_an_error(
    extract: Command, api: ScriptedServer, s3: Storage
) -> None:
    api.script = lambda request: json_answer({"status": "OK", "count": 1000, "results": [{"ticker": "A"}]})
    outcome = extract("tickers", "--batch-date", DAY)
    assert outcome.exit_code == 1
    assert "counts 1000 results and holds 1" in outcome.err
    assert s3.contents() == {}


def test_empty_pages_that_lead_to_themselves_end(extract: Command, api: ScriptedServer, s3: Storage) -> None:
    api.script = lambda request: json_answer(
        {"status": "OK", "results": [], "next_url": f"{api.url}/v3/reference/tickers?cursor=1"}
    )
    outcome = extract("tickers", "--batch-date", DAY)
    assert outcome.exit_code == 1
    assert "repeats an earlier page" in outcome.err
    assert len(api.requests) == 3


def test_a_day_out_of_plan_is_an_error_for_a_list(extract: Command, api: ScriptedServer, s3: Storage) -> None:
    api.script = lambda request: json_answer(
        {"status": "NOT_AUTHORIZED", "message": "Your plan doesn't include this data timeframe."}, 403
    )
    outcome = extract("tickers", "--batch-date", DAY)
    assert outcome.exit_code == 1
    assert "The day is outside of the plan." in outcome.err
    assert s3.contents() == {}
