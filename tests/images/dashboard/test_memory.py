"""Two hundred thousand trades are exported in bounded memory."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.generated_marts import LARGE
from tests.images.dashboard.conftest import Open

LIMIT_MEGABYTES = 512
DASHBOARD = Path(sys.executable).with_name("dashboard")


def peak_megabytes(pid: int) -> float:
    """Return the peak so far; wait4's figure would count pytest's own memory from before exec."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


@pytest.mark.slow
def test_two_hundred_thousand_trades_fit_in_half_a_gigabyte(open_desk: Open, tmp_path: Path) -> None:
    with open_desk(LARGE) as desk:
        desk.marts.close()
        started = time.monotonic()
        log = tmp_path / "log"
        environment = {**os.environ, **desk.environment}
        with log.open("w") as output:
            process = subprocess.Popen(
                [DASHBOARD, "publish"], env=environment, stdout=output, stderr=subprocess.STDOUT
            )
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, peak_megabytes(process.pid))
            time.sleep(0.02)
        seconds = time.monotonic() - started
        assert process.returncode == 0, log.read_text()[-3000:]
        assert desk.published.data("meta")["counts"]["trades"] > 190_000
        version = f"versions/{desk.published.version}/"
        sizes = {key: item["Size"] for key, item in desk.published.objects.items()}
        of_site = sum(size for key, size in sizes.items() if key.startswith(version))
        of_open_data = sum(size for key, size in sizes.items() if key.startswith("open-data/"))
        # what every page loads before it shows anything
        first = sum(
            sizes[f"{version}data/{name}.json"] for name in ("meta", "officials", "tickers", "committees")
        )
        print(
            f"\n{LARGE.trades:,} trades: {peak:.0f} MB at the peak, {seconds:.0f} s, {len(sizes):,} objects, "
            f"site {of_site / 1e6:.1f} MB, open data {of_open_data / 1e6:.1f} MB, "
            f"first load {first / 1e3:.0f} kB"
        )
        assert 0 < peak <= LIMIT_MEGABYTES
