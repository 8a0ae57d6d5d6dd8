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
under_both_modes = pytest.mark.parametrize("platform", ["watcher", "local"], indirect=True)
under_watcher = pytest.mark.parametrize("platform", ["watcher"], indirect=True)


def _live(disclosures: list[Row], _: list[Row]) -> None:
    """Rows of the first day are changed, deleted and amended later, and a committee gets a new member."""
    changed, deleted, amended = disclosures[0], disclosures[1], disclosures[4]
    second, third = disclosures[TRADES_A_DAY], disclosures[2 * TRADES_A_DAY]
    second["filer_info"].update(committees={"Committee on Mills": []}, updated=second["updated"])
    disclosures.append(changed | {"updated": second["updated"], "amount": "$15,001 - $50,000"})
    disclosures.append({"id": deleted["id"], "updated": third["updated"], "deleted": True})
    disclosures.append(
        amended
        | {"id": "amendment", "amendment_number": 1, "report_date": THIRD, "updated": third["updated"]}
    )


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_market.write(tmp_path_factory.mktemp("market") / "small", _live)


@pytest.fixture(scope="module")
def platform(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, market: Path
) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp(request.param), market, request.param, FIRST) as running:
        yield running


@under_both_modes
def test_a_bad_batch_changes_nothing_and_mended_it_publishes(
    platform: Installation, market: Path, tmp_path: Path
) -> None:
    run, airflow = platform.run, platform.airflow
    assert_published(run, expected(market, [date.fromisoformat(FIRST)]))
    before = _every_row(run)

    platform.cloud.faults.add([{"match": "/api/v1/gov", "kind": "empty"}])
    said = platform.failing_backfill(SECOND)
    assert f"build_marts failed for {SECOND}" in said
    assert f"The audit failed for {SECOND}" in said
    assert run.query("select distinct check_name from audit.batch_checks where not is_passed") == [
        ("withdrawal_share",)
    ]
    assert _every_row(run) == before

    failed = platform.run_of("build_marts", SECOND)
    assert failed
    assert failed.state == "failed"
    # the gate, and all that follows it, run again by hand
    publish = [task for task in airflow.states(failed) if task.startswith("publish.")]
    gate = ["audit.dbt_test", "batch_passed", "batch_failed"]
    assert publish
    airflow.clear_tasks(failed, [*gate, *publish, "batch_published"])
    assert platform.wait_until_over(failed) == "failed"
    assert airflow.states(failed)["audit.dbt_test"] == "failed"
    assert _every_row(run) == before
    # the gate set aside by hand
    airflow.mark_as_success(failed, "batch_passed")
    airflow.clear_tasks(failed, [*publish, "batch_published"])
    assert platform.wait_until_over(failed) == "failed"
    states = airflow.states(failed)
    assert {states[task] for task in publish} <= {"success", "skipped"}
    assert states["batch_published"] == "failed"
    assert _every_row(run) == before

    platform.cloud.faults.clear()
    platform.backfill(SECOND)
    assert_published(run, expected(market, map(date.fromisoformat, [FIRST, SECOND])))
    healed = run.published()
    with pipeline_on(tmp_path / "without_faults", market) as (undisturbed, _):
        undisturbed.history([FIRST, SECOND])
        assert undisturbed.published() == healed


@under_watcher
def test_a_publish_killed_between_two_models_is_finished_by_its_retry(
    platform: Installation, market: Path
) -> None:
    platform.require_published([FIRST, SECOND])
    run, airflow = platform.run, platform.airflow
    with platform.backfill_beside(THIRD) as wait_for_success:
        with _locked("publish.dim_securities") as hold:
            wait_for(
                lambda: hold() and _trades_of(run, THIRD), "the day's trades, before the rest", seconds=600
            )
            half = platform.run_of("build_marts", THIRD)
            assert half
            process = airflow.process_of(half, "publish.dbt_producer_watcher")
            assert process
            os.kill(process, signal.SIGKILL)
            wait_for(
                lambda: hold() and airflow.states(half)["publish.dbt_producer_watcher"] != "running",
                "the end of the task",
            )
            assert platform.published_days() == [FIRST, SECOND]
        wait_for_success()
    assert_published(run, expected(market, map(date.fromisoformat, BATCH_DATES)))


@under_watcher
def test_a_day_cleared_and_run_again_changes_nothing(platform: Installation, market: Path) -> None:
    platform.require_published(BATCH_DATES)
    run = platform.run
    before = run.published()
    assert_published(run, expected(market, map(date.fromisoformat, BATCH_DATES)))
    started = datetime.now(UTC)
    extraction = platform.run_of("extract_disclosures", SECOND)
    assert extraction
    platform.airflow.clear_run(extraction)
    again = wait_for(
        lambda: platform.run_of("build_marts", SECOND, since=started), "a new run of build_marts", seconds=600
    )
    assert platform.wait_until_over(again) == "success"
    [(published_at,)] = run.query(f"select published_at from publish.batches where batch_date = '{SECOND}'")
    assert published_at > started.replace(tzinfo=None)
    assert run.published() == before


@under_both_modes
def test_no_credential_is_found_anywhere(platform: Installation) -> None:
    credentials = platform.credentials
    assert len(set(credentials.values())) == len(credentials) == 4
    assert min(map(len, credentials.values())) >= 16
    refused = _extraction_with_a_wrong_token(platform)
    assert refused.returncode == 1
    assert "401" in refused.stderr

    places = leaks.places(platform)
    # the search finds what is there
    for kind, text in leaks.PRESENT.items():
        assert [place for place in places if place.kind == kind and text in place.text], kind
    texts = [*places, leaks.Place("extraction", "its output", refused.stdout + refused.stderr)]
    for name, secret in {**credentials, "the wrong token": WRONG_TOKEN}.items():
        # a shortened one is one too
        assert [place.name for place in texts if secret[:12] in place.text] == [], name


WRONG_TOKEN = "f5c0b1d7e9a24638" * 2


def _extraction_with_a_wrong_token(platform: Installation) -> subprocess.CompletedProcess[str]:
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
