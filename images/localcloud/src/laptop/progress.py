"""Follows days on their way through the DAGs and says how far they are."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime

from laptop import services
from laptop.airflow import Airflow, Run, TaskRun
from laptop.errors import LaptopError
from laptop.world import World

DAILY = ("extract_disclosures", "extract_market", "build_marts")
"""What a day runs through, each started by the one before."""
DASHBOARD = "publish_dashboard"
"""Comes last, for all days that were published since it ran before."""
_LOOK_SECONDS = 2
_STILL_SECONDS = 20


class Follower:
    """Prints every change of state of the runs queued after it was made."""

    def __init__(self, world: World, airflow: Airflow) -> None:
        self._world = world
        self._airflow = airflow
        self._since = datetime.now(UTC)
        self._shown: dict[tuple[str, str], str] = {}
        self._said = time.monotonic()

    def wait_for_days(self, days: Iterable[date], dags: tuple[str, ...]) -> None:
        """Wait until each day has gone through all these DAGs.

        Raises:
            LaptopError: A run failed or a service ended; the message has the log.
        """
        needed = {(dag, day) for day in days for dag in dags}
        self._wait(
            dags, lambda runs: needed <= {(run.dag, run.day) for run in runs if run.state == "success"}
        )

    def wait_for_dashboard(self, days: Iterable[date]) -> None:
        """Wait until the dashboard shows each day.

        Raises:
            LaptopError: As for days.
        """
        needed = set(days)
        shown: dict[str, set[date]] = {}

        def done(runs: list[Run]) -> bool:
            for run in runs:
                if run.state == "success" and run.id not in shown:
                    shown[run.id] = self._airflow.days_handed_to(run)
            return needed <= set().union(*shown.values())

        self._wait((DASHBOARD,), done)

    def wait_for_run(self, dag: str) -> None:
        """Wait until the run of this DAG that was started by hand has succeeded.

        Raises:
            LaptopError: As for days.
        """
        self._wait(
            dict.fromkeys((dag, "build_marts")),
            lambda runs: any(run.dag == dag and run.day is None and run.state == "success" for run in runs),
        )

    def _wait(self, dags: Iterable[str], done: Callable[[list[Run]], bool]) -> None:
        while True:
            services.check()
            runs = self._airflow.runs_since(self._since, dags)
            for run in runs:
                self._show(run)
                if run.state == "failed":
                    raise LaptopError(self._blame(run))
            if done(runs):
                return
            self._show_signs_of_life(runs)
            time.sleep(_LOOK_SECONDS)

    def _show(self, run: Run) -> None:
        if self._shown.get((run.dag, run.id)) != run.state:
            self._shown[run.dag, run.id] = run.state
            self._say(f"{run.day or ''!s:<10}  {run.dag:<20} {run.state}")

    def _show_signs_of_life(self, runs: list[Run]) -> None:
        if time.monotonic() - self._said > _STILL_SECONDS:
            for run in runs:
                if run.state == "running":
                    self._say(f"{run.day or ''!s:<10}  {run.dag:<20} {_count(self._airflow.tasks(run))}")

    def _say(self, line: str) -> None:
        self._said = time.monotonic()
        print(f"{datetime.now():%H:%M:%S}  {line}", flush=True)

    def _blame(self, run: Run) -> str:
        tasks = [task for task in self._airflow.tasks(run) if task.state == "failed"]
        link = f"{self._world.airflow_url}/dags/{run.dag}/runs/{run.id}"
        lines = [f"{run.dag} failed for {run.day or run.id}: {link}"]
        for task in tasks:
            log = self._log(run, task)
            lines += [f"Failed task {task.task}, its log: {log}", *_reasons(services.tail(log, 200))]
        return "\n".join(lines)

    def _log(self, run: Run, task: TaskRun) -> str:
        folder = (
            self._world.logs / "tasks" / f"dag_id={run.dag}" / f"run_id={run.id}" / f"task_id={task.task}"
        )
        return str(folder / f"attempt={task.tries}.log")


def _count(tasks: list[TaskRun]) -> str:
    states = Counter(task.state or "waiting" for task in tasks)
    running = next((task.task for task in tasks if task.state == "running"), None)
    done = states["success"] + states["skipped"]
    return f"{done} of {len(tasks)} tasks done" + (f", now {running}" if running else "")


def _reasons(log: str) -> Iterator[str]:
    """What went wrong, from a task log's lines of JSON: its errors and the exceptions behind them."""
    for line in log.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry.get("level") in ("error", "critical") and not entry["event"].startswith("ALERT"):
            yield f"    {entry['event']}"
            yield from (
                f"    {each['exc_type']}: {each['exc_value']}" for each in entry.get("error_detail", [])
            )
