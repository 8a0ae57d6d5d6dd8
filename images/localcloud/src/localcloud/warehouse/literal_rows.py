"""Inserts of many rows of literals, such as dbt's seeds, without a syntax tree for each literal.

fakesnow parses and transforms a statement some seventy times over; ten thousand rows take it ten seconds,
during which its server answers nobody. Here such a statement becomes an insert from a table of text, which
DuckDB casts to the target's types as it would have cast the literals.
"""

from __future__ import annotations

import re

import pyarrow as pa

TABLE = "localcloud_values"
"""The name, in the session's `temp` catalog, under which the rows must be registered."""

LONG = 20_000
"""Statements of fewer characters are left to fakesnow."""

_INSERT = re.compile(
    r"\s*(insert\s+(?:overwrite\s+)?into\s+[\w.\"$]+\s*(?:\([^()]*\)\s*)?)values\s*", re.IGNORECASE
)
_END = re.compile(r"(\s|;|/\*.*?\*/)*", re.DOTALL)
_LITERAL = re.compile(
    r"\s*(?:'(?P<text>(?:[^'\\]|''|\\.)*)'|(?P<bare>null|true|false|[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?))\s*",
    re.IGNORECASE | re.DOTALL,
)
_ESCAPE = re.compile(r"''|\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "0": "\0"}


def read_values(sql: str) -> tuple[str, pa.Table] | None:
    """Split a long `insert … values` of literals into an insert from TABLE, and the rows.

    Returns None for every other statement, which fakesnow runs as it is.
    """
    if len(sql) < LONG or not (start := _INSERT.match(sql)):
        return None
    rows = _rows(sql, start.end())
    if rows is None or len({len(row) for row in rows}) != 1:
        return None
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    table = pa.table({f"c{number}": column for number, column in enumerate(columns)})
    return f'{start[1]}select * from "temp"."{TABLE}"', table


def _rows(sql: str, position: int) -> list[list[str | None]] | None:
    rows = []
    while sql.startswith("(", position):
        row: list[str | None] = []
        while not row or sql.startswith(",", position):
            literal = _LITERAL.match(sql, position + 1)
            if literal is None:
                return None
            row.append(_value(literal))
            position = literal.end()
        if not sql.startswith(")", position):
            return None
        rows.append(row)
        position += 1
        while position < len(sql) and (sql[position].isspace() or sql[position] == ","):
            position += 1
    return rows if _END.fullmatch(sql, position) else None


def _value(literal: re.Match[str]) -> str | None:
    text = literal["text"]
    if text is not None:
        return _ESCAPE.sub(_unescaped, text)
    bare = literal["bare"]
    return None if bare.lower() == "null" else bare


def _unescaped(escape: re.Match[str]) -> str:
    if code := escape[1] or escape[2]:
        return chr(int(code, 16))
    letter = escape[3]
    return "'" if letter is None else _ESCAPED.get(letter, letter)
