"""Daily bars of the companies over the real exchange calendar, as traded: not adjusted for splits."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import exchange_calendars

from localcloud.sample.companies import Company
from localcloud.sample.days import FIRST_BAR, LAST_BAR

DAILY_VOLATILITY = 0.015


@dataclass(frozen=True)
class SampleBar:
    """A line of the bars, with the figures that the format has no column for."""

    ticker: str
    day: date
    open: float
    high: float
    low: float
    close: float
    volume: float
    vwap: float | None
    trades: int
    pre_market: float | None
    after_hours: float | None


def open_days() -> list[date]:
    """The days on which the New York Stock Exchange was open while the sample has bars."""
    calendar = exchange_calendars.get_calendar("XNYS", start=FIRST_BAR.isoformat(), end=LAST_BAR.isoformat())
    return [session.date() for session in calendar.sessions]


def bars(companies: list[Company], seed: int) -> Iterator[SampleBar]:
    """The bars of every company on every open day on which it is listed, by company."""
    days = open_days()
    for company in companies:
        # A generator of its own for each company: a new company leaves the others' prices as they are.
        chance = random.Random(f"{seed} {company.ticker}")
        price = company.price
        for day in days:
            if company.split is not None and company.split[0] == day:
                price *= company.split[1] / company.split[2]
            if (company.listed or day) <= day and (company.delisted is None or day < company.delisted):
                bar = _bar(company.ticker, day, price, chance)
                price = bar.close
                yield bar


def _bar(ticker: str, day: date, previous: float, chance: random.Random) -> SampleBar:
    def moved(price: float, part: float) -> float:
        return max(round(price * (1 + chance.gauss(0, DAILY_VOLATILITY * part)), 2), 0.01)

    pre_market = moved(previous, 0.4)
    opened = moved(pre_market, 0.2)
    closed = moved(opened, 1)
    high = round(max(opened, closed) * (1 + abs(chance.gauss(0, 0.004))), 2)
    low = max(round(min(opened, closed) * (1 - abs(chance.gauss(0, 0.004))), 2), 0.01)
    volume = chance.randint(20_000, 2_000_000)
    return SampleBar(
        ticker=ticker,
        day=day,
        open=opened,
        high=high,
        low=low,
        close=closed,
        # Fractions of a share are traded too.
        volume=volume + chance.choice((0, 0, 0.5, 0.25)),
        vwap=None if chance.random() < 0.02 else round((opened + closed + high + low) / 4, 4),
        trades=volume // 97,
        pre_market=None if chance.random() < 0.05 else pre_market,
        after_hours=None if chance.random() < 0.05 else moved(closed, 0.3),
    )
