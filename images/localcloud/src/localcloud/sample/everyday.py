"""The ordinary disclosures: some filings a day, with a few transactions each."""

import random
from datetime import date, timedelta

from localcloud.sample.book import STANDARD_AMOUNT, Book, Row, at, lot
from localcloud.sample.companies import COMPANIES, Company
from localcloud.sample.officials import OFFICIALS

# A weekday like any other, Memorial Day, and Juneteenth: nobody reports.
SILENT_DAYS = {date(2024, 5, 8), date(2024, 5, 27), date(2024, 6, 19)}

AMOUNTS = [STANDARD_AMOUNT] * 12 + ["$15,001 - $50,000"] * 4 + ["$50,001 - $100,000"] * 2
AMOUNTS += ["$100,001 - $250,000", "$250,001 - $500,000", "$500,001 - $1,000,000", "$1,000,001 - $5,000,000"]

TRADED = [company for company in COMPANIES if company.ticker != "SPY"]


def write(book: Book, first: date, last: date) -> None:
    """Writes what is reported from the first day to the last, both included."""
    chance = random.Random(f"{book.seed} everyday")
    day = first
    while day <= last:
        for _ in range(_filings(day, chance)):
            filer = chance.choice([one for one in OFFICIALS if one.joined is None or one.joined <= day])
            lots = [_lot(day, chance) for _ in range(chance.choice((1, 2, 3, 3, 4, 5, 6, 9)))]
            # Most are told on the evening of their day, some some days later.
            book.file(filer, day, lots, visible=at(day + timedelta(days=chance.choice((0, 0, 0, 1, 3)))))
        day += timedelta(days=1)


def _filings(day: date, chance: random.Random) -> int:
    if day in SILENT_DAYS:
        return 0
    return chance.choice((0, 0, 1)) if day.weekday() >= 5 else chance.choice((2, 2, 3))


def _lot(reported: date, chance: random.Random) -> Row:
    # One in twelve is late: more than 45 days after the transaction.
    lag = chance.randint(46, 100) if chance.random() < 1 / 12 else chance.randint(3, 44)
    traded = _workday(reported - timedelta(days=lag))
    company = chance.choice([one for one in TRADED if _listed(one, traded)])
    kind = chance.choice(("P", "P", "P", "S", "S", "S (Partial)"))
    return lot(
        company.ticker,
        traded,
        kind,
        chance.choice(AMOUNTS),
        ownership=chance.choice(("SP", "JT", "DC", "Self")),
    )


def _workday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _listed(company: Company, day: date) -> bool:
    return (company.listed or day) <= day and (company.delisted is None or day < company.delisted)
