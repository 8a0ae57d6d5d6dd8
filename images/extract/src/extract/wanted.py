"""Reads the wanted keys of market data: one JSON object a line, from a file or a variable."""

import base64
import gzip
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract.errors import UsageError

_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True)
class WantedKey:
    """One question to put to the market API for a batch date."""

    batch_date: date
    dataset: str
    trade_date: date | None
    ticker: str | None

    def order(self) -> tuple[str, str, str]:
        """Sort key that keeps together what goes into one folder on S3."""
        return self.dataset, str(self.trade_date or ""), self.ticker or ""


def read(
    wanted: str, datasets: Mapping[str, frozenset[str]], dates: tuple[date, ...]
) -> dict[date, list[WantedKey]]:
    """Read the keys, each once, in order, by batch date; a date without keys is absent.

    Args:
        wanted: Path of NDJSON, plain or gzipped, or `env:NAME` for a variable with base64 of gzipped NDJSON.
        datasets: The fields that a key of each dataset has beside `batch_date` and `dataset`.
        dates: Batch dates of the run; keys of others are refused.

    Raises:
        UsageError: It cannot be read, or a line is not a key; the message names the line.
    """
    keys: dict[date, set[WantedKey]] = {}
    for number, line in enumerate(_text(wanted).splitlines(), 1):
        if not line.strip():
            continue
        try:
            key = _key(json.loads(line), datasets)
            if key.batch_date not in dates:
                raise ValueError(f"batch date {key.batch_date} is not one of this run's")
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(
                f"Reading the wanted keys, {wanted} line {number}: {error!s:.200}. Nothing was asked."
            ) from error
        keys.setdefault(key.batch_date, set()).add(key)
    return {day: sorted(found, key=WantedKey.order) for day, found in keys.items()}


def _text(wanted: str) -> str:
    try:
        if wanted.startswith("env:"):
            content = base64.b64decode(os.environ[wanted.removeprefix("env:")], validate=True)
        else:
            content = Path(wanted).read_bytes()
        return (gzip.decompress(content) if content.startswith(_GZIP_MAGIC) else content).decode()
    except KeyError as error:
        raise UsageError(f"Reading the wanted keys: the variable {error} of {wanted} is not set.") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise UsageError(f"Reading the wanted keys from {wanted}: {error}.") from error


def _key(line: object, datasets: Mapping[str, frozenset[str]]) -> WantedKey:
    if not isinstance(line, dict):
        raise ValueError("not a JSON object")
    given = {name: value for name, value in line.items() if value is not None}
    fields = datasets.get(given.get("dataset", ""))
    if fields is None:
        raise ValueError(f"`dataset` must be one of {', '.join(datasets)}")
    expected = {"batch_date", "dataset", *fields}
    if set(given) != expected:
        raise ValueError(
            f"a key of {given['dataset']} has {', '.join(sorted(expected))}; this has {sorted(given)}"
        )
    if not isinstance(given.get("ticker", "-"), str) or not given.get("ticker", "-"):
        raise ValueError("`ticker` must be text")
    trade_date = given.get("trade_date")
    return WantedKey(
        batch_date=date.fromisoformat(given["batch_date"]),
        dataset=given["dataset"],
        trade_date=date.fromisoformat(trade_date) if trade_date else None,
        ticker=given.get("ticker"),
    )
