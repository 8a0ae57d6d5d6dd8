"""Measures the figures of the READMEs: `python -m tests.benchmarks [NAME …]`, all of them without a name."""

import argparse
import importlib
import os
import sys
import time

from tests.benchmarks.table import NotMeasurableError

NAMES = (
    "api_calls",
    "rows_scanned",
    "extractor_memory",
    "dashboard",
    "one_load",
    "airflow_overhead",
    "make_run",
)
"""The modules of this folder that measure, the quickest first."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}")
    names = parser.parse_args().names
    if unknown := set(names) - set(NAMES):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    sys.path.insert(0, "dags")
    os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "WARNING")
    for name in names or NAMES:
        started = time.monotonic()
        try:
            # only what a benchmark needs is imported
            for table in importlib.import_module(f"tests.benchmarks.{name}").measure():
                print(f"\n{name}: {table}", flush=True)
        except NotMeasurableError as reason:
            print(f"\n{name}: skipped, {reason}", flush=True)
        print(f"\n({name} took {time.monotonic() - started:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
