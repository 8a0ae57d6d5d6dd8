"""What a statement is and which tables it changes, read from its syntax tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from fakesnow.dialect import parse_one
from sqlglot import Expr, exp

from localcloud.warehouse.locks import Table


class Kind(Enum):
    """How a statement takes part in transactions."""

    READ = auto()
    CHANGE = auto()
    DEFINE = auto()
    BEGIN = auto()
    COMMIT = auto()
    ROLLBACK = auto()
    SET_AUTOCOMMIT = auto()
    ACCEPT = auto()
    """Answered with success and nothing else: roles, warehouses, grants, integrations, session parameters."""


_KINDS: dict[type[Expr], Kind] = {
    exp.Insert: Kind.CHANGE,
    exp.Update: Kind.CHANGE,
    exp.Delete: Kind.CHANGE,
    exp.Merge: Kind.CHANGE,
    exp.Copy: Kind.CHANGE,
    exp.TruncateTable: Kind.CHANGE,
    exp.Create: Kind.DEFINE,
    exp.Drop: Kind.DEFINE,
    exp.Alter: Kind.DEFINE,
    exp.Comment: Kind.DEFINE,
    exp.Transaction: Kind.BEGIN,
    exp.Commit: Kind.COMMIT,
    exp.Rollback: Kind.ROLLBACK,
    exp.Grant: Kind.ACCEPT,
    exp.Revoke: Kind.ACCEPT,
}
_ACCEPTED = re.compile(
    r"\s*(create(\s+or\s+replace)?|alter|drop)\s+(warehouse|role|user|resource\s+monitor"
    r"|(storage\s+|notification\s+)?integration)\b"
    r"|\s*use\s+(role|warehouse|secondary\s+roles)\b|\s*(grant|revoke)\b",
    re.IGNORECASE,
)
_START = re.compile(r"\s*(start|begin)\s+(transaction|work)\b.*", re.IGNORECASE | re.DOTALL)


def parse(sql: str) -> Expr:
    """Read one Snowflake statement.

    Raises:
        ProgrammingError: it is not one.
    """
    if _START.fullmatch(sql):
        return exp.Transaction()
    return parse_one(sql)


def kind_of(statement: Expr, sql: str) -> Kind:
    """Say how `statement`, written as `sql`, takes part in transactions."""
    if _ACCEPTED.match(sql):
        return Kind.ACCEPT
    if isinstance(statement, exp.Alter) and statement.kind == "SESSION":
        return Kind.ACCEPT if autocommit_set_by(statement) is None else Kind.SET_AUTOCOMMIT
    return _KINDS.get(type(statement), Kind.READ)


def autocommit_set_by(statement: Expr) -> bool | None:
    """Return the value that an `alter session` gives to AUTOCOMMIT; None when it does not."""
    for item in statement.find_all(exp.EQ):
        if item.this.name.upper() == "AUTOCOMMIT":
            return bool(item.expression.name.upper() == "TRUE" or item.expression.this is True)
    return None


def changed_tables(statement: Expr, database: str | None, schema: str | None) -> set[Table]:
    """Name what `statement` changes, completed with the session's database and schema."""
    return {full_name(table, database, schema) for table in _targets(statement)}


def full_name(table: exp.Table, database: str | None, schema: str | None) -> Table:
    """Complete a table's name as Snowflake does: unquoted parts are upper case."""
    return (
        _folded(table.args.get("catalog")) or database or "",
        _folded(table.args.get("db")) or schema or "",
        _folded(table.this) or "",
    )


def is_temporary(statement: Expr) -> bool:
    """Say whether `statement` creates a temporary table."""
    return (
        isinstance(statement, exp.Create)
        and statement.kind == "TABLE"
        and statement.find(exp.TemporaryProperty) is not None
    )


def _targets(statement: Expr) -> Iterator[exp.Table]:
    candidates = [statement.this, *statement.expressions, *(statement.args.get("tables") or [])]
    for action in statement.args.get("actions") or []:
        candidates.append(action.this)
    for candidate in candidates:
        if isinstance(candidate, exp.Schema):
            candidate = candidate.this
        if isinstance(candidate, exp.Table):
            yield candidate


def _folded(identifier: Expr | None) -> str:
    if not isinstance(identifier, exp.Identifier):
        return ""
    return str(identifier.this) if identifier.quoted else str(identifier.this).upper()
