"""From complete batches in S3 to the ODS: a set of dates in one transaction, checked by its manifests."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.warehouse import Warehouse, days, session

log = logging.getLogger(__name__)

FILES_PER_COPY = 1000
"""Snowflake's limit for the files that one COPY names."""
TABLES = (
    "manifests",
    "disclosures",
    "daily_bars",
    "splits",
    "ticker_overviews",
    "open_close",
    "market_answers",
    "tickers",
)

Rows = list[dict[str, Any]]
Keys = dict[str, list[str]]


class LoadError(Exception):
    """A load was rolled back; the message says what did not fit."""


@dataclass(frozen=True)
class Target:
    """Where the objects of one dataset go.

    Attributes:
        table: The table of the ODS, and its file in sql/ods.
        keys: From the set's batch dates and the answers to its keys: the parameters of the table's delete
            statement. The rows of these keys are replaced.
    """

    table: str
    keys: Callable[[list[str], Rows], Keys]


@dataclass(frozen=True)
class Batch:
    """A dataset that is extracted with a manifest of its own.

    Attributes:
        name: As in the manifest and in its key.
        stage: The stage of the bucket.
        targets: By the dataset that an object belongs to.
        asks_by_key: Whether the manifests hold answers to keys, which are kept.
    """

    name: str
    stage: str
    targets: dict[str, Target]
    asks_by_key: bool = False


def _batch_dates(batch_dates: list[str], _: Rows) -> Keys:
    return {"batch_dates": batch_dates}


def _trade_dates(_: list[str], answers: Rows) -> Keys:
    return {"trade_dates": sorted({answer["trade_date"] for answer in answers})}


def _tickers(_: list[str], answers: Rows) -> Keys:
    return {"tickers": sorted({answer["ticker"] for answer in answers})}


def _ticker_days(batch_dates: list[str], answers: Rows) -> Keys:
    pairs = {f"{answer['ticker']} {answer['trade_date']}" for answer in answers}
    return _trade_dates(batch_dates, answers) | {"ticker_days": sorted(pairs)}


DISCLOSURES = Batch("disclosures", "raw_disclosures", {"disclosures": Target("disclosures", _batch_dates)})
TICKERS = Batch("tickers", "raw_market", {"tickers": Target("tickers", _batch_dates)})
MARKET = Batch(
    "market",
    "raw_market",
    {
        "grouped_daily": Target("daily_bars", _trade_dates),
        "splits": Target("splits", _trade_dates),
        "ticker_overviews": Target("ticker_overviews", _tickers),
        "open_close": Target("open_close", _ticker_days),
    },
    asks_by_key=True,
)


def create_tables() -> None:
    """Create the tables of the ODS, and those of the batches' states, that are not there yet."""
    with session("create_tables") as warehouse:
        for table in TABLES:
            warehouse.run(f"ods/{table}", "create")
        warehouse.run("control/batches", "create_audit")
        warehouse.run("control/batches", "create_published")


def load(batch: Batch, batch_dates: Iterable[str]) -> None:
    """Replace these batch dates in the ODS by what their manifests name, or change nothing.

    Raises:
        LoadError: The rows loaded are not those of the manifest, or a list of tickers shrank too much.
        snowflake.connector.errors.Error: The warehouse refused, for example a missing manifest or a line
            that is no JSON object.
    """
    dates = days(batch_dates)
    with session(f"load.{batch.name}") as warehouse, warehouse.transaction():
        _copy_manifests(warehouse, batch, dates)
        if batch is TICKERS:
            _refuse_shrunken_lists(warehouse, dates)
        answers = warehouse.run("ods/manifests", "answers", dataset=batch.name, batch_dates=dates)
        objects = warehouse.run("ods/manifests", "objects", dataset=batch.name, batch_dates=dates)
        for dataset, target in batch.targets.items():
            asked = _of(dataset, answers)
            if batch.asks_by_key and not asked:
                continue
            warehouse.run(f"ods/{target.table}", "delete", **target.keys(dates, asked))
            _copy_objects(warehouse, dataset, target.table, _of(dataset, objects))
        if batch.asks_by_key:
            trade_dates = days(answer["trade_date"] for answer in answers if answer["trade_date"]) or dates
            warehouse.run("ods/market_answers", "delete", batch_dates=dates, trade_dates=trade_dates)
            warehouse.run("ods/market_answers", "insert", batch_dates=dates)
    log.info("Loaded %s of %s", batch.name, ", ".join(dates))


def _of(dataset: str, rows: Rows) -> Rows:
    return [row for row in rows if row["dataset"] == dataset]


def _copy_manifests(warehouse: Warehouse, batch: Batch, dates: list[str]) -> None:
    warehouse.run("ods/manifests", "delete", dataset=batch.name, batch_dates=dates)
    files = [f"{batch.name}/batch_date={day}/_manifest.json" for day in dates]
    copied = _copy(warehouse, "manifests", files, stage=batch.stage)
    if copied != len(dates):
        raise LoadError(
            f"Loading {batch.name}: {copied} manifests were read for {len(dates)} batch dates. "
            "Extract the batches again; nothing was changed."
        )


def _copy_objects(warehouse: Warehouse, dataset: str, table: str, objects: Rows) -> None:
    expected = sum(int(each["row_count"]) for each in objects)
    copied = _copy(warehouse, table, [each["object_key"] for each in objects])
    log.info("%s: %d rows of %d objects into ods.%s", dataset, copied, len(objects), table)
    if copied != expected:
        raise LoadError(
            f"Loading {dataset}: the manifests name {expected} rows, {copied} were copied into ods.{table}. "
            "Extract the batches again; nothing was changed."
        )


def _copy(warehouse: Warehouse, table: str, files: list[str], **values: object) -> int:
    """Copy files into a table; returns the rows that the warehouse says it loaded."""
    rows = 0
    for start in range(0, len(files), FILES_PER_COPY):
        results = warehouse.run(f"ods/{table}", "copy", files=files[start : start + FILES_PER_COPY], **values)
        rows += sum(int(result["rows_loaded"]) for result in results)
    return rows


def _refuse_shrunken_lists(warehouse: Warehouse, dates: list[str]) -> None:
    shrunken = warehouse.run(
        "ods/tickers", "shrunken", batch_dates=dates, first_date=dates[0], last_date=dates[-1]
    )
    if shrunken:
        cases = "; ".join(
            f"{row['batch_date']} has {row['row_count']} after {row['earlier_row_count']}" for row in shrunken
        )
        raise LoadError(
            f"Lists of tickers hold less than 90 % of the list before: {cases}. "
            "The old lists stay. Extract again; if the market really shrank, load a list between by hand."
        )
