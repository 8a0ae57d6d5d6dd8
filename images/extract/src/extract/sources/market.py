"""Prices, splits and companies from Polygon, asked by wanted key."""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from extract import polygon, wanted
from extract.console import Countdown
from extract.errors import ExtractError, UnavailableError
from extract.http import Api
from extract.run import Run, Source
from extract.store import Answer, Batch
from extract.wanted import WantedKey

Question = list[WantedKey]
"""The keys that one call asks for: a single one, or consecutive days in order."""


@dataclass(frozen=True)
class _Dataset:
    """How a kind of key is asked.

    Attributes:
        fields: What such a key has beside its batch date.
        pages: Asks, and yields the records of each page.
        may_be_unknown: NOT_FOUND is an answer to remember, not an error.
        day: The member of a record that says to which of several days asked it belongs; without it, each key
            is a question of its own.
        ticker: The member of a record that says of which ticker it is, where one is asked for.
    """

    fields: frozenset[str]
    pages: Callable[[Api, Question], Iterator[list[str]]]
    may_be_unknown: bool
    day: str | None = None
    ticker: str | None = None


def _grouped_daily(api: Api, question: Question) -> Iterator[list[str]]:
    """The whole market's bars of one day; prices are stored unadjusted, beside the splits."""
    path = f"/v2/aggs/grouped/locale/us/market/stocks/{question[0].trade_date}"
    yield polygon.rows(polygon.ask(api, path, {"adjusted": "false", "include_otc": "false"}))


def _splits(api: Api, question: Question) -> Iterator[list[str]]:
    """The splits executed from one day to another, both included."""
    parameters = {
        "execution_date.gte": str(question[0].trade_date),
        "execution_date.lte": str(question[-1].trade_date),
        "limit": polygon.PAGE_ROWS,
    }
    yield from polygon.pages(api, "/v3/reference/splits", parameters)


def _ticker_overviews(api: Api, question: Question) -> Iterator[list[str]]:
    """One company as it is known now."""
    yield polygon.rows(polygon.ask(api, f"/v3/reference/tickers/{_quoted(question[0])}", {}))


def _open_close(api: Api, question: Question) -> Iterator[list[str]]:
    """One ticker's day with its prices before and after hours; the reply is the record."""
    path = f"/v1/open-close/{_quoted(question[0])}/{question[0].trade_date}"
    yield polygon.ask(api, path, {"adjusted": "false"}, member=None).records or []


_DATASETS = {
    "grouped_daily": _Dataset(frozenset({"trade_date"}), _grouped_daily, may_be_unknown=False),
    "splits": _Dataset(frozenset({"trade_date"}), _splits, may_be_unknown=False, day="execution_date"),
    "ticker_overviews": _Dataset(
        frozenset({"ticker"}), _ticker_overviews, may_be_unknown=True, ticker="ticker"
    ),
    "open_close": _Dataset(
        frozenset({"ticker", "trade_date"}), _open_close, may_be_unknown=True, ticker="symbol"
    ),
}


def _quoted(key: WantedKey) -> str:
    return quote(key.ticker or "", safe="")


def _questions(keys: list[WantedKey]) -> list[Question]:
    """The keys in their order, consecutive days together where one call can ask for them."""
    questions: list[Question] = []
    for key in keys:
        if questions and _continues(questions[-1][-1], key):
            questions[-1].append(key)
        else:
            questions.append([key])
    return questions


def _continues(before: WantedKey, key: WantedKey) -> bool:
    if before.dataset != key.dataset or not _DATASETS[key.dataset].day:
        return False
    return bool(before.trade_date and before.trade_date + timedelta(days=1) == key.trade_date)


def _answer(api: Api, batch: Batch, question: Question) -> list[Answer]:
    """Ask for the keys of a question and put their records into the batch."""
    dataset = _DATASETS[question[0].dataset]
    rows: Counter[WantedKey] = Counter()
    refusal = None
    try:
        for records in dataset.pages(api, question):
            _refuse_other_tickers(question[0], records, dataset.ticker)
            for key, of_key in _by_key(question, records, dataset.day).items():
                batch.add(key.dataset, of_key, key.trade_date)
                rows[key] += len(of_key)
    except polygon.NotFoundError:
        if not dataset.may_be_unknown:
            raise
        refusal = "not_found"
    except polygon.NotInPlanError as error:
        if _is_recent(question[-1].trade_date):
            raise UnavailableError(
                f"{error} But the day is recent: run the same command again later."
            ) from error
        refusal = "not_in_plan"
    return [
        Answer(key.dataset, key.trade_date, key.ticker, refusal or _answer_of(rows[key]), rows[key])
        for key in question
    ]


def _answer_of(rows: int) -> str:
    return "found" if rows else "empty"


def _by_key(question: Question, records: list[str], day: str | None) -> Mapping[WantedKey, list[str]]:
    """Sort records by the key that they answer.

    One that does not say its day readably goes to the first day, and from there to the quarantine.

    Raises:
        ExtractError: A record is of a day that was not asked for.
    """
    if day is None:
        return {question[0]: records}
    keys = {key.trade_date: key for key in question}
    found: dict[WantedKey, list[str]] = defaultdict(list)
    for record in records:
        said = _date(json.loads(record).get(day)) or question[0].trade_date
        if said not in keys:
            raise ExtractError(
                f"Asking {polygon.API.name} for {question[0].dataset} from {question[0].trade_date} to "
                f"{question[-1].trade_date}: it sent one of {said}, so its range cannot be trusted. "
                "Look at what the API sends, then run again."
            )
        found[keys[said]].append(record)
    return found


def _refuse_other_tickers(key: WantedKey, records: list[str], ticker: str | None) -> None:
    """Nothing else in the reply says what it answers, and its rows are kept under the ticker asked.

    Raises:
        ExtractError: A record is of another ticker than the one asked for, or of none.
    """
    for record in records if ticker else []:
        said = json.loads(record).get(ticker)
        if said != key.ticker:
            raise ExtractError(
                f"Asking {polygon.API.name} for {key.dataset} of {key.ticker}: it answered with "
                f"{ticker} {said!r}, so the reply cannot be trusted. "
                "Look at what the API sends, then run again."
            )


def _date(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


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
        questions = _questions(keys[day])
        countdown = Countdown(run.console, f"market {day}", len(questions), run.api.calls_per_minute)
        batch = run.begin(day)
        answers = []
        for question in questions:
            answers += _answer(run.api, batch, question)
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
