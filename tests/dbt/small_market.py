"""A small recorded market whose rows a test can spoil."""

import csv
import gzip
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]

BATCH_DATES = ["2024-08-07", "2024-08-08", "2024-08-09"]
"""Wednesday to Friday."""
TRADES_A_DAY = 80
TICKERS = [f"ZZ{letter}" for letter in "ABCDEFGH"]


def write(folder: Path, spoil: Callable[[list[Row], list[Row]], None] | None = None) -> Path:
    """Write the market after `spoil` has changed its disclosures and bars in place."""
    disclosures = [_trade(day, number) for day in BATCH_DATES for number in range(TRADES_A_DAY)]
    bars = [_bar(day, ticker) for day in _weekdays() for ticker in [*TICKERS, "SPY"]]
    if spoil:
        spoil(disclosures, bars)
    folder.mkdir(parents=True)
    with gzip.open(folder / "disclosures.ndjson.gz", "wt") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in disclosures)
    with gzip.open(folder / "daily_bars.csv.gz", "wt", newline="") as text:
        writer = csv.DictWriter(text, list(bars[0]))
        writer.writeheader()
        writer.writerows(bars)
    return folder


def _weekdays() -> Iterable[date]:
    days = (date(2024, 7, 1) + timedelta(days=n) for n in range(60))
    return (day for day in days if day.weekday() < 5 and day != date(2024, 7, 4))


def _trade(report_date: str, number: int) -> Row:
    reported = datetime.fromisoformat(report_date).replace(tzinfo=UTC)
    member = number % 4
    return {
        "id": f"{report_date}-{number:03}",
        "transaction_id": "",
        "report_id": f"{report_date}-{member}",
        "amendment_number": 0,
        "amount": "$1,001 - $15,000",
        "chamber": "House",
        "description": "",
        "disclosure_url": "",
        "notification_date": "",
        "ownership": "Self",
        "report_date": report_date,
        "security": {"name": "Invented", "ticker": TICKERS[number % len(TICKERS)], "type": "STOCK"},
        "transaction_date": str((reported - timedelta(days=9)).date()),
        "transaction_type": "P",
        "updated": int(reported.timestamp()) + 3600,
        "filer_info": {
            "chamber": "House",
            "committees": {"Committee on Harbors": ["Piers"]},
            "display_name": f"Invented Official {member}",
            "district": "1",
            "id": str(member),
            "leadership_positions": [],
            "member_id": f"Z00000{member}",
            "member_name": f"Invented Official {member}",
            "party": "I",
            "state": "VT",
            "status": "Member",
            "updated": 1720000000,
            "website": "",
        },
    }


def _bar(day: date, ticker: str) -> Row:
    prices = {"open": 10, "high": 12, "low": 9, "close": 10 + (day.day + len(ticker) + ord(ticker[-1])) % 3}
    return {"ticker": ticker, "date": day, **prices, "volume": 1000.5}
