"""The list of active tickers as of a day, from Polygon."""

from datetime import date

from extract import polygon
from extract.errors import ExtractError
from extract.run import Run, Source


def _extract(run: Run) -> None:
    for day in run.dates:
        batch = run.begin(day)
        read = 0
        pages = polygon.pages(run.api, "/v3/reference/tickers", _parameters(day))
        for number, records in enumerate(pages):
            batch.add(SOURCE.name, records)
            read += len(records)
            run.say(day, f"page {number}, {len(records):,} tickers, {read:,} so far, {run.console.elapsed()}")
        if not read:
            raise ExtractError(
                f"Asking {run.api.name} for the tickers of {day}: the list is empty, which none can "
                "be. Look at what the API sends, then run again."
            )
        run.commit(batch)


def _parameters(day: date) -> dict[str, str]:
    return {
        "market": "stocks",
        "active": "true",
        "date": day.isoformat(),
        "sort": "ticker",
        "order": "asc",
        "limit": polygon.PAGE_ROWS,
    }


SOURCE = Source(
    name="tickers",
    help="the full list of active stocks and funds as of the batch date",
    api=polygon.API,
    bucket="RAW_MARKET_BUCKET",
    default_bucket="raw-market",
    extract=_extract,
)
