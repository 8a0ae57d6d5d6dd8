"""The command `dashboard publish`: reads the marts, writes a version of the site, sets the exit code."""

import argparse
import os
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path

from dashboard import settings
from dashboard.errors import DashboardError
from dashboard.settings import SAMPLE, Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 published; 2 wrong usage or settings; 75 try again later; 1 anything else. Unless it is 0, what
        was up before is still up.
    """
    parser = argparse.ArgumentParser(prog="dashboard", description="Publishes the marts as a static site.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("publish", help="write a version of the site and of the open data, and switch to it")
    parser.parse_args(argv)
    # of the connector's own copy of requests, about packages that it does not use
    warnings.filterwarnings("ignore", message=".*doesn't match a supported version")
    # As process 1 of a container, Python would ignore the SIGTERM that ends a pod.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        _publish(settings.read(os.environ))
    except DashboardError as error:
        print(f"error: {error}\nThe site before stays up.", file=sys.stderr)
        return error.exit_code
    except Exception:
        print(f"{traceback.format_exc()}The site before stays up.", file=sys.stderr)
        return 1
    return 0


def _publish(chosen: Settings) -> None:
    # imported here: they take most of a second, and a wrong setting shows at once
    from dashboard import open_data, site, warehouse
    from dashboard.contract import read_contracts
    from dashboard.data import Export
    from dashboard.files import Spool
    from dashboard.store import Bucket

    started = time.monotonic()
    built = site.Site(chosen.site)
    bucket = Bucket(chosen.bucket)
    contracts = read_contracts(chosen.models)
    with (
        tempfile.TemporaryDirectory(prefix="dashboard-") as folder,
        warehouse.session(chosen.warehouse) as marts,
    ):
        files, shared = Spool(Path(folder) / "version"), Spool(Path(folder) / "open-data")
        built.add_to(files)
        Export(marts, files, contracts, chosen.shows_prices).write(_world(chosen))
        tables = open_data.export(marts, shared, contracts, chosen.shows_prices)
        files.add_json(site.OPEN_DATA_LIST, {"tables": tables, "licence_note": _licence_note(chosen)})
        exported = time.monotonic() - started
        version, written = site.publish(bucket, built, files.files, shared.files, chosen.versions_kept)
    total = len(files.files) + len(shared.files)
    size = sum(file.size for file in (*files.files, *shared.files)) / 1e6
    print(
        f"Version {version}: {total:,} files, {size:.1f} MB; {written:,} objects were new. "
        f"{exported:.1f} s to export, {time.monotonic() - started:.1f} s in all."
    )


def _world(chosen: Settings) -> dict[str, object]:
    return {"kind": chosen.market_kind, "name": chosen.market, "is_invented": chosen.market == SAMPLE}


def _licence_note(chosen: Settings) -> str | None:
    if chosen.shows_prices:
        return None
    return "Prices are left out: the licence of the market data does not cover publishing them."
