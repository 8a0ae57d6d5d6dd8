"""Airflow's REST API, as far as the launcher needs it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from http import HTTPStatus
from pathlib import Path
from time import sleep
from typing import Any

import requests

from laptop.errors import LaptopError

_TIMEOUT = 60
_BUSY_ATTEMPTS = 60
_BUSY_SECONDS = 0.5


@dataclass(frozen=True)
class Run:
    """A DAG run.

    Attributes:
        dag: Its DAG's id.
        id: Its own.
        day: Its batch date, by partition key or schedule; None for a run by hand or about no single day.
        state: queued, running, success or failed.
        queued_at: When it was queued last.
    """

    dag: str
    id: str
    day: date | None
    state: str
    queued_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether nothing of it runs any more."""
        return self.state in ("success", "failed")


@dataclass(frozen=True)
class TaskRun:
    """A task of a DAG run; `tries` counts its attempts so far."""

    task: str
    state: str | None
    tries: int


class Airflow:
    """A client of the API at this address."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = requests.Session()

    def is_ready(self) -> bool:
        """Whether the API and the three processes behind it live."""
        try:
            health = self._http.get(f"{self._url}/api/v2/monitor/health", timeout=_TIMEOUT).json()
        except requests.RequestException:
            return False
        parts = ("metadatabase", "scheduler", "triggerer", "dag_processor")
        return all((health.get(part) or {}).get("status") == "healthy" for part in parts)

    def parsed_since(self, moment: datetime) -> set[str]:
        """The ids of the DAGs whose files were read after a moment."""
        dags = self._get("dags", {"limit": 100})["dags"]
        return {
            dag["dag_id"]
            for dag in dags
            if dag["last_parsed_time"] and datetime.fromisoformat(dag["last_parsed_time"]) > moment
        }

    def import_errors(self) -> dict[str, str]:
        """Why DAG files could not be read, by file."""
        errors = self._get("importErrors", {"limit": 100})["import_errors"]
        return {error["filename"]: error["stack_trace"] for error in errors}

    def set_pools(self, file: Path) -> None:
        """Make the pools be as a file for `airflow pools import` says."""
        pools = [{"name": name, **pool} for name, pool in json.loads(file.read_text()).items()]
        create = {"action": "create", "action_on_existence": "overwrite", "entities": pools}
        self._call("PATCH", "pools", json={"actions": [create]})

    def backfill(self, dag: str, first: date, last: date) -> None:
        """Run a DAG for each day of a range, also for those that it has run for before.

        What an interrupted command left of an earlier backfill of the DAG is given up.
        """
        body = {
            "dag_id": dag,
            "from_date": _midnight(first),
            "to_date": _midnight(last),
            "reprocess_behavior": "completed",
            "max_active_runs": 1,
        }
        for _ in range(_BUSY_ATTEMPTS):
            # On SQLite a backfill is refused (503) whenever the scheduler writes at the same moment, and what
            # was made of it may stay behind as an active one (409).
            self._give_up_backfills(dag)
            reply = self._request("POST", "backfills", json=body)
            if reply.status_code not in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.CONFLICT):
                break
            sleep(_BUSY_SECONDS)
        _require(reply)

    def trigger(self, dag: str, conf: Mapping[str, Any]) -> None:
        """Start a DAG by hand."""
        self._call("POST", f"dags/{dag}/dagRuns", json={"logical_date": None, "conf": dict(conf)})

    def runs_since(self, moment: datetime, dags: Iterable[str]) -> list[Run]:
        """The runs of these DAGs that were queued after a moment, in that order."""
        found = [
            Run(
                dag=run["dag_id"],
                id=run["dag_run_id"],
                day=_day(run),
                state=run["state"],
                queued_at=datetime.fromisoformat(run["queued_at"]),
            )
            for dag in dags
            for run in self._all(f"dags/{dag}/dagRuns", "dag_runs")
            if run["queued_at"]
        ]
        return sorted((run for run in found if run.queued_at >= moment), key=lambda run: run.queued_at)

    def tasks(self, run: Run) -> list[TaskRun]:
        """The tasks of a run."""
        tasks = self._all(f"dags/{run.dag}/dagRuns/{run.id}/taskInstances", "task_instances")
        return [TaskRun(each["task_id"], each["state"], each["try_number"]) for each in tasks]

    def days_handed_to(self, run: Run) -> set[date]:
        """The batch dates of the assets that started a run."""
        events = self._get(f"dags/{run.dag}/dagRuns/{run.id}/upstreamAssetEvents", {})["asset_events"]
        return {date.fromisoformat(event["partition_key"]) for event in events if event["partition_key"]}

    def _all(self, path: str, key: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = self._get(path, {"limit": 100, "offset": len(found)})
            found += page[key]
            if len(found) >= page["total_entries"] or not page[key]:
                return found

    def _get(self, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("GET", path, params=params)

    def _call(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        found: dict[str, Any] = _require(self._request(method, path, **arguments)).json()
        return found

    def _give_up_backfills(self, dag: str) -> None:
        for backfill in self._get("backfills", {"dag_id": dag, "limit": 100, "order_by": "-id"})["backfills"]:
            if backfill["completed_at"] is None:
                # refused at times as well: the next attempt asks again
                self._request("PUT", f"backfills/{backfill['id']}/cancel")

    def _request(self, method: str, path: str, **arguments: Any) -> requests.Response:
        if "Authorization" not in self._http.headers:
            token = self._http.get(f"{self._url}/auth/token", timeout=_TIMEOUT).json()["access_token"]
            self._http.headers["Authorization"] = f"Bearer {token}"
        return self._http.request(method, f"{self._url}/api/v2/{path}", timeout=_TIMEOUT, **arguments)


def _require(reply: requests.Response) -> requests.Response:
    if not reply.ok:
        request = f"{reply.request.method} {reply.request.path_url}"
        raise LaptopError(f"Airflow refused {request}: {reply.status_code} {reply.text[:500]}")
    return reply


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat()


def _day(run: Mapping[str, Any]) -> date | None:
    if run["partition_key"] or run["run_type"] in ("scheduled", "backfill"):
        text = run["partition_key"] or run["logical_date"]
        # a key that is no date is not of one day
        return date.fromisoformat(text[:10]) if text[:1].isdigit() else None
    return None
