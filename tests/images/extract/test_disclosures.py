"""What `extract disclosures` asks Benzinga, and what it writes."""

import json
from datetime import date

import pytest
from tests.images.extract.conftest import (
    Answer,
    Command,
    ScriptedServer,
    Storage,
    json_answer,
    pages_of,
    trade,
)

from extract.sources.disclosures import window

NO_DATA = {
    "object with empty data": json_answer({"data": []}),
    "bare array": json_answer([]),
    "404 no_data_found": json_answer(
        {"ok": False, "errors": [{"code": "no_data_found", "id": "not_found", "value": "No data found"}]}, 404
    ),
}


def test_asks_for_the_window_page_by_page(extract: Command, api: ScriptedServer, s3: Storage) -> None:
    rows = [trade(number) for number in range(1001)]
    api.script = pages_of(rows)
    outcome = extract("disclosures", "--batch-date", "2016-03-01")
    assert outcome.exit_code == 0, outcome.err
    assert [request.path for request in api.requests] == ["/api/v1/gov/usa/congress/trades"] * 2
    asked = {"date_from": "2016-02-23", "date_to": "2016-03-01", "pagesize": "1000"}
    assert [request.query for request in api.requests] == [asked | {"page": "0"}, asked | {"page": "1"}]
    assert {request.headers["Accept"] for request in api.requests} == {"application/json"}
    manifest = s3.manifest("disclosures", "2016-03-01")
    assert manifest["window"] == {"date_from": "2016-02-23", "date_to": "2016-03-01"}
    assert (manifest["rows"], manifest["requests"], manifest["answers"]) == (1001, 2, [])
    assert [item["rows"] for item in manifest["objects"]] == [1000, 1]
    assert [json.loads(line) for line in s3.lines("disclosures", "2016-03-01")] == rows


@pytest.mark.parametrize(
    ("answer", "exit_code"), [(NO_DATA["bare array"], 0), (Answer(b"<a/>"), 1), (Answer(b""), 75)]
)
def test_the_installed_command_exits_as_promised(
    extract: Command, api: ScriptedServer, s3: Storage, answer: Answer, exit_code: int
) -> None:
    api.script = lambda request: answer
    process = extract.start("disclosures", "--batch-date", "2016-03-01")
    out, err = process.communicate(timeout=30)
    assert process.returncode == exit_code
    assert out.startswith("disclosures 2016-03-01: asking for report days 2016-02-23 to 2016-03-01\n")
    assert bool(err) == bool(exit_code)
    assert len(s3.manifests()) == (exit_code == 0)


def test_a_full_last_page_is_followed_by_one_more_question(
    extract: Command, api: ScriptedServer, s3: Storage
) -> None:
    api.script = pages_of([trade(number) for number in range(2000)])
    assert extract("disclosures", "--batch-date", "2016-03-01").exit_code == 0
    assert [request.query["page"] for request in api.requests] == ["0", "1", "2"]
    assert s3.manifest("disclosures", "2016-03-01")["rows"] == 2000


@pytest.mark.parametrize("no_data", NO_DATA)
@pytest.mark.parametrize("full_pages", [0, 1])
def test_no_data_is_the_end_and_not_an_error(
    extract: Command, api: ScriptedServer, s3: Storage, no_data: str, full_pages: int
) -> None:
    full = [trade(number) for number in range(1000)]
    api.script = lambda request: (
        json_answer({"data": full}) if int(request.query["page"]) < full_pages else NO_DATA[no_data]
    )
    outcome = extract("disclosures", "--batch-date", "2016-03-01")
    assert outcome.exit_code == 0, outcome.err
    manifest = s3.manifest("disclosures", "2016-03-01")
    assert manifest["rows"] == 1000 * full_pages
    assert len(manifest["objects"]) == full_pages


def test_records_are_written_as_they_came(extract: Command, api: ScriptedServer, s3: Storage) -> None:
    record = '{"id": "a", "odd": [1.10, 1e5, 0.12345678901234567890123], "name": "Jos\\u00e9 “é”", "n": null}'
    api.script = lambda request: Answer(f'{{"data": [\n {record}\n], "ok": true}}'.encode())
    assert extract("disclosures", "--batch-date", "2016-03-01").exit_code == 0
    assert s3.lines("disclosures", "2016-03-01") == [record]


def test_each_day_of_a_range_is_a_batch_of_its_own(
    extract: Command, api: ScriptedServer, s3: Storage
) -> None:
    api.script = lambda request: json_answer({"data": [trade(int(request.query["date_to"][-2:]))]})
    outcome = extract("disclosures", "--from", "2016-02-28", "--to", "2016-03-01")
    assert outcome.exit_code == 0, outcome.err
    assert len(s3.manifests()) == 3
    windows = {day: s3.manifest("disclosures", day)["window"] for day in ("2016-02-28", "2016-02-29")}
    assert windows["2016-02-28"]["date_from"] == "2016-02-21"
    assert windows["2016-02-29"]["date_from"] == "2015-12-01", "a Monday looks back 90 days"


def test_a_range_that_fails_on_a_day_keeps_the_days_before(
    extract: Command, api: ScriptedServer, s3: Storage
) -> None:
    api.script = lambda request: json_answer(
        {"data": [trade(1)]} if request.query["date_to"] < "2016-03-02" else {}
    )
    outcome = extract("disclosures", "--from", "2016-03-01", "--to", "2016-03-03")
    assert outcome.exit_code == 1
    assert "complete: 2016-03-01. Left as before" in outcome.err
    assert outcome.err.rstrip().endswith("2016-03-02, 2016-03-03.")
    assert list(s3.manifests()) == ["disclosures/batch_date=2016-03-01/_manifest.json"]


def test_a_repeat_replaces_the_manifest_and_leaves_other_days(
    extract: Command, api: ScriptedServer, s3: Storage
) -> None:
    api.script = pages_of([trade(1)])
    assert extract("disclosures", "--from", "2016-03-01", "--to", "2016-03-02").exit_code == 0
    api.script = pages_of([trade(1), trade(2)])
    assert extract("disclosures", "--batch-date", "2016-03-01").exit_code == 0
    assert s3.manifest("disclosures", "2016-03-01")["rows"] == 2
    assert s3.manifest("disclosures", "2016-03-02")["rows"] == 1


def test_progress_tells_pages_rows_and_where_the_manifest_is(
    extract: Command, api: ScriptedServer, s3: Storage
) -> None:
    api.script = pages_of([trade(number) for number in range(1001)])
    lines = extract("disclosures", "--batch-date", "2016-03-01").out.splitlines()
    assert "disclosures 2016-03-01: page 0, 1,000 rows, 1,000 so far" in lines[1]
    assert "disclosures 2016-03-01: page 1, 1 rows, 1,001 so far" in lines[2]
    assert "complete, 1,001 rows, 2 requests" in lines[3]
    assert lines[3].endswith(f"s3://{s3.disclosures}/disclosures/batch_date=2016-03-01/_manifest.json")


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2016, 3, 1), date(2016, 2, 23)),
        (date(2016, 3, 6), date(2016, 2, 28)),
        (date(2016, 3, 7), date(2015, 12, 8)),
    ],
)
def test_window(day: date, first: date) -> None:
    assert (window(day).date_from, window(day).date_to) == (first, day)
