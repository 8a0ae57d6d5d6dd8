"""Inserts of thousands of literal rows: quick, and the same rows as from the slow way."""

from __future__ import annotations

import datetime
import time
from decimal import Decimal
from typing import Any

import pytest

from localcloud.testing import Cloud
from localcloud.warehouse.literal_rows import LONG, read_values

COLUMNS = "day date, price number(10, 2), note varchar, is_open boolean, closes_at timestamp_ntz"
ROWS: list[tuple[Any, ...]] = [
    ("2016-03-01", 1.25, 'it\'s \\ a "note"\nwith, (all) ); of it', True, "2016-03-01 21:00:00"),
    ("2016-03-02", None, "", False, None),
    ("2016-03-03", -7, "ünï 😀 \\n", None, "2016-03-03 21:00:00"),
]


@pytest.mark.parametrize("copies", [1, 3000])
@pytest.mark.parametrize("how", ["into", "overwrite into"])
def test_rows_arrive_as_they_were_sent(cloud: Cloud, copies: int, how: str) -> None:
    with cloud.connect() as session:
        cursor = session.cursor()
        cursor.execute(f"create or replace table public.literals ({COLUMNS})")
        values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(ROWS) * copies)
        begun = time.monotonic()
        cursor.execute(
            f"insert {how} congress.public.literals (day, price, note, is_open, closes_at) values {values}"
            ' /* {"app": "dbt"} */;',
            [value for row in ROWS * copies for value in row],
        )
        assert time.monotonic() - begun < 5
        assert cursor.rowcount == len(ROWS) * copies
        assert cursor.execute(
            "select *, count(*) from public.literals group by all order by day"
        ).fetchall() == [
            (
                datetime.date(2016, 3, 1),
                Decimal("1.25"),
                ROWS[0][2],
                True,
                datetime.datetime(2016, 3, 1, 21),
                copies,
            ),
            (datetime.date(2016, 3, 2), None, "", False, None, copies),
            (
                datetime.date(2016, 3, 3),
                Decimal("-7.00"),
                ROWS[2][2],
                None,
                datetime.datetime(2016, 3, 3, 21),
                copies,
            ),
        ]


def test_a_value_that_does_not_fit_is_an_error(cloud: Cloud) -> None:
    with cloud.connect() as session:
        session.cursor().execute("create or replace table public.days (day date)")
        with pytest.raises(Exception, match="no day"):
            session.cursor().execute(
                "insert into public.days values " + "('2016-03-01'), " * 3000 + "('no day')"
            )
        assert session.cursor().execute("select count(*) from public.days").fetchone() == (0,)


@pytest.mark.parametrize(
    "row", ["(1, current_date)", "(1, 'a'::date)", "(1, 'a' || 'b')", "(1, 2", "(1)", "(1,)", "()"]
)
def test_anything_but_equally_long_rows_of_literals_is_left_to_fakesnow(row: str) -> None:
    many = "(1, 'a'), " * LONG
    assert read_values(f"insert into t values {many}(1, 'a')") is not None
    assert read_values(f"insert into t values {many}{row}") is None
    assert read_values(f"insert into t values {many}(1, 'a') returning n") is None
