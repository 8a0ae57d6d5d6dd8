"""The replaying market APIs, over HTTP as the extractor meets them."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests
import uvicorn

from localcloud.market_api import Options, RecordingError, create_app

TRADES = "/api/v1/gov/usa/congress/trades"
GROUPED = "/v2/aggs/grouped/locale/us/market/stocks"
TICKERS = "/v3/reference/tickers"
SPLITS = "/v3/reference/splits"
BARS_HEADER = "ticker,date,open,high,low,close,volume"
TIMEOUT = 10


def midnight(day: str) -> int:
    return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp())


def trade(trade_id: str, report_date: str, visible: str, **fields: Any) -> dict[str, Any]:
    return {"id": trade_id, "report_date": report_date, "updated": midnight(visible), **fields}


def write_market(folder: Path, rows: list[dict[str, Any]], bars: list[str], **texts: str) -> Path:
    folder.mkdir()
    texts = {
        "disclosures.ndjson.gz": "".join(json.dumps(row) + "\n" for row in rows),
        "daily_bars.csv.gz": "\n".join([BARS_HEADER, *bars]) + "\n",
        **{name.replace("__", "."): text for name, text in texts.items()},
    }
    for name, text in texts.items():
        write = gzip.open if name.endswith(".gz") else open
        with write(folder / name, "wt") as out:
            out.write(text)
    return folder


ROWS = [
    trade("a", "2024-03-01", "2024-03-02", amount="first", security={"name": "Invented", "ticker": "INV-B"}),
    trade("a", "2024-03-01", "2024-03-05", amount="second"),
    trade("b", "2024-03-01", "2024-03-04"),
    {"id": "b", "updated": midnight("2024-03-06"), "deleted": True},
    trade("c", "2024-03-04", "2024-03-05"),
    {"id": "d", "report_date": "soon", "updated": midnight("2024-03-05")},
    {"id": "e", "report_date": "2024-03-04", "updated": None},
    {"id": None, "report_date": "2024-03-04", "updated": midnight("2024-03-05")},
]
BARS = [
    "INVA,2024-02-29,10,11,9,10.5,1000",
    "INVA,2024-03-01,10.5,12,10,11,2000.5",
    "KIMpL,2024-03-01,5,6,4,5.5,70",
    "INVA,2024-03-04,5.5,6,5,5.6,4000",
]


@contextmanager
def serving(market: Path | None, options: Options | None = None) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(create_app(market, options), log_level="critical", lifespan="off")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.005)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_market(
        tmp_path_factory.mktemp("recorded") / "market",
        ROWS,
        BARS,
        splits__csv="ticker,execution_date,split_from,split_to\nINVA,2024-03-04,1,2\nKIMpL,2024-03-05,3,1\n",
    )


@pytest.fixture(scope="module")
def server(market: Path) -> Iterator[str]:
    with serving(market) as url:
        yield url


@pytest.fixture
def api(server: str) -> Iterator[str]:
    yield server
    requests.delete(f"{server}/_faults", timeout=TIMEOUT)
    requests.delete(f"{server}/_requests", timeout=TIMEOUT)


def benzinga(api: str, **query: Any) -> requests.Response:
    headers = {"Authorization": "token laptop-benzinga-token", "Accept": "application/json"}
    return requests.get(api + TRADES, query, headers=headers, timeout=TIMEOUT)


def polygon(api: str, path: str, **query: Any) -> requests.Response:
    headers = {"Authorization": "Bearer laptop-polygon-key"}
    return requests.get(api + path, query, headers=headers, timeout=TIMEOUT)


def add_fault(api: str, **rule: Any) -> None:
    requests.post(f"{api}/_faults", json=[rule], timeout=TIMEOUT).raise_for_status()


def ids(reply: requests.Response) -> list[str | None]:
    assert reply.status_code == 200, reply.text
    return [row["id"] for row in reply.json()["data"]]


class TestClock:
    @pytest.mark.parametrize(
        ("last", "expected"),
        [
            ("2024-03-01", {"a": "first"}),
            ("2024-03-03", {"a": "first", "b": None}),
            ("2024-03-04", {"a": "second", "b": None, "c": None, "d": None, "e": None, None: None}),
            ("2024-03-05", {"a": "second", "c": None, "d": None, "e": None, None: None}),
        ],
    )
    def test_of_each_id_the_version_at_the_end_of_the_last_day_is_served(
        self, api: str, last: str, expected: dict[str | None, str | None]
    ) -> None:
        rows = benzinga(api, date_from="2024-02-20", date_to=last).json()["data"]
        assert {row["id"]: row.get("amount") for row in rows} == expected

    def test_the_window_goes_by_report_date(self, api: str) -> None:
        assert ids(benzinga(api, date_from="2024-03-04", date_to="2024-03-05")) == [None, "c", "d", "e"]

    def test_date_means_that_day_alone(self, api: str) -> None:
        assert ids(benzinga(api, date="2024-03-01")) == ["a"]

    def test_updated_since_keeps_later_versions_only(self, api: str) -> None:
        query = {"date_from": "2024-02-20", "date_to": "2024-03-04", "updated_since": midnight("2024-03-05")}
        assert ids(benzinga(api, **query)) == ["a", None, "c", "d"]

    def test_without_days_the_latest_is_served(self, api: str) -> None:
        assert ids(benzinga(api)) == [None, "c", "d", "e"]


class TestBenzinga:
    def test_rows_are_sent_as_recorded(self, api: str) -> None:
        assert benzinga(api, date="2024-03-01").content == b'{"data":[' + json.dumps(ROWS[0]).encode() + b"]}"

    def test_pages_together_hold_each_row_once_in_one_order(self, api: str) -> None:
        window = {"date_from": "2024-02-20", "date_to": "2024-03-04"}
        pages = [ids(benzinga(api, **window, pagesize=2, page=page)) for page in range(4)]
        assert [len(page) for page in pages] == [2, 2, 2, 0]
        assert [trade_id for page in pages for trade_id in page] == ids(benzinga(api, **window))

    def test_a_page_holds_50_rows_by_default_and_1000_at_most(self, tmp_path: Path) -> None:
        rows = [trade(f"{number:04}", "2024-03-01", "2024-03-02") for number in range(1001)]
        with serving(write_market(tmp_path / "market", rows, BARS)) as api:
            assert len(ids(benzinga(api, date="2024-03-01"))) == 50
            assert len(ids(benzinga(api, date="2024-03-01", pagesize=5000))) == 1000
            assert ids(benzinga(api, date="2024-03-01", pagesize=1000, page=1)) == ["1000"]

    def test_no_rows_are_an_empty_list(self, api: str) -> None:
        assert benzinga(api, date="2020-01-01").json() == {"data": []}

    def test_without_accept_header_the_body_is_xml(self, api: str) -> None:
        headers = {"Authorization": "token laptop-benzinga-token"}
        reply = requests.get(api + TRADES, {"date": "2024-03-01"}, headers=headers, timeout=TIMEOUT)
        assert reply.headers["content-type"].startswith("application/xml")
        assert [row.findtext("id") for row in ElementTree.fromstring(reply.content).iter("item")] == ["a"]

    @pytest.mark.parametrize(
        "authorization", [{}, {"Authorization": "token other"}, {"Authorization": "laptop"}]
    )
    def test_a_wrong_or_missing_token_gets_the_documented_401(self, api: str, authorization: Any) -> None:
        headers = {"Accept": "application/json", **authorization}
        reply = requests.get(api + TRADES, headers=headers, timeout=TIMEOUT)
        assert reply.status_code == 401
        error = {
            "code": "auth_failed",
            "id": "unauthorized",
            "value": "Invalid or missing authentication token",
        }
        assert reply.json() == {"ok": False, "errors": [error]}

    @pytest.mark.parametrize("query", [{"token": "laptop-benzinga-token"}, {"date": "today"}, {"page": "-1"}])
    def test_what_is_not_replayed_is_refused(self, api: str, query: dict[str, str]) -> None:
        assert benzinga(api, **query).status_code == 400


class TestGroupedDaily:
    def test_holds_every_bar_of_the_day_stamped_with_the_close(self, api: str) -> None:
        reply = polygon(api, f"{GROUPED}/2024-03-01", adjusted="false").json()
        assert (reply["status"], reply["resultsCount"], reply["adjusted"]) == ("OK", 2, False)
        closed = int(datetime(2024, 3, 1, 21, tzinfo=UTC).timestamp() * 1000)
        bar = {"T": "INVA", "o": 10.5, "h": 12, "l": 10, "c": 11, "v": 2000.5, "t": closed}
        assert reply["results"][0] == bar
        assert reply["results"][1]["T"] == "KIMpL"

    def test_is_adjusted_for_later_splits_unless_told_not_to(self, api: str) -> None:
        inva, kim = polygon(api, f"{GROUPED}/2024-03-01").json()["results"]
        assert (inva["c"], inva["v"]) == (5.5, 4001)
        assert kim["c"] == 16.5
        assert polygon(api, f"{GROUPED}/2024-03-04").json()["results"][0]["c"] == 5.6

    def test_a_closed_day_has_a_count_of_0_and_no_results(self, api: str) -> None:
        reply = polygon(api, f"{GROUPED}/2024-03-02")
        assert reply.status_code == 200
        assert reply.json()["resultsCount"] == 0
        assert "results" not in reply.json()

    @pytest.mark.parametrize(
        ("day", "said"), [("2024-02-28", "timeframe"), ("2024-03-05", "before end of day")]
    )
    @pytest.mark.parametrize("path", [GROUPED, "/v1/open-close/INVA"])
    def test_the_plan_ends_with_the_recording(self, api: str, path: str, day: str, said: str) -> None:
        reply = polygon(api, f"{path}/{day}")
        assert (reply.status_code, reply.json()["status"]) == (403, "NOT_AUTHORIZED")
        assert said in reply.json()["message"]


class TestOpenClose:
    def test_tells_the_prices_without_what_was_not_recorded(self, api: str) -> None:
        reply = polygon(api, "/v1/open-close/KIMpL/2024-03-01", adjusted="false").json()
        assert reply.pop("request_id")
        prices = {"open": 5, "high": 6, "low": 4, "close": 5.5, "volume": 70}
        assert reply == {"status": "OK", "from": "2024-03-01", "symbol": "KIMpL", **prices}

    @pytest.mark.parametrize("path", ["KIMPL/2024-03-01", "INVA/2024-03-02"])
    def test_a_ticker_in_another_case_or_a_closed_day_is_not_found(self, api: str, path: str) -> None:
        reply = polygon(api, f"/v1/open-close/{path}")
        assert (reply.status_code, reply.json()["status"]) == (404, "NOT_FOUND")

    def test_tells_pre_market_and_after_hours_where_recorded(self, tmp_path: Path) -> None:
        extra = "ticker,date,vwap,trades,pre_market,after_hours\nINVA,2024-03-01,10.9,321,10.4,\n"
        folder = write_market(tmp_path / "market", [], BARS, **{"daily_bars_extra__csv__gz": extra})
        with serving(folder) as api:
            reply = polygon(api, "/v1/open-close/INVA/2024-03-01").json()
            assert reply["preMarket"] == 10.4
            assert "afterHours" not in reply
            bar = polygon(api, f"{GROUPED}/2024-03-01").json()["results"][0]
            assert (bar["vw"], bar["n"]) == (10.9, 321)


class TestReference:
    def test_splits_of_a_day(self, api: str) -> None:
        (split,) = polygon(api, SPLITS, execution_date="2024-03-04").json()["results"]
        assert split.pop("id")
        assert split == {"ticker": "INVA", "execution_date": "2024-03-04", "split_from": 1, "split_to": 2}
        assert polygon(api, SPLITS, execution_date="2024-03-06").json()["results"] == []

    @pytest.mark.parametrize(
        ("ends", "tickers"),
        [
            ({".gte": "2024-03-04", ".lte": "2024-03-05"}, ["KIMpL", "INVA"]),
            ({".gte": "2024-03-04", ".lte": "2024-03-04"}, ["INVA"]),
            ({".gt": "2024-03-04", ".lt": "2024-03-06"}, ["KIMpL"]),
            ({".gte": "2024-03-06", ".lte": "2024-03-31"}, []),
        ],
    )
    def test_splits_of_a_range(self, api: str, ends: dict[str, str], tickers: list[str]) -> None:
        reply = polygon(api, SPLITS, **{f"execution_date{end}": day for end, day in ends.items()})
        assert [split["ticker"] for split in reply.json()["results"]] == tickers

    def test_a_range_that_cannot_be_read_is_refused(self, api: str) -> None:
        reply = polygon(api, SPLITS, **{"execution_date.gte": "March"})
        assert (reply.status_code, reply.json()["status"]) == (400, "ERROR")

    def test_pages_are_followed_by_path_and_query_of_a_foreign_address(self, api: str) -> None:
        query = {"execution_date.gte": "2024-03-01", "limit": 1, "order": "asc"}
        first = polygon(api, SPLITS, **query).json()
        host, path = first["next_url"].split("/v3", 1)
        assert host == "https://api.massive.com"
        second = polygon(api, f"/v3{path}").json()
        assert [page["results"][0]["ticker"] for page in (first, second)] == ["INVA", "KIMpL"]
        assert "next_url" not in second

    def test_tickers_are_those_of_the_bars_while_they_trade_and_of_the_disclosures_always(
        self, api: str
    ) -> None:
        def active(day: str, **query: str) -> list[str]:
            records = polygon(api, TICKERS, market="stocks", date=day, **query).json()["results"]
            return [record["ticker"] for record in records]

        assert active("2024-02-29") == ["INV.B", "INVA"]
        assert active("2024-03-01") == ["INV.B", "INVA", "KIMpL"]
        assert active("2024-03-04") == ["INV.B", "INVA"]
        assert active("2024-03-04", active="false") == ["KIMpL"]

    def test_records_are_dated_with_the_day_asked(self, api: str) -> None:
        record = polygon(api, TICKERS, date="2024-03-01", limit=1).json()["results"][0]
        assert record["last_updated_utc"] == "2024-03-01T00:00:00Z"
        assert (record["name"], record["active"]) == ("Invented", True)

    def test_a_recorded_list_tells_names_and_delistings_as_of_the_day(self, tmp_path: Path) -> None:
        first = {
            "ticker": "INVA",
            "name": "Old",
            "last_updated_utc": "2024-01-01T00:00:00Z",
            "sic_code": "7372",
        }
        second = {**first, "name": "New", "last_updated_utc": "2024-03-04T00:00:00Z"}
        second["delisted_utc"] = "2024-03-06T00:00:00Z"
        later = {"ticker": "INVL", "last_updated_utc": "2024-01-01T00:00:00Z", "list_date": "2024-03-05"}
        lines = "".join(json.dumps(record) + "\n" for record in (second, first, later))
        folder = write_market(tmp_path / "market", [], BARS, **{"tickers__ndjson__gz": lines})
        with serving(folder) as api:

            def names(day: str) -> list[tuple[str, str | None]]:
                records = polygon(api, TICKERS, date=day).json()["results"]
                return [(record["ticker"], record.get("name")) for record in records]

            assert names("2024-03-03") == [("INVA", "Old")]
            assert names("2024-03-04") == [("INVA", "New")]
            assert names("2024-03-05") == [("INVA", "New"), ("INVL", None)]
            assert names("2024-03-06") == [("INVL", None)]
            record = polygon(api, TICKERS, date="2024-03-04").json()["results"][0]
            assert not {"delisted_utc", "sic_code"} & record.keys()
            overview = polygon(api, f"{TICKERS}/INVA", date="2024-03-04").json()["results"]
            assert (overview["sic_code"], overview["active"]) == ("7372", True)
            assert polygon(api, f"{TICKERS}/INVA", date="2024-03-06").status_code == 404

    @pytest.mark.parametrize("ticker", ["NONE", "inva"])
    def test_an_unknown_ticker_is_not_found(self, api: str, ticker: str) -> None:
        reply = polygon(api, f"{TICKERS}/{ticker}")
        assert (reply.status_code, reply.json()["status"]) == (404, "NOT_FOUND")


class TestAccess:
    @pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer other"}])
    def test_a_wrong_or_missing_key_gets_401(self, api: str, headers: dict[str, str]) -> None:
        reply = requests.get(f"{api}{TICKERS}", headers=headers, timeout=TIMEOUT)
        assert (reply.status_code, reply.json()["status"]) == (401, "ERROR")

    def test_a_key_in_the_address_is_refused(self, api: str) -> None:
        assert polygon(api, TICKERS, apiKey="laptop-polygon-key").status_code == 400

    @pytest.mark.parametrize("form", [None, "seconds", "date"])
    def test_calls_over_the_limit_get_429(self, market: Path, form: Any) -> None:
        with serving(market, Options(calls_per_minute=2, retry_after=form)) as api:
            replies = [polygon(api, f"{GROUPED}/2024-03-01") for _ in range(3)]
            assert [reply.status_code for reply in replies] == [200, 200, 429]
            retry_after = replies[2].headers.get("Retry-After")
            if form is None:
                assert retry_after is None
            elif form == "seconds":
                assert 55 < int(retry_after or "") <= 61
            else:
                wait = parsedate_to_datetime(retry_after or "") - datetime.now(UTC)
                assert 50 < wait.total_seconds() <= 61
            assert benzinga(api, date="2024-03-01").status_code == 200

    def test_requests_are_counted_by_path(self, api: str) -> None:
        requests.delete(f"{api}/_requests", timeout=TIMEOUT)
        add_fault(api, match="grouped", kind="status", status=500)
        for _ in range(2):
            polygon(api, f"{GROUPED}/2024-03-01")
        benzinga(api)
        counts = requests.get(f"{api}/_requests", timeout=TIMEOUT).json()
        assert counts == {"total": 3, "by_path": {TRADES: 1, f"{GROUPED}/2024-03-01": 2}}

    def test_without_a_market_the_apis_say_so(self) -> None:
        with serving(None) as api:
            reply = benzinga(api)
            assert reply.status_code == 503
            assert "--market" in reply.text


class TestFaults:
    def ask(self, api: str, page: int = 0) -> requests.Response:
        return benzinga(api, date_from="2024-02-20", date_to="2024-03-04", pagesize=2, page=page)

    def test_a_rule_fires_after_and_for_as_often_as_it_says(self, api: str) -> None:
        add_fault(
            api, match="page=1", kind="status", status=429, headers={"Retry-After": "7"}, times=2, after=1
        )
        assert self.ask(api).status_code == 200
        replies = [self.ask(api, page=1) for _ in range(4)]
        assert [reply.status_code for reply in replies] == [200, 429, 429, 200]
        assert replies[1].headers["Retry-After"] == "7"
        assert replies[1].content == b""
        (rule,) = requests.get(f"{api}/_faults", timeout=TIMEOUT).json()
        assert rule["fired"] == 2

    def test_deleted_rules_fire_no_more(self, api: str) -> None:
        add_fault(api, match=".", kind="status", times=None)
        assert self.ask(api).status_code == 500
        requests.delete(f"{api}/_faults", timeout=TIMEOUT)
        assert self.ask(api).status_code == 200

    def test_body(self, api: str) -> None:
        add_fault(api, match=".", kind="body", body=[])
        add_fault(api, match=".", kind="body", body="[1")
        assert self.ask(api).text == "[]"
        assert self.ask(api).text == "[1"

    def test_empty(self, api: str) -> None:
        add_fault(api, match=".", kind="empty", times=2)
        assert self.ask(api).json() == {"data": []}
        assert polygon(api, f"{GROUPED}/2024-03-01").json()["results"] == []

    def test_error_in_200(self, api: str) -> None:
        add_fault(api, match=".", kind="error_in_200", times=2)
        assert self.ask(api).json()["ok"] is False
        assert polygon(api, f"{GROUPED}/2024-03-01").json()["status"] == "ERROR"

    def test_xml_and_html(self, api: str) -> None:
        add_fault(api, match=".", kind="xml")
        add_fault(api, match=".", kind="html")
        assert ElementTree.fromstring(self.ask(api).content).tag == "result"
        assert "text/html" in self.ask(api).headers["content-type"]

    def test_truncate(self, api: str) -> None:
        add_fault(api, match=".", kind="truncate")
        cut, whole = self.ask(api), self.ask(api)
        assert cut.status_code == 200
        assert whole.content.startswith(cut.content)
        with pytest.raises(requests.JSONDecodeError):
            cut.json()

    def test_results_missing(self, api: str) -> None:
        add_fault(api, match=".", kind="results_missing", times=2)
        assert "data" not in self.ask(api).json()
        reply = polygon(api, f"{GROUPED}/2024-03-01").json()
        assert "results" not in reply
        assert reply["resultsCount"] == 2

    def test_repeat_page(self, api: str) -> None:
        add_fault(api, match="page=1", kind="repeat_page")
        first = self.ask(api)
        assert self.ask(api, page=1).content == first.content
        assert self.ask(api, page=1).content != first.content

    def test_reset(self, api: str) -> None:
        add_fault(api, match=".", kind="reset")
        with pytest.raises(requests.ConnectionError, match="reset"):
            self.ask(api)
        assert self.ask(api).status_code == 200

    def test_cut(self, api: str) -> None:
        add_fault(api, match=".", kind="cut")
        with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
            self.ask(api)

    def test_timeout_lasts_until_the_client_leaves(self, api: str) -> None:
        add_fault(api, match=".", kind="timeout")
        headers = {"Authorization": "token laptop-benzinga-token"}
        with pytest.raises(requests.ReadTimeout):
            requests.get(api + TRADES, headers=headers, timeout=0.2)
        assert self.ask(api).status_code == 200

    @pytest.mark.parametrize(
        ("rules", "said"),
        [
            ("{}", "list"),
            ("[", "JSON"),
            ('[{"match": ".", "kind": "flood"}]', "flood"),
            ('[{"match": "(", "kind": "reset"}]', "regular expression"),
            ('[{"match": ".", "kind": "reset", "tmes": 2}]', "keys"),
            ('[{"kind": "reset"}]', "match"),
        ],
    )
    def test_a_rule_that_cannot_be_understood_is_refused(self, api: str, rules: str, said: str) -> None:
        reply = requests.post(f"{api}/_faults", rules, timeout=TIMEOUT)
        assert reply.status_code == 400
        assert said in reply.text


class TestRecording:
    @pytest.mark.parametrize(
        ("texts", "said"),
        [
            ({"daily_bars__csv__gz": "ticker,day\n"}, "line 1"),
            (
                {"daily_bars__csv__gz": f"{BARS_HEADER}\nA,2024-03-01,x,1,1,1,1\n"},
                "line 2",
            ),
            (
                {"daily_bars__csv__gz": f"{BARS_HEADER}\nA,someday,1,1,1,1,1\n"},
                "line 2",
            ),
            ({"daily_bars__csv__gz": f"{BARS_HEADER}\n"}, "no bars"),
            ({"disclosures__ndjson__gz": "{}\n[]\n"}, "line 2"),
            ({"disclosures__ndjson__gz": "{}\nno\n"}, "line 2"),
            ({"tickers__ndjson__gz": '{"ticker": "A"}\n'}, "last_updated_utc"),
            ({"splits__csv": "ticker\nA\n"}, "execution_date"),
        ],
    )
    def test_a_folder_that_cannot_be_read_is_refused_naming_file_and_line(
        self, tmp_path: Path, texts: dict[str, str], said: str
    ) -> None:
        folder = write_market(tmp_path / "market", [], BARS, **texts)
        with pytest.raises(RecordingError, match=said) as refused:
            create_app(folder)
        assert next(iter(texts)).replace("__", ".") in str(refused.value)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(RecordingError, match=r"disclosures\.ndjson\.gz"):
            create_app(tmp_path)
