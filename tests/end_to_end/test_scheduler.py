"""What the platform promises, kept by the real scheduler, under both Cosmos modes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.dbt import small_market
from tests.dbt.comparison import assert_published
from tests.dbt.conftest import pipeline_on
from tests.dbt.small_market import BATCH_DATES, TRADES_A_DAY, Row
from tests.end_to_end import leaks
from tests.end_to_end.installation import Installation, installed, wait_for
from tests.oracle import expected
from tests.pipeline_run import PUBLISHED_TABLES, PipelineRun, connect

pytestmark = pytest.mark.slow

FIRST, SECOND, THIRD = BATCH_DATES
FOURTH = "2024-08-10"
"""A Saturday: the exchange is closed, disclosures come all the same."""
WRONG_TOKEN = "f5c0b1d7e9a24638" * 2  # pragma: allowlist secret


def _live(disclosures: list[Row], _: list[Row]) -> None:
    """Rows are changed, deleted and amended on later days, an official moves, and there is a fourth day."""
    changed, deleted, amended, *_others = disclosures
    second, third, *fourth = disclosures[TRADES_A_DAY], *disclosures[2 * TRADES_A_DAY :]
    second["filer_info"].update(committees={"Committee on Mills": []}, updated=second["updated"])
    disclosures += [
        changed | {"updated": second["updated"], "amount": "$15,001 - $50,000"},
        {"id": deleted["id"], "updated": third["updated"], "deleted": True},
        amended | {"id": "amendment", "amendment_number": 1, "updated": third["updated"]},
    ]
    for number, row in enumerate(fourth):
        told = {"report_date": FOURTH, "updated": row["updated"] + 24 * 60 * 60}
        disclosures.append(row | told | {"id": f"{FOURTH}-{number:03}"})


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_market.write(tmp_path_factory.mktemp("market") / "small", _live)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, market: Path) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("platform"), market, FIRST) as running:
        yield running


def test_a_publish_killed_between_two_models_is_finished_by_its_retry(
    platform: Installation, market: Path
) -> None:
    platform.under("watcher")
    run, airflow = platform.run, platform.airflow
    _assert_as_expected(platform, market)
    before = platform.published_days()
    with platform.backfill_beside(SECOND) as wait_for_success:
        with _locked("publish.dim_securities") as hold:
            wait_for(
                lambda: hold() and _trades_of(run, SECOND), "the day's trades, before the rest", seconds=600
            )
            half = platform.run_of("build_marts", SECOND)
            assert half
            process = airflow.process_of(half, "publish.dbt_producer_watcher")
            assert process
            os.kill(process, signal.SIGKILL)
            wait_for(
                lambda: hold() and airflow.states(half)["publish.dbt_producer_watcher"] != "running",
                "the end of the task",
            )
            assert platform.published_days() == before
        wait_for_success()
    assert SECOND in platform.published_days()
    _assert_as_expected(platform, market)


def test_a_bad_batch_changes_nothing_and_mended_it_publishes_under_watcher(
    platform: Installation, market: Path, tmp_path: Path
) -> None:
    platform.require_published([FIRST, SECOND])
    platform.under("watcher")
    _fail_and_mend(platform, THIRD)
    _assert_as_expected(platform, market)
    _assert_as_without_faults(platform, market, tmp_path)


def test_a_day_cleared_and_run_again_changes_nothing(platform: Installation, market: Path) -> None:
    platform.under("watcher")
    platform.require_published([FIRST, SECOND, THIRD])
    run = platform.run
    before = run.published()
    _assert_as_expected(platform, market)
    started = datetime.now(UTC)
    extraction = platform.run_of("extract_disclosures", SECOND)
    assert extraction
    platform.airflow.clear_run(extraction)
    again = wait_for(
        lambda: platform.run_of("build_marts", SECOND, since=started), "a new run of build_marts", seconds=600
    )
    assert platform.wait_until_over(again) == "success"
    published = f"select published_at from publish.batches where batch_date = '{SECOND}'"
    [(published_at,)] = run.query(published)
    assert published_at > started.replace(tzinfo=None)
    assert run.published() == before


def test_a_bad_batch_changes_nothing_and_mended_it_publishes_under_local(
    platform: Installation, market: Path, tmp_path: Path
) -> None:
    platform.require_published([FIRST, SECOND, THIRD])
    platform.under("local")
    _fail_and_mend(platform, FOURTH)
    _assert_as_expected(platform, market)
    _assert_as_without_faults(platform, market, tmp_path)


def test_no_credential_is_found_anywhere(platform: Installation) -> None:
    credentials = platform.credentials
    assert len(set(credentials.values())) == len(credentials) == 4
    assert min(map(len, credentials.values())) >= 16
    refused = _extraction_with_a_wrong_token()
    assert refused.returncode == 1
    assert "401" in refused.stderr

    places = leaks.places(platform)
    # the search finds what is there
    for kind, text in leaks.PRESENT.items():
        assert [place for place in places if place.kind == kind and text in place.text], kind
    texts = [*places, leaks.Place("extraction", "its output", refused.stdout + refused.stderr)]
    others = {"Airflow's own": platform.kept["jwt_secret"], "the wrong token": WRONG_TOKEN}
    for name, secret in {**credentials, **others}.items():
        # a shortened one is one too
        assert [place.name for place in texts if secret[:12] in place.text] == [], name


def _fail_and_mend(platform: Installation, day: str) -> None:
    """Give a day an empty answer, see that nothing can publish it, and run it again without the fault."""
    run = platform.run
    before = _every_row(run)
    platform.cloud.faults.add([{"match": "/api/v1/gov", "kind": "empty"}])
    said = platform.failing_backfill(day)
    assert f"build_marts failed for {day}" in said
    assert f"The audit failed for {day}" in said
    checks = "select distinct check_name from audit.batch_checks where not is_passed"
    assert run.query(checks) == [("withdrawal_share",)]
    assert _every_row(run) == before

    airflow = platform.airflow
    failed = platform.run_of("build_marts", day)
    assert failed
    publish = [task for task in airflow.states(failed) if task.startswith("publish.")]
    assert publish
    # the gate and all that follows it, cleared by hand
    airflow.clear_tasks(
        failed, ["audit.dbt_test", "batch_passed", "batch_failed", *publish, "batch_published"]
    )
    assert platform.wait_until_over(failed) == "failed"
    assert airflow.states(failed)["audit.dbt_test"] == "failed"
    assert _every_row(run) == before
    # the gate set aside by hand: Airflow clears what waited for it
    airflow.mark_as_success(failed, "batch_passed")
    assert platform.wait_until_over(failed) == "failed"
    states = airflow.states(failed)
    assert {states[task] for task in publish} == {"success"}
    assert states["batch_published"] == "failed"
    assert _every_row(run) == before

    assert [fault["fired"] for fault in platform.cloud.faults.list()] == [1]
    platform.cloud.faults.clear()
    platform.backfill(day)
    assert day in platform.published_days()


def _assert_as_expected(platform: Installation, market: Path) -> None:
    assert_published(platform.run, expected(market, map(date.fromisoformat, platform.published_days())))


def _assert_as_without_faults(platform: Installation, market: Path, tmp_path: Path) -> None:
    published = platform.run.published()
    batch_dates = platform.published_days()
    with pipeline_on(tmp_path / "without_faults", market) as (undisturbed, _):
        undisturbed.history(batch_dates)
        assert undisturbed.published() == published


def _extraction_with_a_wrong_token() -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("extract")), "disclosures", "--batch-date", FIRST]
    environment = {**os.environ, "BENZINGA_API_TOKEN": WRONG_TOKEN}
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def _every_row(run: PipelineRun) -> dict[str, list[str]]:
    """All that is published, load times too."""
    return {
        table: sorted(map(repr, run.query(f"select * from publish.{table}"))) for table in PUBLISHED_TABLES
    }


def _trades_of(run: PipelineRun, day: str) -> int:
    [(count,)] = run.query(f"select count(*) from publish.fct_trades where report_date = '{day}'")
    return int(count)


@contextmanager
def _locked(table: str) -> Iterator[Callable[[], bool]]:
    """Let nobody write to a table while the block goes on; yields what keeps the lock of an idle session."""
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute(f"delete from {table} where false")
        yield lambda: bool(cursor.execute("select 1"))
        cursor.execute("rollback")
