"""A bad row is quarantined and the rest published; a bad batch leaves every published table as it was."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowFailException

from localcloud.testing import Cloud
from pipeline import marts
from tests.dbt import small_market
from tests.dbt.comparison import assert_published, assert_returns_published, assert_securities_published
from tests.dbt.conftest import pipeline_on
from tests.dbt.small_market import BATCH_DATES, TICKERS, Row
from tests.oracle import expected
from tests.oracle_returns import needed_days
from tests.pipeline_run import AuditFailed, PipelineRun

FIRST, SECOND, THIRD = BATCH_DATES

Break = Callable[[Row], Any]


def _filer(**fields: Any) -> Break:
    return lambda row: row["filer_info"].update(fields)


BAD_ROWS: list[tuple[str, Break]] = [
    ("amount_not_parsed", lambda row: row.update(amount="a lot")),
    ("amount_low_above_high", lambda row: row.update(amount="$15,000 - $1,001")),
    ("transaction_type_unknown", lambda row: row.update(transaction_type="?")),
    ("ownership_unknown", lambda row: row.update(ownership="XX")),
    ("transaction_date_not_a_date", lambda row: row.update(transaction_date="2024-02-30")),
    ("transaction_date_after_report", lambda row: row.update(transaction_date="2024-08-20")),
    ("transaction_date_before_2012", lambda row: row.update(transaction_date="2011-12-31")),
    ("amendment_number_not_a_number", lambda row: row.update(amendment_number="first")),
    ("member_id_missing", _filer(member_id="")),
    ("report_id_missing", lambda row: row.update(report_id=None)),
    # milliseconds, and more than the warehouse can make a date of
    ("updated_not_a_timestamp", lambda row: row.update(updated="1722988800000")),
    ("updated_not_a_timestamp", lambda row: row.update(updated="1722988800000000")),
    ("filer_updated_not_a_timestamp", _filer(updated="yesterday")),
    ("filer_updated_not_a_timestamp", _filer(updated=1720000000000)),
    ("filer_updated_not_a_timestamp", _filer(updated=1720000000000000)),
    ("committees_not_an_object_of_lists", _filer(committees="")),
    ("committees_not_an_object_of_lists", _filer(committees=["Committee on Harbors"])),
    ("committees_not_an_object_of_lists", _filer(committees={"Committee on Harbors": "Piers"})),
    ("leadership_positions_not_a_list", _filer(leadership_positions="Speaker")),
    ("leadership_positions_not_a_list", _filer(leadership_positions="")),
]


def test_bad_rows_are_quarantined_with_their_reason_and_the_rest_is_published(tmp_path: Path) -> None:
    def spoil(disclosures: list[Row], bars: list[Row]) -> None:
        # at most every twentieth row of each window is bad: 5 %
        disclosures += [{**copy.deepcopy(row), "id": f"{row['id']}-again"} for row in disclosures]
        disclosures.sort(key=lambda row: str(row["id"]))
        for row, (reason, break_) in zip(disclosures[5::20], BAD_ROWS, strict=False):
            break_(row)
            spoilt[row["id"]] = reason
        first_bars = [bar for bar in bars if str(bar["date"]) == FIRST]
        first_bars[3].update(low=0)
        first_bars[4].update(low=13)

    spoilt: dict[str, str] = {}
    market = small_market.write(tmp_path / "market", spoil)
    assert len(spoilt) == len(BAD_ROWS)
    with pipeline_on(tmp_path, market) as (run, _):
        run.history(BATCH_DATES)
        quarantined = run.query(
            "select row_key, reason from audit.quarantine"
            f" where dataset = 'disclosures' and batch_date = '{THIRD}'"
        )
        assert dict(quarantined) == spoilt
        assert_published(run, expected(market, map(date.fromisoformat, BATCH_DATES)))
        in_report = run.query(
            "select distinct reason from publish.rpt_data_quality where reason is not null and is_published"
        )
        assert set(spoilt.values()) <= {reason for (reason,) in in_report}
        _assert_told_where_the_rows_are(run, market)


def _assert_told_where_the_rows_are(run: PipelineRun, market: Path) -> None:
    """Each dataset's own rows add up to what the market holds of it."""
    rows = run.records("select * from publish.rpt_data_quality where reason is null")
    for row in rows:
        assert row["extracted"] == row["loaded"] == row["audited"] + row["quarantined"], row
        assert row["published"] == row["audited"], row
    told = {
        dataset: tuple(
            sum(row[name] for row in rows if row["dataset"] == dataset)
            for name in ("published", "quarantined", "quarantined_first")
        )
        for dataset in {row["dataset"] for row in rows}
    }
    batches = expected(market, map(date.fromisoformat, BATCH_DATES)).batches.values()
    market_days = set().union(*map(needed_days, batches))
    assert told == {
        "disclosures": (
            sum(len(batch.trades) for batch in batches),
            sum(len(batch.quarantined) for batch in batches),
            len(BAD_ROWS),
        ),
        # the market is listed, SPY too, in each of the lists
        "tickers": (len(BATCH_DATES) * (len(TICKERS) + 1), 0, 0),
        "ticker_overviews": (len(TICKERS), 0, 0),
        # each day's trades have one entry day
        "open_close": (len(BATCH_DATES) * len(TICKERS), 0, 0),
        "grouped_daily": (len(market_days) * (len(TICKERS) + 1) - 2, 2, 2),
        "splits": (0, 0, 0),
    }


@dataclass(frozen=True)
class BadBatch:
    """A way to spoil the second day.

    Attributes:
        check: The check that fails.
        market: Spoils the recording that is replayed first; the mended one is replayed for the repeat.
        answers: Faults of the API during the second day.
        loaded: A statement that spoils the second day after it was loaded.
    """

    check: str
    market: Callable[[list[Row], list[Row]], None] | None = None
    answers: tuple[dict[str, Any], ...] = ()
    loaded: str | None = None


def _unreadable(disclosures: list[Row], _: list[Row]) -> None:
    for row in disclosures[80:100]:
        row.update(amount="a lot")


def _no_bars(_: list[Row], bars: list[Row]) -> None:
    bars[:] = [bar for bar in bars if str(bar["date"]) != SECOND]


BAD_BATCHES = {
    "an empty answer": BadBatch(
        "withdrawal_share", answers=({"match": "/api/v1/gov", "kind": "empty", "times": 1},)
    ),
    "too many unreadable rows": BadBatch("quarantine_share", market=_unreadable),
    "an open day without bars": BadBatch("calendar_contradicted", market=_no_bars),
    "a row lost between manifest and table": BadBatch(
        "counts_reconcile",
        loaded=f"delete from ods.disclosures where batch_date = '{SECOND}' and source_row = 1",
    ),
    "a key that stands twice": BadBatch(
        "keys_unique",
        loaded=f"update ods.disclosures set trade_id = '{FIRST}-000'"
        f" where batch_date = '{SECOND}' and trade_id = '{FIRST}-001'",
    ),
}


@pytest.mark.parametrize(
    "name",
    [
        name if name == "an empty answer" else pytest.param(name, marks=pytest.mark.slow)
        for name in BAD_BATCHES
    ],
)
def test_a_bad_batch_changes_nothing_and_mended_it_publishes(tmp_path: Path, name: str) -> None:
    bad = BAD_BATCHES[name]
    good = small_market.write(tmp_path / "good")
    spoilt = small_market.write(tmp_path / "spoilt", bad.market)
    with pipeline_on(tmp_path, spoilt) as (run, cloud):
        run.day(FIRST)
        before = run.published()
        with pytest.raises(AuditFailed, match=SECOND):
            _spoil_second_day(run, cloud, bad)
        failed = run.query("select distinct check_name from audit.batch_checks where not is_passed")
        assert failed == [(bad.check,)]
        assert run.published() == before
        # publish tasks cleared by hand
        run.publish([SECOND])
        with pytest.raises(AirflowFailException, match=SECOND):
            marts.publish_batches([SECOND])
        assert run.published() == before
        unpublished = run.query(
            "select distinct status from publish.rpt_data_quality"
            f" where batch_date = '{SECOND}' and not is_published"
        )
        assert unpublished == [("failed",)]
    with pipeline_on(tmp_path, good) as (run, _):
        run.day(THIRD)
        run.day(SECOND)
        assert_published(run, expected(good, map(date.fromisoformat, BATCH_DATES)))
        healed = run.published()
    with pipeline_on(tmp_path / "clean", good) as (run, _):
        run.history(BATCH_DATES)
        assert run.published() == healed


def _spoil_second_day(run: PipelineRun, cloud: Cloud, bad: BadBatch) -> None:
    cloud.faults.add(bad.answers)
    run.collect([SECOND])
    run.collect_market([SECOND])
    if bad.loaded:
        run.query(bad.loaded)
    run.build([SECOND])


@pytest.mark.parametrize(
    ("check", "spoil"),
    [
        ("quarantine_share", "update ods.tickers set ticker = null"),
        ("keys_unique", "update ods.tickers set ticker = 'ZZA', name = concat('Invented too ', ticker)"),
    ],
)
@pytest.mark.slow
def test_a_bad_list_of_tickers_changes_nothing_and_mended_it_publishes(
    tmp_path: Path, check: str, spoil: str
) -> None:
    market = small_market.write(tmp_path / "market")
    with pipeline_on(tmp_path, market) as (run, _):
        run.day(FIRST)
        before = run.published()
        run.collect([SECOND])
        run.collect_market([SECOND])
        run.query(f"{spoil} where as_of_date = '{SECOND}'")
        with pytest.raises(AuditFailed, match=f"failed for {SECOND}"):
            run.build([SECOND])
        failed = run.query("select dataset, check_name from audit.batch_checks where not is_passed")
        assert failed == [("tickers", check)]
        assert run.published() == before
        run.day(SECOND)
        assert_published(run, expected(market, map(date.fromisoformat, (FIRST, SECOND))))
        assert_securities_published(run)


@pytest.mark.parametrize(
    ("then", "published"),
    [
        ("its retry", "fct_trade_returns"),
        pytest.param("the next run", "fct_trade_returns", marks=pytest.mark.slow),
        pytest.param("the next run", "fct_trade_returns fct_trades fct_splits", marks=pytest.mark.slow),
    ],
)
def test_a_publish_that_dies_between_two_models_is_finished(
    tmp_path: Path, then: str, published: str
) -> None:
    market = small_market.write(tmp_path / "market")
    with pipeline_on(tmp_path, market) as (run, _):
        run.day(FIRST)
        run.collect([SECOND])
        run.collect_market([SECOND])
        opened = run.audit([SECOND])
        run.publish(opened, select=published)
        assert run.query("select max(batch_date)::varchar from publish.batches") == [(FIRST,)]
        if then == "its retry":
            run.publish(opened)
            marts.publish_batches(opened)
            run.day(THIRD)
        else:
            run.day(THIRD)
            statuses = run.query("select distinct status from audit.batches")
            assert statuses == [("published",)]
        wanted = expected(market, map(date.fromisoformat, BATCH_DATES))
        assert_published(run, wanted)
        assert_returns_published(run, market, wanted)


def test_a_second_publish_that_dies_is_not_taken_for_the_first(tmp_path: Path) -> None:
    market = small_market.write(tmp_path / "market")
    with pipeline_on(tmp_path, market) as (run, _):
        run.history([FIRST, SECOND])
        whole = run.published()
        opened = run.audit([SECOND])
        run.publish(opened, select="fct_trade_returns")
        states = "select batch_date::varchar, is_published from publish.rpt_data_quality"
        assert set(run.query(states)) == {(FIRST, True), (SECOND, False)}
        run.publish(opened)
        marts.publish_batches(opened)
        assert run.published() == whole
        # cleared by hand once it is done
        marts.pass_batches(opened)
        assert run.published() == whole


@pytest.mark.slow
def test_a_rebuild_that_would_lose_a_published_day_is_refused(tmp_path: Path) -> None:
    market = small_market.write(tmp_path / "market")
    with pipeline_on(tmp_path, market) as (run, cloud):
        run.history([FIRST, SECOND])
        whole = run.published()

        def load_that_fails() -> None:
            cloud.faults.add([{"match": "/api/v1/gov", "kind": "empty", "times": 1}])
            run.collect([SECOND])
            with pytest.raises(AuditFailed, match=SECOND):
                run.build([SECOND])

        load_that_fails()
        with pytest.raises(AirflowFailException, match=f"would lose {SECOND}"):
            run.rebuild()
        assert run.published() == whole
        run.day(SECOND)
        # nor one whose next publish died before that load
        run.publish(run.audit([SECOND]), select="fct_trade_returns")
        load_that_fails()
        with pytest.raises(AirflowFailException, match=f"would lose {SECOND}"):
            run.rebuild()
        run.day(SECOND)
        run.rebuild()
        assert run.published() == whole
