"""The extractor's peak memory for a window of a million rows: the figure of its own slow test."""

import re
import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.table import Table

TEST = "tests/images/extract/test_memory.py"
_FIGURES = re.compile(r"([\d,]+) rows: (\d+) MB at the peak, (\d+) s")


def measure() -> Iterator[Table]:
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-m", "slow", "-p", "no:cacheprovider", TEST]
    done = subprocess.run(command, capture_output=True, text=True)
    figures = _FIGURES.search(done.stdout)
    assert figures, done.stdout + done.stderr
    rows, megabytes, seconds = figures.groups()
    yield Table(
        f"`extract disclosures` on one window, against a scripted API and a real moto ({TEST}). "
        "Peak: VmHWM of the process.",
        ("rows", "peak MB", "seconds", "within the test's limit"),
        [(rows, int(megabytes), int(seconds), "yes" if done.returncode == 0 else "no")],
    )
