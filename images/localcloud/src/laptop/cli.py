"""The commands behind the Makefile: `laptop run`, `load`, `backfill`, `rebuild`, `query`, `start`, `stop`."""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from laptop import services, summary
from laptop.airflow import Airflow
from laptop.errors import LaptopError
from laptop.progress import DAILY, DASHBOARD, Follower
from laptop.world import SAMPLE, World, current_world, last_day, open_world

DAGS = {*DAILY, DASHBOARD, "extract_tickers", "load_history"}
_START_SECONDS = 180
_RANGE_MISSING = "Say which days, first and last: FROM=2016-03-01 TO=2016-03-04"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did what it should, 1 when it could not, with the reason on stderr."""
    # of the connector's own copy of requests, about packages that it does not use
    warnings.filterwarnings("ignore", message=".*doesn't match a supported version")
    parsed = _parser().parse_args(arguments)
    try:
        parsed.command(parsed)
    except LaptopError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped waiting. The services go on: make stop ends them.", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="laptop", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, command in (("run", _run), ("load", _load), ("backfill", _backfill)):
        sub = commands.add_parser(name)
        sub.add_argument("--data", help="folder of a recorded market; the generated sample without it")
        sub.add_argument("--from", dest="first", help="first day, like 2016-03-01")
        sub.add_argument("--to", dest="last", help="last day")
        sub.set_defaults(command=command)
    commands.add_parser("start").set_defaults(command=lambda _: _start(current_world()))
    commands.add_parser("rebuild").set_defaults(command=_rebuild)
    query = commands.add_parser("query")
    query.add_argument("sql")
    query.set_defaults(command=_query)
    commands.add_parser("stop").set_defaults(command=lambda _: services.stop())
    return parser


def _run(parsed: argparse.Namespace) -> None:
    started = time.monotonic()
    world = _backfill(parsed)
    summary.show(world)
    print(f"\nDone in {time.monotonic() - started:.0f} s.")
    _say_where(world)
    print('make stop ends the services, make query SQL="select …" asks the warehouse.')


def _say_where(world: World) -> None:
    print(f"Dashboard: {world.dashboard_url or 'in the bucket of DASHBOARD_BUCKET'}")
    print(f"Airflow:   {world.airflow_url}")


def _backfill(parsed: argparse.Namespace) -> World:
    world = open_world(parsed.data)
    days = days_of(world, parsed.first, parsed.last)
    airflow = _start(world)
    for dags in (("extract_tickers",), DAILY):
        follower = Follower(world, airflow)
        airflow.backfill(dags[0], days[0], days[-1])
        follower.wait_for_days(days, dags)
    summary.require_published(world, days)
    follower.wait_for_dashboard(days)
    return world


def _load(parsed: argparse.Namespace) -> None:
    if not parsed.first:
        raise LaptopError(_RANGE_MISSING)
    world = open_world(parsed.data)
    days = days_of(world, parsed.first, parsed.last)
    airflow = _start(world)
    follower = Follower(world, airflow)
    airflow.trigger("load_history", {"from": str(days[0]), "to": str(days[-1])})
    follower.wait_for_run("load_history")
    summary.require_published(world, days)
    follower.wait_for_dashboard(days)
    _say_where(world)


def _rebuild(_: argparse.Namespace) -> None:
    world = current_world()
    airflow = _start(world)
    follower = Follower(world, airflow)
    airflow.trigger("build_marts", {"rebuild": True})
    follower.wait_for_run("build_marts")
    follower.wait_for_dashboard(summary.published_days(world))
    _say_where(world)


def _query(parsed: argparse.Namespace) -> None:
    world = current_world()
    if not world.is_live and not services.running():
        raise LaptopError("The warehouse is not running: make run.")
    summary.write_csv(world, parsed.sql)


def days_of(world: World, from_: str | None, to: str | None) -> list[date]:
    """Every day from FROM to TO; without both, the three days that a world shows.

    Raises:
        LaptopError: One is missing or no day, they are the wrong way round, or the world ends before.
    """
    if bool(from_) != bool(to):
        raise LaptopError(f"{'TO' if from_ else 'FROM'} is missing. {_RANGE_MISSING}")
    if from_ and to:
        first, last = _day("FROM", from_), _day("TO", to)
    else:
        first, last = _usual_days(world)
    if first > last:
        raise LaptopError(f"The range ends before it begins: FROM={first} TO={last}")
    newest = last_day(world.market) if world.market else datetime.now(UTC).date() - timedelta(days=1)
    if last > newest:
        raise LaptopError(f"TO={last} is after {newest}, the last day of {world.name} that is over.")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LaptopError(f"{name}={text} is no day like 2016-03-01.") from None


def _usual_days(world: World) -> tuple[date, date]:
    """The first and the last of the three days that a world shows when no range is given.

    Raises:
        LaptopError: It is a recorded market: which of its days are worth seeing is not known.
    """
    if world.name == SAMPLE:
        # imported here: it reads the exchange's calendar
        from localcloud.sample import FIRST_DAY, LAST_DAY

        return FIRST_DAY, LAST_DAY
    if not world.is_live:
        raise LaptopError(_RANGE_MISSING)
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    return yesterday - timedelta(days=2), yesterday


def _start(world: World) -> Airflow:
    moment = datetime.now(UTC)
    airflow = Airflow(world.airflow_url)
    if services.is_up(world):
        return airflow
    print(f"Starting the services of {world.name} ...", flush=True)
    services.start(world)
    deadline = time.monotonic() + _START_SECONDS
    while not (airflow.is_ready() and airflow.parsed_since(moment) >= DAGS):
        services.check()
        if time.monotonic() > deadline:
            raise LaptopError(f"Airflow was not ready after {_START_SECONDS} s. Its logs: {world.logs}")
        time.sleep(0.5)
    if errors := airflow.import_errors():
        raise LaptopError("\n".join(f"{file}:\n{error}" for file, error in errors.items()))
    airflow.set_pools(Path("dags/pools.json"))
    print(f"Started in {(datetime.now(UTC) - moment).seconds} s. Airflow: {world.airflow_url}", flush=True)
    return airflow
