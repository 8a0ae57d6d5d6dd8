"""A window of a million rows goes through in constant memory."""

import json
import re
import time
from pathlib import Path

import pytest
from tests.images.extract.conftest import Answer, Command, Request, ScriptedServer, Storage, trade

ROWS = 1_000_000
LIMIT_MEGABYTES = 150
KEY = "disclosures/batch_date=2016-03-01/_manifest.json"


def peak_megabytes(pid: int) -> float:
    """Return the peak so far; wait4's figure would count pytest's own memory from before exec."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


@pytest.mark.slow
def test_a_million_rows_fit_in_150_megabytes(
    extract: Command, api: ScriptedServer, s3: Storage, tmp_path: Path
) -> None:
    # 1.6 kB, as the recorded disclosures have.
    row = json.dumps(trade(0) | {"description": "Invented description. " * 60})
    assert row.count("trade-0000000") == 1
    assert 1500 < len(row) < 1700

    def script(request: Request) -> Answer:
        first = int(request.query["page"]) * 1000
        rows = [
            row.replace("trade-0000000", f"trade-{number:07}")
            for number in range(first, min(first + 1000, ROWS))
        ]
        return Answer(f'{{"data":[{",".join(rows)}]}}'.encode())

    api.script = script
    started = time.monotonic()
    log = tmp_path / "log"
    process = extract.start("disclosures", "--batch-date", "2016-03-01", log=log, HTTP_TIMEOUT_SECONDS="30")
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, peak_megabytes(process.pid))
        time.sleep(0.02)
    print(f"\n{ROWS:,} rows: {peak:.0f} MB at the peak, {time.monotonic() - started:.0f} s")
    assert process.returncode == 0, log.read_text()[-2000:]
    manifest = json.loads(s3.client.get_object(Bucket=s3.disclosures, Key=KEY)["Body"].read())
    assert (manifest["rows"], len(manifest["objects"])) == (ROWS, ROWS // 1000)
    assert 0 < peak <= LIMIT_MEGABYTES
