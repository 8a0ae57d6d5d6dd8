"""What Airflow and Cosmos add to dbt: `build_marts` on the running laptop against bare `dbt build`."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from laptop import services
from laptop.airflow import Airflow
from laptop.errors import LaptopError
from laptop.world import World, current_world
from pipeline import marts
from tests.benchmarks.table import NotMeasurableError, Table
from tests.pipeline_run import DBT_PROJECT, connect

REPEATS = 3
_LOOK_SECONDS = 0.5


def measure() -> Iterator[Table]:
    world, mode = _running_laptop()
    os.environ |= world.environment()
    with connect() as connection, connection.cursor() as cursor:
        day = str(cursor.execute("select max(batch_date) from publish.batches").fetchone()[0])
    with tempfile.TemporaryDirectory() as artifacts:
        _dbt(day, Path(artifacts), "parse")
        bare = [_bare(day, Path(artifacts)) for _ in range(REPEATS)]
    with_airflow = [_with_airflow(world, day) for _ in range(REPEATS)]
    yield Table(
        f"Seconds to audit and publish {day} again, COSMOS_MODE={mode}, medians of {REPEATS}.\n"
        f"World {world.name}. Bare: the two dbt processes. build_marts: from its trigger to its end.",
        ("way", "seconds", "least", "most", "times bare"),
        [
            (
                name,
                *(round(value, 1) for value in (statistics.median(all_), min(all_), max(all_))),
                _ratio(all_, bare),
            )
            for name, all_ in (("bare dbt build", bare), ("build_marts", with_airflow))
        ],
    )


def _ratio(some: list[float], bare: list[float]) -> float:
    return round(statistics.median(some) / statistics.median(bare), 1)


def _running_laptop() -> tuple[World, str]:
    """The world that runs, and the mode that its scheduler was started with."""
    scheduler = next((each.process() for each in services.running() if each.name == "scheduler"), None)
    if scheduler is None:
        raise NotMeasurableError("no laptop is running in this checkout: [COSMOS_MODE=local] make run")
    return current_world(), scheduler.environ().get("COSMOS_MODE", "watcher")


def _bare(day: str, artifacts: Path) -> float:
    """Seconds that dbt alone takes; the batch's state is moved as the DAG does, outside the time."""
    opened = marts.open_batches([day])
    audit = _dbt(day, artifacts, "build", "--select", "tag:audit")
    marts.pass_batches(opened)
    publish = _dbt(day, artifacts, "build", "--select", "tag:publish")
    marts.publish_batches(opened)
    return audit + publish


def _dbt(day: str, artifacts: Path, *arguments: str) -> float:
    environment = {
        "BATCH_DATES": day,
        "REBUILD": "false",
        "DBT_PROJECT_DIR": str(DBT_PROJECT),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_TARGET_PATH": str(artifacts),
        "DBT_LOG_PATH": str(artifacts),
        "DBT_EXCLUDE_RESOURCE_TYPES": "unit_test",
    }
    started = time.monotonic()
    command = [str(Path(sys.executable).with_name("dbt")), "--quiet", *arguments]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return time.monotonic() - started


def _with_airflow(world: World, day: str) -> float:
    airflow = Airflow(world.airflow_url)
    moment = datetime.now(UTC)
    airflow.trigger("build_marts", {"batch_dates": [day]})
    while True:
        for run in airflow.runs_since(moment, ["build_marts"]):
            if run.is_over:
                if run.state != "success":
                    raise LaptopError(
                        f"build_marts of {day} failed: {world.airflow_url}/dags/build_marts/runs/{run.id}"
                    )
                return (datetime.now(UTC) - moment).total_seconds()
        time.sleep(_LOOK_SECONDS)
