"""The whole platform, started by its launcher, with a folder, ports and credentials of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from laptop.airflow import Airflow, Run
from localcloud.testing import Cloud
from tests.pipeline_run import REPOSITORY, PipelineRun

LAUNCHER = str(Path(sys.executable).with_name("laptop"))
COMMAND_SECONDS = 900
_LOOK_SECONDS = 0.5
_FOREIGN = ("AIRFLOW", "AWS_", "BATCH_DATES", "COSMOS_", "PLATFORM", "REBUILD", "SNOWFLAKE_", "WANTED_KEYS")

_Found = TypeVar("_Found")


def wait_for(look: Callable[[], _Found | None], what: str, seconds: float = 240) -> _Found:
    """What `look` returns once it finds something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(_LOOK_SECONDS)
    raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")


class Operator(Airflow):
    """What a person can do by hand in Airflow's pages."""

    def clear_tasks(self, run: Run, tasks: list[str]) -> None:
        """Have these tasks of a run run again."""
        body = {"dry_run": False, "only_failed": False, "dag_run_id": run.id, "task_ids": tasks}
        self._call("POST", f"dags/{run.dag}/clearTaskInstances", json=body)

    def clear_run(self, run: Run) -> None:
        """Have a whole run run again."""
        body = {"dry_run": False, "only_failed": False}
        self._call("POST", f"dags/{run.dag}/dagRuns/{run.id}/clear", json=body)

    def mark_as_success(self, run: Run, task: str) -> None:
        """Say that a task has succeeded."""
        path = f"dags/{run.dag}/dagRuns/{run.id}/taskInstances/{task}"
        self._call("PATCH", path, json={"new_state": "success"})

    def process_of(self, run: Run, task: str) -> int | None:
        """The number of the process that runs a task."""
        found = self._get(f"dags/{run.dag}/dagRuns/{run.id}/taskInstances/{task}", {})
        return found["pid"] if found["state"] == "running" else None

    def state_of(self, run: Run) -> str:
        return str(self._get(f"dags/{run.dag}/dagRuns/{run.id}", {})["state"])

    def states(self, run: Run) -> dict[str, str | None]:
        """The states of a run's tasks."""
        return {task.task: task.state for task in self.tasks(run)}


@dataclass
class Installation:
    """An installed platform.

    Attributes:
        folder: The copy of the checkout, with everything that it has written.
        market: The recorded market that its APIs replay.
        environment: The settings that its commands get.
    """

    folder: Path
    market: Path
    environment: dict[str, str]

    def under(self, cosmos_mode: str) -> None:
        """Let what follows run under this Cosmos mode."""
        if self.environment["COSMOS_MODE"] != cosmos_mode:
            self.stop()
            self.environment["COSMOS_MODE"] = cosmos_mode
            started = self._command("start")
            assert started.returncode == 0, started.stderr

    @property
    def run(self) -> PipelineRun:
        """Its warehouse, whose settings are in the test's environment while it is installed."""
        return PipelineRun(self.folder / "unused")

    @property
    def world(self) -> Path:
        return self.folder / ".laptop" / self.market.name

    @property
    def kept(self) -> dict[str, Any]:
        """Its ports and credentials."""
        return dict(json.loads((self.world / "world.json").read_text()))

    @property
    def credentials(self) -> dict[str, str]:
        return dict(self.kept["credentials"])

    @property
    def cloud(self) -> Cloud:
        urls = (f"http://127.0.0.1:{self.kept['ports'][name]}" for name in ("s3", "snowflake", "api"))
        return Cloud(*urls, pid=0, log=self.world / "logs" / "localcloud.log")

    @property
    def airflow(self) -> Operator:
        return Operator(f"http://127.0.0.1:{self.kept['ports']['airflow']}")

    def backfill(self, day: str) -> None:
        """Run a day through the whole pipeline, also one that was run before."""
        done = self._command(*self._backfill(day))
        assert done.returncode == 0, done.stdout + done.stderr

    def failing_backfill(self, day: str) -> str:
        """Run a day whose run must fail; returns why, as printed."""
        done = self._command(*self._backfill(day))
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stderr

    @contextmanager
    def backfill_beside(self, day: str) -> Iterator[Callable[[], None]]:
        """Run a day while the block goes on; yields what waits for its success."""
        with (self.folder / "backfill.txt").open("w+") as output:
            process = subprocess.Popen(
                [LAUNCHER, *self._backfill(day)],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

            def finish() -> None:
                code = process.wait(COMMAND_SECONDS)
                output.seek(0)
                assert code == 0, output.read()

            try:
                yield finish
            finally:
                process.kill()
                process.wait()

    def require_published(self, days: list[str]) -> None:
        """Run those of these days that are not published yet."""
        for day in sorted(set(days) - set(self.published_days())):
            self.backfill(day)

    def published_days(self) -> list[str]:
        days = self.run.query("select batch_date::varchar from publish.batches order by batch_date")
        return [day for (day,) in days]

    def run_of(self, dag: str, day: str, since: datetime | None = None) -> Run | None:
        """The latest run of a DAG for a day."""
        runs = self.airflow.runs_since(since or datetime.min.replace(tzinfo=UTC), [dag])
        return next((run for run in reversed(runs) if str(run.day) == day), None)

    def wait_until_over(self, run: Run) -> str:
        """Wait until a run has ended; returns its state."""
        airflow = self.airflow
        return wait_for(
            lambda: state if (state := airflow.state_of(run)) in ("success", "failed") else None,
            f"the end of {run.dag} {run.id}",
            seconds=COMMAND_SECONDS,
        )

    def stop(self) -> None:
        self._command("stop")

    def _backfill(self, day: str) -> list[str]:
        return ["backfill", "--data", str(self.market), "--from", day, "--to", day]

    def _command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [LAUNCHER, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )


@contextmanager
def installed(folder: Path, market: Path, first_day: str) -> Iterator[Installation]:
    """The platform on a recorded market, under its usual Cosmos mode, a first day published.

    Nothing of it is in the checkout, and its services are stopped at the end.
    """
    for part in ("dags", "dbt"):
        shutil.copytree(
            REPOSITORY / part, folder / part, ignore=shutil.ignore_patterns("target", "logs", "__pycache__")
        )
    (folder / "tmp").mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)} | {
        "COSMOS_MODE": "watcher",
        "DASHBOARD_SITE": str(REPOSITORY / "images/dashboard/site/dist"),
        "EXTENDED_HOURS": "true",
        "LAPTOP_FIRST_PORT": "0",
        "TMPDIR": str(folder / "tmp"),
    }
    platform = Installation(folder, market, environment)
    with pytest.MonkeyPatch.context() as patch:
        try:
            platform.backfill(first_day)
            for name, value in (platform.cloud.environment() | platform.credentials).items():
                patch.setenv(name, value)
            yield platform
        finally:
            platform.stop()
