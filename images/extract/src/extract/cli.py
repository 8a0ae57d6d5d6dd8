"""The command `extract`: reads its command line and settings, runs one source, sets the exit code."""

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from datetime import date, timedelta

import stamina.instrumentation

from extract import settings
from extract.console import Console, duration
from extract.errors import ExtractError
from extract.http import Api
from extract.run import Run, Source
from extract.sources import discover
from extract.store import Bucket


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 complete; 2 wrong usage or settings; 75 try again later; 1 anything else.
    """
    sources = discover()
    parser = _parser(sources)
    arguments = parser.parse_args(argv)
    dates = _dates(parser, arguments)
    # As process 1 of a container, Python would ignore the SIGTERM that ends a pod.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    return _run(sources[arguments.source], dates, arguments, Console())


def _run(source: Source, dates: tuple[date, ...], arguments: argparse.Namespace, console: Console) -> int:
    completed: list[date] = []
    try:
        read = settings.read(os.environ, source.api, source.bucket, source.default_bucket)
        console.hide(read.secrets)
        stamina.instrumentation.set_on_retry_hooks([_announcer(console)])
        with Api(read.api) as api:
            source.extract(Run(source.name, dates, arguments, api, Bucket(read.bucket), console, completed))
    except ExtractError as error:
        console.complain(f"error: {error}\n{_outcome(source.name, dates, completed)}")
        return error.exit_code
    except Exception:
        console.complain(f"{traceback.format_exc()}{_outcome(source.name, dates, completed)}")
        return 1
    return 0


def _outcome(name: str, dates: tuple[date, ...], completed: list[date]) -> str:
    done = ", ".join(str(day) for day in completed) or "none"
    left = ", ".join(str(day) for day in dates if day not in completed)
    return f"{name}: complete: {done}. Left as before, with an earlier manifest or none: {left}."


def _announcer(console: Console) -> stamina.instrumentation.RetryHook:
    def announce(details: stamina.instrumentation.RetryDetails) -> None:
        console.say(f"{details.caused_by} Trying again in {duration(details.wait_for)}.")

    return announce


def _parser(sources: dict[str, Source]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="extract", description="Copies an API to S3, a whole batch at a time."
    )
    commands = parser.add_subparsers(dest="source", required=True, metavar="SOURCE")
    for source in sources.values():
        command = commands.add_parser(source.name, help=source.help, description=source.help)
        command.add_argument("--batch-date", type=_date, metavar="D", help="the only batch date")
        command.add_argument("--from", dest="first", type=_date, metavar="F", help="first of a range")
        command.add_argument("--to", dest="last", type=_date, metavar="T", help="last of the range")
        source.add_arguments(command)
    return parser


def _dates(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> tuple[date, ...]:
    one, first, last = arguments.batch_date, arguments.first, arguments.last
    if one and not first and not last:
        return (one,)
    if one or not (first and last) or first > last:
        parser.error("give --batch-date D, or --from F --to T with F not after T")
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2016-03-01") from error
