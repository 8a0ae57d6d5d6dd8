"""The command `localcloud`."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from localcloud.serve import Settings, StartError, serve


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0, or 1 when the laptop cloud could not start."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    if options.command == "sample":
        from localcloud.sample import write_sample

        write_sample(options.out, options.seed)
        return 0
    try:
        serve(_settings(options))
    except StartError as error:
        print(f"localcloud: {error}", file=sys.stderr)
        return 1
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    given = vars(options)
    return Settings(**{name: value for name, value in given.items() if name != "command"})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="localcloud", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("serve", help="S3, Snowflake and the market APIs, until SIGTERM")
    run.add_argument("--state", type=Path, required=True, help="folder of the warehouse and the objects")
    run.add_argument("--market", type=Path, help="folder of a recorded market, which the APIs replay")
    run.add_argument("--host", default=Settings.host, help="address to listen on (default: %(default)s)")
    for name in ("s3", "snowflake", "api"):
        port = getattr(Settings, f"{name}_port")
        run.add_argument(
            f"--{name}-port", type=int, default=port, help="0 = any free one (default: %(default)s)"
        )
    run.add_argument("--api-calls-per-minute", type=int, help="limit of the Polygon API (default: none)")
    run.add_argument(
        "--benzinga-token", default=Settings.benzinga_token, help="accepted (default: %(default)s)"
    )
    run.add_argument("--polygon-key", default=Settings.polygon_key, help="accepted (default: %(default)s)")
    run.add_argument("--count-scans", action="store_true", help="count rows read by scans, see README")
    sample = commands.add_parser("sample", help="write the generated sample in the recorded-market format")
    sample.add_argument("--out", type=Path, required=True, help="folder to write to")
    sample.add_argument("--seed", type=int, default=7, help="default: %(default)s")
    return parser
