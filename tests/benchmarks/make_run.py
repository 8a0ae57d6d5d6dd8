"""`make run` in a fresh clone: how long it takes, and how much memory all its processes have at once."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.table import Table
from tests.pipeline_run import REPOSITORY

_SAMPLE_SECONDS = 0.5


def measure() -> Iterator[Table]:
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        subprocess.run(["git", "clone", "--quiet", REPOSITORY, checkout], check=True)
        commit = subprocess.run(
            ["git", "log", "-1", "--format=%h %s"], cwd=checkout, check=True, capture_output=True, text=True
        ).stdout.strip()
        make = _Make(checkout, {**_plain_environment(), "XDG_CACHE_HOME": str(Path(folder) / "cache")})
        try:
            rows = [("first: empty caches, nothing installed", *make("run"))]
            make("clean")
            rows.append(("warm: installed, no service, no data", *make("run")))
            rows.append(("again: services up, days run before", *make("run")))
        finally:
            make("clean")
    yield Table(
        f"`make run` of the sample's three days in a clone of this repository ({commit}).\n"
        f"Memory: proportional set sizes of its processes and services, summed every {_SAMPLE_SECONDS} s.",
        ("run", "seconds", "peak MB", "processes then"),
        rows,
    )


def _plain_environment() -> dict[str, str]:
    """This environment without an activated virtual one, and without caches that are set by name."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VIRTUAL_ENV", "UV_CACHE", "PIP_CACHE"))
    }


@dataclass(frozen=True)
class _Make:
    checkout: Path
    environment: dict[str, str]

    def __call__(self, target: str) -> tuple[int, int, int]:
        """Run a target; returns its seconds, the peak in MB and the processes at that moment.

        Raises:
            RuntimeError: It failed; the message holds the end of what it printed.
        """
        started = time.monotonic()
        process = subprocess.Popen(
            ["make", target], cwd=self.checkout, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        memory = _Memory(process.pid, self.checkout / ".laptop/processes.json")
        memory.start()
        output, _ = process.communicate()
        seconds = round(time.monotonic() - started)
        memory.stop()
        if process.returncode != 0:
            raise RuntimeError(f"make {target} failed:\n{output[-3000:]}")
        print(f"  make {target}: {seconds} s", file=sys.stderr, flush=True)
        return seconds, round(memory.peak / 1024), memory.processes


class _Memory(threading.Thread):
    """Samples what a command, its descendants and the services have; `peak` in kB."""

    def __init__(self, pid: int, services: Path) -> None:
        super().__init__()
        self.peak = 0
        self.processes = 0
        self._pid = pid
        self._services = services
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(_SAMPLE_SECONDS):
            sizes = [size for pid in self._family() if (size := _proportional_kilobytes(pid))]
            if sum(sizes) > self.peak:
                self.peak, self.processes = sum(sizes), len(sizes)

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def _family(self) -> set[int]:
        roots = {self._pid, *(service["pid"] for service in self._running_services())}
        family = set()
        for pid in roots:
            try:
                process = psutil.Process(pid)
                family |= {pid, *(child.pid for child in process.children(recursive=True))}
            except psutil.NoSuchProcess:
                continue
        return family

    def _running_services(self) -> list[dict[str, int]]:
        try:
            found: list[dict[str, int]] = json.loads(self._services.read_text())
        except (FileNotFoundError, json.JSONDecodeError):  # not there yet, or being written
            return []
        return found


def _proportional_kilobytes(pid: int) -> int:
    """Shared memory counts once among those that share it; 0 for a process that has ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
