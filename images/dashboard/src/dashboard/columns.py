"""Columns of Arrow tables as the lists of JSON that the site reads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

ROWS_AT_ONCE = 50_000
"""About how many rows are asked for in one query: what bounds the memory of a server that answers at once."""
_DIGITS = 6
"""After the point, of shares, returns and prices."""


class Codes(dict[Hashable, int]):
    """Numbers things from 0, in the order of their first use."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = number = len(self)
        return number


def days(column: pa.ChunkedArray) -> list[int | None]:
    """Dates as days since 1970-01-01."""
    numbers: list[int | None] = column.cast(pa.date32()).cast(pa.int32()).to_pylist()
    return numbers


def plain(column: pa.ChunkedArray) -> list[Any]:
    """Values as JSON has them: dates and instants as ISO texts, numbers as short as they are."""
    kind = column.type
    if pa.types.is_decimal(kind):
        # 15 digits are exact: more than any sum of dollars has
        return [
            int(value) if value is not None and value == int(value) else value for value in _floats(column)
        ]
    if pa.types.is_floating(kind):
        return _floats(column)
    if pa.types.is_date(kind):
        return list(column.cast(pa.string()).to_pylist())
    if pa.types.is_timestamp(kind):
        seconds = column.cast(pa.timestamp("s"), safe=False)
        return list(pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ").to_pylist())
    return list(column.to_pylist())


def _floats(column: pa.ChunkedArray) -> list[Any]:
    numbers = column.cast(pa.float64())
    return list(pc.if_else(pc.is_finite(numbers), pc.round(numbers, _DIGITS), None).to_pylist())


def columns(table: pa.Table, *without: str) -> dict[str, list[Any]]:
    """Every column of a table but those, as `plain`."""
    return {name: plain(table[name]) for name in table.column_names if name not in without}


def runs(column: pa.ChunkedArray) -> Iterator[tuple[Any, int, int]]:
    """Each stretch of equal values: the value, where it begins, how long it is."""
    encoded = pc.run_end_encode(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    start = 0
    for value, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
        yield value, start, end - start
        start = end


def quarter(day: date) -> str:
    """The quarter of a day, as 2015q3."""
    return f"{day.year}q{(day.month + 2) // 3}"


def stretches(keys: Iterable[Any], weights: Iterable[int]) -> Iterator[tuple[Any, Any]]:
    """Cut sorted keys into stretches (first, last) of about the weight that is read at once."""
    first = last = None
    weight = 0
    for key, own in zip(keys, weights, strict=True):
        if first is not None and weight + own > ROWS_AT_ONCE:
            yield first, last
            first, weight = None, 0
        first, last, weight = key if first is None else first, key, weight + own
    if first is not None:
        yield first, last


def end_of_quarter(day: date) -> date:
    """The last day of the quarter that begins on this one."""
    following = date(day.year + day.month // 10, (day.month + 2) % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


class Sorted:
    """A stream of tables that is sorted by a text column, read group by group in that order."""

    def __init__(self, chunks: Iterator[pa.Table], key: str) -> None:
        self._groups = self._read(chunks, key)
        self._next = next(self._groups, None)

    def take(self, key: str) -> pa.Table | None:
        """The rows of a key; None when it has none. Keys must be asked for in the stream's order."""
        while self._next and self._next[0] < key:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != key:
            return None
        rows = self._next[1]
        self._next = next(self._groups, None)
        return rows

    @staticmethod
    def _read(chunks: Iterator[pa.Table], key: str) -> Iterator[tuple[str, pa.Table]]:
        held: tuple[str, pa.Table] | None = None
        for chunk in chunks:
            for value, start, length in runs(chunk[key]):
                rows = chunk.slice(start, length)
                if held and held[0] == value:
                    held = value, pa.concat_tables([held[1], rows], promote_options="permissive")
                    continue
                if held:
                    yield held
                held = value, rows
        if held:
            yield held
