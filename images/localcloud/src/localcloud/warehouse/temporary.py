"""Temporary tables under a qualified name, which dbt writes and DuckDB does not accept."""

from __future__ import annotations

from pathlib import Path

from sqlglot import Expr, exp

from localcloud.warehouse.locks import Table
from localcloud.warehouse.statements import changed_tables, full_name, is_temporary

_DESCRIBE = Path(__file__).with_name("describe_temporary.sql").read_text()


class TemporaryTables:
    """The temporary tables of one session, each in DuckDB's own `temp` catalog under one long name.

    They are invisible to other sessions and end with the session. As in Snowflake, one hides a table of
    the same name.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._known: set[Table] = set()

    def follow(self, statement: Expr, database: str | None, schema: str | None) -> None:
        """Note what `statement`, which succeeded, created or dropped."""
        if is_temporary(statement):
            self._known |= changed_tables(statement, database, schema)
        elif isinstance(statement, exp.Drop):
            self._known -= changed_tables(statement, database, schema)

    def rewrite(self, statement: Expr, database: str | None, schema: str | None) -> str | None:
        """Return the SQL of `statement` over the real temporary tables; None when it names none."""
        created = changed_tables(statement, database, schema) if is_temporary(statement) else set()
        hidden = self._known | created
        if not hidden:
            return None
        copy = statement.copy()
        ctes = {cte.alias_or_name.upper() for cte in copy.find_all(exp.CTE)}
        named = [
            (table, name)
            for table in copy.find_all(exp.Table)
            if (table.args.get("db") or table.name.upper() not in ctes)
            and (name := full_name(table, database, schema)) in hidden
        ]
        for table, name in named:
            if isinstance(table.parent, exp.Describe):
                return _DESCRIBE.format(name=_inner_name(name))
            _replace(table, name)
        return copy.sql(dialect="snowflake") if named else None


def _inner_name(name: Table) -> str:
    return ".".join(name)


def _replace(table: exp.Table, name: Table) -> None:
    if isinstance(table.parent, (exp.From, exp.Join)) and not table.alias:
        table.set("alias", exp.TableAlias(this=table.this.copy()))
    table.set("this", exp.to_identifier(_inner_name(name), quoted=True))
    # Two parts, because fakesnow keeps records of created tables in the catalog that a name gives.
    table.set("db", exp.to_identifier("temp", quoted=True))
    table.set("catalog", None)
