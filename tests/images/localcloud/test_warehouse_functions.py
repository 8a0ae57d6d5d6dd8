"""The functions and clauses that the platform's SQL relies on."""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("regexp_substr('a/batch_date=2016-03-01/x', 'batch_date=([0-9-]+)', 1, 1, 'e', 1)", "2016-03-01"),
        ("regexp_substr('nothing', 'batch_date=([0-9-]+)', 1, 1, 'e', 1)", None),
        ("try_to_date('2016-03-01', 'YYYY-MM-DD')", datetime.date(2016, 3, 1)),
        ("try_to_date('2016-02-30', 'YYYY-MM-DD')", None),
        ("try_to_date('03/01/2016', 'MM/DD/YYYY')", datetime.date(2016, 3, 1)),
        (
            "try_to_timestamp('2016-03-01 10:20:30', 'YYYY-MM-DD HH24:MI:SS')",
            datetime.datetime(2016, 3, 1, 10, 20, 30),
        ),
        ("to_timestamp_ntz(try_to_number('1456826430'))", datetime.datetime(2016, 3, 1, 10, 0, 30)),
        ("to_timestamp_ntz(try_to_number('x'))", None),
        ("try_to_number('12.50', 38, 2)", Decimal("12.50")),
        ("try_to_number('$12')", None),
        ("try_to_double('1e3')", 1000.0),
        ('parse_json(\'{"a": {"b": 1}}\'):a:b::int', 1),
        ("iff(true, 1, 2)", 1),
        ("sha2('a', 256)", hashlib.sha256(b"a").hexdigest()),
        ("dateadd(day, 45, '2016-03-01'::date)", datetime.date(2016, 4, 15)),
        ("datediff(day, '2016-03-01'::date, '2016-04-15'::date)", 45),
    ],
)
def test_functions(run: Any, expression: str, value: object) -> None:
    assert run(f"select {expression}") == [(value,)]


def test_rows_from_nothing(run: Any) -> None:
    rows = run(
        "select row_number() over (order by seq4()) as n from table(generator(rowcount => 3)) order by n"
    )
    assert rows == [(1,), (2,), (3,)]


def test_flatten_of_objects_and_arrays(run: Any) -> None:
    run("create or replace table public.filers (payload variant)")
    run(
        'insert into public.filers select parse_json(\'{"c": {"Finance": ["Taxation", "Trade"], "No": []}}\')'
    )
    assert run(
        "select c.key, s.value::varchar from public.filers f, lateral flatten(input => f.payload:c) c,"
        " lateral flatten(input => c.value) s order by 2"
    ) == [("Finance", "Taxation"), ("Finance", "Trade")]


def test_qualify(run: Any) -> None:
    rows = run(
        "select k, v from (values ('a', 1), ('a', 2), ('b', 3)) as t (k, v)"
        " qualify row_number() over (partition by k order by v desc) = 1 order by k"
    )
    assert rows == [("a", 2), ("b", 3)]
