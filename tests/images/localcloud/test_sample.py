"""The generated sample: invented, always the same, and with every awkward case in the days of `make run`."""

import csv
import gzip
import json
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import oracle
from tests.oracle_reports import expected_reports

from localcloud.market_api.recording import Recording, load
from localcloud.sample import FIRST_DAY, LAST_DAY, SAMPLE_FROM, SAMPLE_TO, write_sample

HOLIDAYS = Path(__file__).parents[3] / "dbt" / "seeds" / "exchange_holidays.csv"
RUN_DAYS = [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]
MONDAY, TUESDAY, WEDNESDAY = RUN_DAYS
BACK = datetime(2024, 6, 18, 10)  # when a row that had vanished is told again


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "market"
    write_sample(folder)
    return folder


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[dict[str, Any]]:
    with gzip.open(folder / "disclosures.ndjson.gz", "rt") as lines:
        return [row for row in map(json.loads, lines) if not row.get("deleted")]


@pytest.fixture(scope="module")
def market(folder: Path) -> Recording:
    return load(folder)


@pytest.fixture(scope="module")
def published(folder: Path) -> oracle.Expected:
    """What the days of `make run` publish."""
    return oracle.expected(folder, RUN_DAYS)


@pytest.fixture(scope="module")
def reports(folder: Path, published: oracle.Expected) -> dict[str, list[dict[str, Any]]]:
    return expected_reports(folder, published)


@pytest.fixture(scope="module")
def trades(published: oracle.Expected) -> list[oracle.Trade]:
    return list(published.trades.values())


class TestFolder:
    def test_the_same_seed_gives_the_same_bytes(self, folder: Path, tmp_path: Path) -> None:
        write_sample(tmp_path / "again")
        write_sample(tmp_path / "other", seed=8)
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert files == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
        # The header of a gzip file can hold the time of writing.
        assert {files[name][4:8] for name in files if name.endswith(".gz")} == {bytes(4)}
        for name in ("disclosures.ndjson.gz", "daily_bars.csv.gz", "daily_bars_extra.csv.gz"):
            assert files[name] != (tmp_path / "other" / name).read_bytes()

    def test_is_small(self, folder: Path) -> None:
        assert 100_000 < sum(path.stat().st_size for path in folder.iterdir()) < 1_500_000

    def test_says_that_it_is_invented(self, folder: Path) -> None:
        flag = json.loads((folder / "sample.json").read_text())
        assert (flag["sample"], flag["seed"]) == (True, 7)
        assert "no official" in flag["note"]

    def test_nobody_and_nothing_can_be_taken_for_real(self, rows: list[Any], market: Recording) -> None:
        assert len(rows) > 400
        for row in rows:
            assert row["filer_info"]["display_name"].startswith("Sample Official ")
            assert row["filer_info"]["member_id"].startswith("Z9") or not row["filer_info"]["member_id"]
            assert row["security"]["name"].startswith("Sample ")
            assert row["disclosure_url"].startswith("https://disclosures.invalid/")
        assert len(market.listings) > 20
        for ticker, listings in market.listings.items():
            assert ticker.startswith("ZZ") or ticker == "SPY"
            assert all(listing.record["name"].startswith("Sample ") for listing in listings)

    def test_rows_have_the_shape_of_the_api(self, rows: list[Any]) -> None:
        keys = {
            *("amendment_number", "amount", "chamber", "description", "disclosure_url", "filer_info", "id"),
            *("notification_date", "ownership", "report_date", "report_id", "security", "transaction_date"),
            *("transaction_id", "transaction_type", "updated"),
        }
        assert {frozenset(row) for row in rows} == {frozenset(keys)}


class TestPrices:
    def test_there_are_bars_on_the_open_days_and_on_no_other(self, market: Recording) -> None:
        with HOLIDAYS.open() as lines:
            closed = {date.fromisoformat(row["calendar_date"]) for row in csv.DictReader(lines)}
        first, last = market.first_bar_day, market.last_bar_day
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        open_days = [day for day in days if day.isoweekday() <= 5 and day not in closed]
        assert len(open_days) > 180
        assert list(market.bar_lines) == open_days

    def test_bars_are_consistent_and_unadjusted(self, market: Recording) -> None:
        for day in market.bar_lines:
            for bar in market.bars(day):
                prices = (bar.low, bar.open, bar.close, bar.high)
                assert None not in (*prices, bar.volume)
                assert 0 < min(prices) == bar.low
                assert max(prices) == bar.high

    @pytest.mark.parametrize(
        ("ticker", "before", "day", "factor"),
        [("ZZSPL", date(2024, 6, 7), date(2024, 6, 10), 1 / 4), ("ZZREV", MONDAY, TUESDAY, 10)],
    )
    def test_a_split_shows_in_the_prices(
        self, market: Recording, ticker: str, before: date, day: date, factor: float
    ) -> None:
        (earlier,) = [bar for bar in market.bars(before) if bar.ticker == ticker]
        (later,) = [bar for bar in market.bars(day) if bar.ticker == ticker]
        assert later.close == pytest.approx(factor * (earlier.close or 0), rel=0.1)
        assert market.split_factor(ticker, before) == pytest.approx(factor)

    def test_extended_hours_are_told_mostly(self, market: Recording) -> None:
        bars = [bar for day in market.bar_lines for bar in market.bars(day)]
        told = sum(bar.pre_market is not None and bar.after_hours is not None for bar in bars)
        assert 0.8 < told / len(bars) < 1
        assert any(bar.vwap is None for bar in bars)
        assert any(bar.volume and bar.volume % 1 for bar in bars)

    def test_tickers_come_go_and_change_their_names(self, market: Recording) -> None:
        def names(day: date) -> dict[str, str]:
            return {one.record["ticker"]: one.record["name"] for one in market.tickers(day, active=True)}

        assert names(date(2024, 6, 11)).keys() - names(date(2024, 6, 10)).keys() == {"ZZNEW"}
        assert names(MONDAY).keys() - names(TUESDAY).keys() == {"ZZOLD"}
        changed = names(TUESDAY).items() - names(MONDAY).items()
        assert changed == {("ZZREN", "Sample Renamed Paper")}


class TestBatches:
    def test_the_days_of_make_run_begin_on_a_monday_and_end_on_a_closed_day(self, market: Recording) -> None:
        assert MONDAY.isoweekday() == 1
        assert MONDAY in market.bar_lines
        assert WEDNESDAY not in market.bar_lines

    def test_no_day_of_the_sample_has_too_many_bad_rows(self, folder: Path) -> None:
        days = [SAMPLE_FROM + timedelta(days=number) for number in range((SAMPLE_TO - SAMPLE_FROM).days + 1)]
        batches = oracle.expected(folder, days).batches
        assert len(batches) == 59
        for batch in batches.values():
            assert batch.rows
            assert len(batch.quarantined) <= max(5, 0.05 * batch.rows), batch.batch_date

    def test_too_few_rows_vanish_to_fail_a_batch(self, folder: Path, rows: list[Any]) -> None:
        with gzip.open(folder / "disclosures.ndjson.gz", "rt") as lines:
            deleted = sum("deleted" in json.loads(line) for line in lines)
        days = {(row["id"], row["report_date"]) for row in rows}
        moved = len(days) - len({row["id"] for row in rows})
        assert (deleted, moved) == (3, 1)

    def test_a_day_without_disclosures_and_a_weekend_with_them(self, rows: list[Any]) -> None:
        reported = {row["report_date"] for row in rows}
        assert not {"2024-05-08", WEDNESDAY.isoformat()} & reported
        assert {"2024-06-15", "2024-06-16"} <= reported


class TestCases:
    """In the days of `make run`."""

    def test_every_reason_for_quarantine_but_one(self, published: oracle.Expected) -> None:
        reasons = Counter(reason for row in published.quarantined for reason in row.reasons)
        assert reasons.keys() == {
            *("id", "updated", "report_id", "amendment_number", "report_date", "transaction_date"),
            *("notification_date", "amount", "transaction_type", "ownership"),
        }

    def test_a_row_without_a_member_comes_later(self, folder: Path) -> None:
        quarantined = oracle.expected(folder, [date(2024, 6, 25)]).quarantined
        assert {"member_id"} in [row.reasons for row in quarantined]

    def test_every_form_of_amount(self, trades: list[oracle.Trade]) -> None:
        kinds = {(trade.amount_kind, trade.amount_max is None) for trade in trades}
        over = {trade.amount_raw for trade in trades if trade.amount_kind == "over"}
        open_ends = {("range", True), ("over", True), ("unknown", True)}
        assert kinds == {("range", False), ("exact", False), *open_ends}
        assert over == {"Over $50,000,000", "$1,000,000 +"}
        assert "$721.63" in {trade.amount_raw for trade in trades}

    def test_every_type_owner_and_kind_of_security(self, trades: list[oracle.Trade]) -> None:
        assert {one.transaction_type for one in trades} == set(oracle.TRANSACTION_TYPES.values())
        assert {one.ownership for one in trades} == set(oracle.OWNERSHIPS.values())
        assert {one.security_type for one in trades} == {
            *("STOCK", "STOCK OPTION", "CORPORATE BOND", "MUNICIPAL", "MUTUAL", "ETF", "OTHER", None)
        }

    def test_equal_lots_stay_apart(self, trades: list[oracle.Trade]) -> None:
        lots = Counter(replace(trade, trade_id="") for trade in trades)
        assert 2 in lots.values()

    def test_tickers(self, trades: list[oracle.Trade], rows: list[Any], market: Recording) -> None:
        assert {"ZZW.A", "ZZW.B", "ZZPpA", "ZZPPA", "ZZGONE", None} <= {trade.ticker for trade in trades}
        assert {"ZZW-A", "ZZW/B"} <= {row["security"]["ticker"] for row in rows}
        assert "ZZGONE" not in market.listings

    def test_amendments_supersede_but_for_those_undone(self, trades: list[oracle.Trade]) -> None:
        reports: dict[str, Counter[int]] = {}
        for trade in trades:
            reports.setdefault(trade.report_id, Counter())[trade.amendment_number] += 1
        amended = {key: numbers for key, numbers in reports.items() if len(numbers) > 1}
        rows = [[numbers[number] for number in sorted(numbers)] for numbers in amended.values()]
        assert sorted(rows) == [[1, 1], [1, 1], [2, 2], [3, 2, 1]]
        assert sum(trade.is_superseded for trade in trades) == 8
        undone = [one for one in trades if one.report_id in amended and one.is_withdrawn]
        assert [one.amendment_number for one in undone] == [1]
        assert not any(one.is_superseded for one in trades if one.report_id == undone[0].report_id)

    def test_tuesday_withdraws_changes_and_brings_back(self, folder: Path) -> None:
        before = oracle.expected(folder, [MONDAY]).trades
        after = oracle.expected(folder, [MONDAY, TUESDAY]).trades
        assert not any(trade.is_withdrawn for trade in before.values())
        assert sum(trade.is_withdrawn for trade in after.values()) == 2
        both = [(old, after[key]) for key, old in before.items()]
        changed = [(old, new) for old, new in both if old.updated_at < new.updated_at]
        assert len(changed) == 3
        assert sum(old.report_date < new.report_date for old, new in changed) == 1
        assert sum(old.amount_raw != new.amount_raw for old, new in changed) == 1
        added = [trade for key, trade in after.items() if key not in before]
        assert [trade.ticker for trade in added if trade.updated_at == BACK] == ["ZZMIL"]

    def test_an_unreadable_version_leaves_the_good_one(self, published: oracle.Expected) -> None:
        kept = [row.key for row in published.quarantined if row.key in published.trades]
        assert kept
        assert not published.trades[str(kept[0])].is_withdrawn

    def test_late_reports_and_odd_dates(self, trades: list[oracle.Trade], market: Recording) -> None:
        lags = {trade.lag_days for trade in trades}
        assert {-1, 45, 46, 211} <= lags
        assert any(trade.transaction_date < market.first_bar_day for trade in trades)
        assert {date(2024, 5, 19), date(2024, 5, 27)} <= {trade.transaction_date for trade in trades}

    def test_a_row_that_only_a_monday_sees(self, published: oracle.Expected) -> None:
        monday = {trade.trade_id for trade in published.batches[MONDAY].trades}
        later = {key for day in (TUESDAY, WEDNESDAY) for key in published.batches[day].held}
        late = [published.trades[key] for key in monday - later]
        assert any((trade.updated_at.date() - trade.report_date).days > 7 for trade in late)

    def test_officials_join_change_and_leave(self, published: oracle.Expected) -> None:
        def states(tree: str, name: str) -> list[Any]:
            of_tree = f"Sample Official {tree}"
            return [one.state[name] for one in published.officials if one.state["display_name"] == of_tree]

        assert states("Pine", "party") == ["D", "I", "D"]
        assert states("Spruce", "status") == ["Member", "Former Member"]
        assert len(states("Oak", "committees")) == 2
        (rowan,) = [row for row in published.officials if row.state["display_name"].endswith("Rowan")]
        assert rowan.valid_from == datetime(2024, 6, 9, 6)
        assert Counter(row.valid_to is None for row in published.memberships)[False] == 2

    def test_officials_meet_in_tickers(self, reports: dict[str, list[dict[str, Any]]]) -> None:
        clusters = reports["rpt_clusters"]
        assert {(one["direction"], one["is_bipartisan"]) for one in clusters} == {
            (direction, is_bipartisan)
            for direction in ("purchase", "sale")
            for is_bipartisan in (True, False)
        }

    def test_trades_in_the_field_of_a_committee(self, reports: dict[str, list[dict[str, Any]]]) -> None:
        overlaps = reports["rpt_committee_overlap"]
        assert {one["missing_reason"] for one in overlaps} == {None, "not_observed"}
        committees = {one["committee"] for one in overlaps if one["committee"]}
        assert {name.split()[0] for name in committees} == {"House", "Senate"}
        assert len(committees) > 4
