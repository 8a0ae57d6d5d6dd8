"""The independent computation against cases worked out by hand."""

import gzip
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.oracle import Expected, Membership, Quarantined, Row, Total, expected, to_amount, window

MONDAY = date(2024, 6, 17)


def june(day: int) -> date:
    return date(2024, 6, day)


def seconds(day: int, hour: int = 0) -> int:
    return int(datetime(2024, 6, day, hour, tzinfo=UTC).timestamp())


def row(row_id: str = "a", reported: int = 10, seen: int = 10, **fields: Any) -> Row:
    """A good row, reported on a day in June and visible from noon of a day."""
    good = {
        "id": row_id,
        "report_id": "r",
        "amendment_number": 0,
        "report_date": june(reported).isoformat(),
        "transaction_date": "2024-06-01",
        "notification_date": "",
        "transaction_type": "P",
        "ownership": "SP",
        "amount": "$1,001 - $15,000",
        "security": {"name": "Invented", "ticker": "ZZA", "type": "STOCK"},
        "filer_info": filer(),
        "updated": seconds(seen, 12),
    }
    return {**good, **fields}


def filer(observed: int = 1, party: str = "D", **committees: list[str]) -> Row:
    state = {"member_id": "Z900001", "display_name": "One", "party": party, "committees": committees}
    return {**state, "updated": seconds(observed), "website": "https://changes.invalid"}


def deleted(row_id: str, seen: int) -> Row:
    return {"id": row_id, "updated": seconds(seen, 12), "deleted": True}


def publish(folder: Path, rows: list[Row], *days: int) -> Expected:
    with gzip.open(folder / "disclosures.ndjson.gz", "wt") as out:
        out.writelines(json.dumps(one) + "\n" for one in rows)
    return expected(folder, [june(day) for day in days])


def test_windows() -> None:
    assert window(MONDAY) == (date(2024, 3, 19), MONDAY)
    assert window(june(18)) == (june(11), june(18))


class TestTrades:
    def test_a_row_is_parsed(self, tmp_path: Path) -> None:
        told = row(transaction_type="s (Partial)", ownership=None, reported=20)
        told["notification_date"] = "2024-06-03"
        told["security"] = {"name": "", "ticker": "ZZh-B", "type": None}
        (trade,) = publish(tmp_path, [told], 20).trades.values()
        assert (trade.transaction_type, trade.ownership) == ("sale_partial", "unknown")
        assert (trade.ticker, trade.security_name, trade.security_type) == ("ZZh.B", None, None)
        assert (trade.lag_days, trade.is_late) == (19, False)
        assert trade.notification_date == june(3)
        assert trade.updated_at == datetime(2024, 6, 10, 12)
        assert (trade.batch_date, trade.member_id) == (june(20), "Z900001")

    @pytest.mark.parametrize(("traded", "late"), [("2024-04-26", False), ("2024-04-25", True)])
    def test_late_is_more_than_45_days(self, tmp_path: Path, traded: str, late: bool) -> None:
        (trade,) = publish(tmp_path, [row(transaction_date=traded)], 10).trades.values()
        assert trade.is_late is late

    @pytest.mark.parametrize(("day", "shown"), [(9, []), (10, ["first"]), (11, ["first"]), (12, ["second"])])
    def test_a_run_sees_what_is_visible_by_the_next_midnight(
        self, tmp_path: Path, day: int, shown: Any
    ) -> None:
        rows = [row(security={"name": "second"}), row(security={"name": "first"})]
        rows[0]["updated"], rows[1]["updated"] = seconds(13), seconds(11)
        trades = publish(tmp_path, rows, day).trades.values()
        assert [trade.security_name for trade in trades] == shown

    def test_the_greatest_version_of_all_batches_is_shown(self, tmp_path: Path) -> None:
        rows = [row(), row(seen=12, amount="Unknown"), row("b")]
        trades = publish(tmp_path, rows, 10, 11, 12, 13).trades
        assert (trades["a"].amount_kind, trades["a"].batch_date) == ("unknown", june(13))
        assert (trades["b"].amount_kind, trades["b"].batch_date) == ("range", june(13))

    def test_a_row_is_withdrawn_when_the_last_batch_that_looks_does_not_hold_it(self, tmp_path: Path) -> None:
        rows = [row(), deleted("a", 12), row("b")]
        for days, withdrawn in (((10, 11), False), ((10, 12), True), ((10, 18), False), ((10, 18, 24), True)):
            trades = publish(tmp_path, rows, *days).trades
            assert (trades["a"].is_withdrawn, trades["b"].is_withdrawn) == (withdrawn, False), days

    def test_a_quarantined_row_is_held_and_its_good_version_stays(self, tmp_path: Path) -> None:
        published = publish(tmp_path, [row(), row(seen=12, amount="some")], 10, 12)
        assert published.trades["a"].amount_raw == "$1,001 - $15,000"
        assert not published.trades["a"].is_withdrawn
        assert published.quarantined == [Quarantined("disclosures", "a", june(12), frozenset({"amount"}))]

    def test_a_moved_report_date_is_looked_for_where_it_is_shown(self, tmp_path: Path) -> None:
        rows = [row(reported=10), row(reported=3, seen=12, transaction_date="2024-06-01")]
        assert not publish(tmp_path, rows, 10).trades["a"].is_withdrawn
        assert publish(tmp_path, rows, 10, 12).trades["a"].is_withdrawn
        monday = publish(tmp_path, rows, 10, 12, 17).trades["a"]
        assert (monday.report_date, monday.is_withdrawn) == (june(3), False)

    def test_a_higher_amendment_supersedes_whichever_comes_first(self, tmp_path: Path) -> None:
        rows = [row("a", seen=12), row("b", amendment_number=1), row("c", report_id="other")]
        trades = publish(tmp_path, rows, 10, 12).trades
        assert [key for key, trade in trades.items() if trade.is_superseded] == ["a"]

    @pytest.mark.parametrize(("reported", "superseded"), [("2024-06-10", ["a"]), ("2024-06-11", [])])
    def test_an_amendment_reaches_a_year_back(
        self, tmp_path: Path, reported: str, superseded: list[str]
    ) -> None:
        old = row("a", updated=0, report_date="2023-06-11", transaction_date="2023-06-01")
        late = row("b", amendment_number=1, report_date=reported)
        with gzip.open(tmp_path / "disclosures.ndjson.gz", "wt") as out:
            out.writelines(json.dumps(one) + "\n" for one in (old, late))
        trades = expected(tmp_path, [date(2023, 6, 12), june(12)]).trades
        assert [key for key, trade in trades.items() if trade.is_superseded] == superseded

    def test_withdrawn_and_quarantined_rows_supersede_nothing(self, tmp_path: Path) -> None:
        rows = [row("a"), row("b", amendment_number=1), deleted("b", 11)]
        rows += [row("c", report_id="s"), row("d", report_id="s", amendment_number=1, amount="some")]
        trades = publish(tmp_path, rows, 10, 11).trades
        assert not any(trade.is_superseded for trade in trades.values())
        assert trades["b"].is_withdrawn

    def test_totals_are_over_live_trades(self, tmp_path: Path) -> None:
        rows = [
            row("a"),
            row("b", amount="$721.63"),
            row("c", amount="Over $50,000,000"),
            row("d", transaction_type="E", amount="Unknown"),
            row("e", report_id="s"),
            row("f", report_id="s", amendment_number=1, amount="$2,000 -"),
            row("g", report_id="t"),
            deleted("g", 11),
        ]
        assert publish(tmp_path, rows, 10, 11).totals == {
            ("Z900001", "purchase"): Total(4, Decimal("50003722.63"), Decimal("15721.63")),
            ("Z900001", "exchange"): Total(1, None, None),
        }


class TestRows:
    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"id": " "}, "id"),
            ({"report_id": None}, "report_id"),
            ({"filer_info": {**filer(), "member_id": ""}}, "member_id"),
            ({"filer_info": {**filer(), "updated": None}}, "observed_at"),
            ({"filer_info": None}, "member_id"),
            ({"updated": "soon"}, "updated"),
            ({"updated": "4102444800"}, "updated"),
            ({"filer_info": {**filer(), "updated": 1718000000000000}}, "observed_at"),
            ({"filer_info": {**filer(), "committees": ["A"]}}, "committees"),
            ({"filer_info": {**filer(), "committees": {"A": "x"}}}, "committees"),
            ({"filer_info": {**filer(), "leadership_positions": ""}}, "leadership_positions"),
            ({"updated": None}, "updated"),
            ({"amendment_number": None}, "amendment_number"),
            ({"report_date": "June"}, "report_date"),
            ({"transaction_date": ""}, "transaction_date"),
            ({"transaction_date": "2024-06-31"}, "transaction_date"),
            ({"transaction_date": "2011-12-31"}, "transaction_date"),
            ({"transaction_date": "2024-06-12"}, "transaction_date"),
            ({"notification_date": "June"}, "notification_date"),
            ({"amount": None}, "amount"),
            ({"amount": ""}, "amount"),
            ({"amount": "$15,000 - $1,001"}, "amount"),
            ({"transaction_type": "Q"}, "transaction_type"),
            ({"transaction_type": None}, "transaction_type"),
            ({"ownership": "Cousin"}, "ownership"),
        ],
    )
    def test_a_row_that_breaks_a_rule_is_quarantined(self, tmp_path: Path, fields: Row, reason: str) -> None:
        published = publish(tmp_path, [row(**fields)], 10)
        (quarantined,) = published.quarantined
        assert reason in quarantined.reasons
        assert not published.trades
        assert not published.officials

    @pytest.mark.parametrize(
        "fields",
        [
            {"transaction_date": "2012-01-01"},
            {"transaction_date": "2024-06-11"},
            {"notification_date": None},
            {"ownership": "None"},
            {"security": {"ticker": None}},
        ],
    )
    def test_a_row_that_looks_odd_is_published(self, tmp_path: Path, fields: Row) -> None:
        published = publish(tmp_path, [row(**fields)], 10)
        assert list(published.trades) == ["a"]
        assert not published.quarantined

    def test_rows_without_id_are_quarantined_each(self, tmp_path: Path) -> None:
        assert len(publish(tmp_path, [row(id=None), row(id=None)], 10).quarantined) == 2

    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("$1,001 - $15,000", ("range", Decimal(1001), Decimal(15000))),
            ("$1,001 -", ("range", Decimal(1001), None)),
            ("$721.63", ("exact", Decimal("721.63"), Decimal("721.63"))),
            ("Over $50,000,000", ("over", Decimal(50000000), None)),
            ("$1,000,000 +", ("over", Decimal(1000000), None)),
            ("Unknown", ("unknown", None, None)),
            ("1,001", None),
            ("$", None),
        ],
    )
    def test_amounts(self, text: str, amount: Any) -> None:
        assert to_amount(text) == amount


class TestOfficials:
    def at(self, day: int) -> datetime:
        return datetime(2024, 6, day)

    def test_rows_reach_from_one_state_to_the_next(self, tmp_path: Path) -> None:
        states = [filer(5, "D"), filer(1, "D"), filer(3, "D"), filer(7, "R"), filer(9, "D")]
        rows = [row(str(number), filer_info=state) for number, state in enumerate(states)]
        officials = publish(tmp_path, rows, 10).officials
        assert [(one.state["party"], one.valid_from, one.valid_to, one.is_current) for one in officials] == [
            ("D", self.at(1), self.at(7), False),
            ("R", self.at(7), self.at(9), False),
            ("D", self.at(9), None, True),
        ]

    def test_what_is_no_part_of_the_state_makes_no_row(self, tmp_path: Path) -> None:
        rows = [row("a"), row("b", filer_info={**filer(5), "website": "https://other.invalid", "id": "x"})]
        assert len(publish(tmp_path, rows, 10).officials) == 1

    def test_of_two_states_at_once_the_later_batch_then_the_greater_json_wins(self, tmp_path: Path) -> None:
        rows = [row("a", filer_info=filer(5, "D")), row("b", filer_info=filer(5, "I"))]
        rows += [row("c", reported=3, seen=3, transaction_date="2024-06-02", filer_info=filer(5, "R"))]
        assert publish(tmp_path, rows, 4, 11).officials[0].state["party"] == "I"
        assert publish(tmp_path, rows, 4).officials[0].state["party"] == "R"

    def test_seats_are_held_from_observation_to_observation(self, tmp_path: Path) -> None:
        states = [
            filer(1, Mills=["Wind", "Water"]),
            filer(3, Mills=["Wind"], Harbors=[]),
            filer(5, "R", Mills=["Wind"]),
            filer(7, "R", Mills=["Wind"], Harbors=[]),
        ]
        rows = [row(str(number), filer_info=state) for number, state in enumerate(states)]

        def seat(committee: str, subcommittee: str | None, first: int, last: int | None) -> Membership:
            valid_to = None if last is None else self.at(last)
            return Membership("Z900001", committee, subcommittee, self.at(first), valid_to)

        seats = publish(tmp_path, rows, 10).memberships
        assert len(seats) == 5
        assert set(seats) == {
            seat("Mills", None, 1, None),
            seat("Mills", "Wind", 1, None),
            seat("Mills", "Water", 1, 3),
            seat("Harbors", None, 3, 5),
            seat("Harbors", None, 7, None),
        }
