"""Prices, splits and companies from Polygon, asked by wanted key."""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from extract import polygon, wanted
from extract.console import Countdown
from extract.errors import UnavailableError
from extract.http import Api
from extract.run import Run, Source
from extract.store import Answer, Batch
from extract.wanted import WantedKey


@dataclass(frozen=True)
class _Dataset:
    """How a kind of key is asked.

    Attributes:
        fields: What such a key has beside its batch date.
        pages: Asks, and yields the records of each page.
        may_be_unknown: NOT_FOUND is an answer to remember, not an error.
    """

    fields: frozenset[str]
    pages: Callable[[Api, WantedKey], Iterator[list[str]]]
    may_be_unknown: bool


def _grouped_daily(api: Api, key: WantedKey) -> Iterator[list[str]]:
    """The whole market's bars of one day; prices are stored unadjusted, beside the splits."""
    path = f"/v2/aggs/grouped/locale/us/market/stocks/{key.trade_date}"
    yield polygon.rows(polygon.ask(api, path, {"adjusted": "false", "include_otc": "false"}))


def _splits(api: Api, key: WantedKey) -> Iterator[list[str]]:
    """The splits executed on one day."""
    parameters = {"execution_date": str(key.trade_date), "limit": polygon.PAGE_ROWS}
    yield from polygon.pages(api, "/v3/reference/splits", parameters)


def _ticker_overviews(api: Api, key: WantedKey) -> Iterator[list[str]]:
    """One company as it is known now."""
    yield polygon.rows(polygon.ask(api, f"/v3/reference/tickers/{_quoted(key)}", {}))


def _open_close(api: Api, key: WantedKey) -> Iterator[list[str]]:
    """One ticker's day with its prices before and after hours; the reply is the record."""
    path = f"/v1/open-close/{_quoted(key)}/{key.trade_date}"
    yield polygon.ask(api, path, {"adjusted": "false"}, member=None).records or []


_DATASETS = {
    "grouped_daily": _Dataset(frozenset({"trade_date"}), _grouped_daily, may_be_unknown=False),
    "splits": _Dataset(frozenset({"trade_date"}), _splits, may_be_unknown=False),
    "ticker_overviews": _Dataset(frozenset({"ticker"}), _ticker_overviews, may_be_unknown=True),
    "open_close": _Dataset(frozenset({"ticker", "trade_date"}), _open_close, may_be_unknown=True),
}


def _quoted(key: WantedKey) -> str:
    return quote(key.ticker or "", safe="")


def _answer(api: Api, batch: Batch, key: WantedKey) -> Answer:
    """Ask for one key and put its records into the batch."""
    dataset = _DATASETS[key.dataset]
    rows = 0
    try:
        for records in dataset.pages(api, key):
            batch.add(key.dataset, records, key.trade_date)
            rows += len(records)
        answer = "found" if rows else "empty"
    except polygon.NotFoundError:
        if not dataset.may_be_unknown:
            raise
        answer = "not_found"
    except polygon.NotInPlanError as error:
        if _is_recent(key.trade_date):
            raise UnavailableError(
                f"{error} But the day is recent: run the same command again later."
            ) from error
        answer = "not_in_plan"
    return Answer(key.dataset, key.trade_date, key.ticker, answer, rows)


def _is_recent(trade_date: date | None) -> bool:
    """Tell a day that the plan has not reached yet from one that it will never include.

    The API refuses days to come with the very message of days too old
    (https://github.com/polygon-io/issues/issues/313), and `not_in_plan` would be remembered.
    """
    return trade_date is not None and trade_date >= datetime.now(UTC).date() - timedelta(days=1)


def _extract(run: Run) -> None:
    fields = {name: dataset.fields for name, dataset in _DATASETS.items()}
    keys = wanted.read(run.arguments.wanted, fields, run.dates)
    for day in run.dates:
        if day not in keys:
            run.say(day, "no wanted keys; nothing asked, nothing written")
            continue
        counts = Counter(key.dataset for key in keys[day])
        run.say(day, "wanted " + ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items())))
        countdown = Countdown(run.console, f"market {day}", len(keys[day]), run.api.calls_per_minute)
        batch = run.begin(day)
        answers = []
        for key in keys[day]:
            answers.append(_answer(run.api, batch, key))
            countdown.step()
        run.commit(batch, answers=answers)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--wanted",
        required=True,
        metavar="FILE",
        help="NDJSON of wanted keys, plain or gzipped; env:NAME: base64 of it in that variable",
    )


SOURCE = Source(
    name="market",
    help="the market data that is wanted for the batch date, by key",
    api=polygon.API,
    bucket="RAW_MARKET_BUCKET",
    default_bucket="raw-market",
    extract=_extract,
    add_arguments=_add_arguments,
)
