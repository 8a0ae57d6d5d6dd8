"""Disclosed trades from the Benzinga government-trades API."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

from extract.errors import ExtractError
from extract.http import Api, Reply
from extract.replies import Repeats
from extract.run import Run, Source
from extract.settings import ApiVariables
from extract.store import Window

PATH = "/api/v1/gov/usa/congress/trades"
PAGE_ROWS = 1000
"""The greatest `pagesize` that the API accepts."""


def window(batch_date: date) -> Window:
    """Return the report days that a batch date asks for: 7 days back, and on Mondays 90.

    Rows become visible days after their report date, and amendments come later still.
    """
    days = 90 if batch_date.weekday() == 0 else 7
    return Window(batch_date - timedelta(days=days), batch_date)


def pages(api: Api, asked: Window) -> Iterator[list[str]]:
    """Yield the records of each page, up to the first that is not full.

    Raises:
        UnavailableError: As in `Api.get`.
        ExtractError: The reply is an error or has no `data`, a page repeats an earlier one, or as in
            `Api.get`.
    """
    repeats = Repeats()
    for page in itertools.count():
        parameters = {
            "date_from": asked.date_from.isoformat(),
            "date_to": asked.date_to.isoformat(),
            "page": str(page),
            "pagesize": str(PAGE_ROWS),
        }
        reply = api.get(PATH, parameters, "data")
        records = _rows(api, reply)
        repeats.check(records, reply.address)
        yield records
        if len(records) < PAGE_ROWS:
            return


def _rows(api: Api, reply: Reply) -> list[str]:
    """Tell “no data” from an error: both can be a 404, and a 200 can hold an error."""
    errors = reply.fields.get("errors") or []
    if reply.status == 404 and any("no_data_found" in str(error) for error in errors):
        return []
    if reply.status == 200 and reply.fields.get("ok", True) and not errors and reply.records is not None:
        return reply.records
    what = f"says {errors}" if errors else "has no `data`"
    raise ExtractError(
        f"Asking {api.name} for {reply.address}: it answered {reply.status}, and the reply {what}. "
        f"Check {SOURCE.api.token} and the API's documents, then run again."
    )


def _extract(run: Run) -> None:
    for day in run.dates:
        asked = window(day)
        batch = run.begin(day)
        run.say(day, f"asking for report days {asked.date_from} to {asked.date_to}")
        read = 0
        for number, records in enumerate(pages(run.api, asked)):
            batch.add(SOURCE.name, records)
            read += len(records)
            run.say(day, f"page {number}, {len(records):,} rows, {read:,} so far, {run.console.elapsed()}")
        run.commit(batch, asked)


SOURCE = Source(
    name="disclosures",
    help="trades reported from 7 days (Mondays: 90 days) before the batch date up to it",
    api=ApiVariables(
        name="Benzinga",
        url="BENZINGA_URL",
        default_url="https://api.benzinga.com",
        token="BENZINGA_API_TOKEN",
        scheme="token",
    ),
    bucket="RAW_DISCLOSURES_BUCKET",
    default_bucket="raw-disclosures",
    extract=_extract,
)
