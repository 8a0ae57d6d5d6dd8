"""Writes `exchange_holidays.csv`: the weekdays on which the New York Stock Exchange did, or will, not open.

Run it, with the requirements of the platform installed, to carry the calendar further or to take over
a closure that was announced since; nothing reads it at run time.

    python dbt/seeds/generate.py
"""

import csv
from datetime import date
from pathlib import Path

import exchange_calendars
import pandas

FIRST_DAY = date(2008, 1, 1)
LAST_DAY = date(2035, 12, 31)
HEADER = ("calendar_date", "name")


def closures(first_day: date, last_day: date) -> list[tuple[date, str]]:
    """The full-day closures on weekdays between two dates, both included, with their names, oldest first.

    Raises:
        LookupError: the calendar has a closed weekday that its lists of holidays do not name.
    """
    calendar = exchange_calendars.get_calendar("XNYS", start=first_day.isoformat(), end=last_day.isoformat())
    weekdays = pandas.bdate_range(first_day, last_day)
    closed = weekdays.difference(calendar.sessions)
    regular = calendar.regular_holidays.holidays(
        pandas.Timestamp(first_day), pandas.Timestamp(last_day), return_name=True
    )
    names = {day.date(): str(name) for day, name in regular.items()}
    special = {day.date() for day in calendar.adhoc_holidays}
    rows = []
    for day in (moment.date() for moment in closed):
        if day not in names and day not in special:
            raise LookupError(f"exchange_calendars closes {day} without a reason")
        rows.append((day, names.get(day, "Special closure")))
    return rows


def main() -> None:
    """Writes the seed beside this file."""
    with (Path(__file__).parent / "exchange_holidays.csv").open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows((day.isoformat(), name) for day, name in closures(FIRST_DAY, LAST_DAY))


if __name__ == "__main__":
    main()
