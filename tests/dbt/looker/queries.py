"""The SQL that Looker would send for a tile, as far as this project's LookML goes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.dbt.looker.project import REFERENCE, Explore, Field, Project

_AGGREGATES = {
    "average": "avg({})",
    "count_distinct": "count(distinct {})",
    "max": "max({})",
    "median": "median({})",
    "min": "min({})",
    "sum": "coalesce(sum({}), 0)",
}
_TIMEFRAMES = {
    "date": "to_date({})",
    "month": "to_char(date_trunc('month', {}), 'YYYY-MM')",
    "quarter": "date_trunc('quarter', {})",
    "raw": "{}",
    "time": "{}",
    "year": "year({})",
}


@dataclass
class Query:
    """A question to an explore.

    Attributes:
        project: The LookML.
        explore: The explore that is asked.
        fields: What is shown, as view.field.
        filters: Looker's filter expressions, by field.
        sorts: Fields, each perhaps with "desc" behind it.
        limit: The most rows.
    """

    project: Project
    explore: Explore
    fields: list[str]
    filters: Mapping[str, str]
    sorts: list[str] = field(default_factory=list)
    limit: int = 500
    _views: set[str] = field(default_factory=set)

    def sql(self) -> str:
        """The statement.

        Raises:
            AssertionError: It names what the explore does not have, or what this generator does not know.
        """
        asked = [self.project.field(self.explore, name) for name in self.fields]
        dimensions = [each for each in asked if not each.is_measure]
        # a measure of a joined view would count its rows once for each row that they are joined to
        assert all(each.view == self.explore.name for each in asked if each.is_measure)
        columns = [f'{self._shown(each)} as "{each.id}"' for each in asked]
        where, having = self._conditions()
        parts = [f"select {', '.join(columns)}", self.tables(set(self._views))]
        parts += [f"where {' and '.join(where)}"] if where else []
        groups = dict.fromkeys(map(self._shown, [*dimensions, *self._required(dimensions)]))
        parts += [f"group by {', '.join(groups)}"] if groups else []
        parts += [f"having {' and '.join(having)}"] if having else []
        parts += [f"order by {', '.join(map(self._sorted, self.sorts))}"] if self.sorts else []
        return self.project.text("\n".join([*parts, f"limit {self.limit}"]))

    def _required(self, dimensions: list[Field]) -> Iterator[Field]:
        """What Looker groups by besides, without showing it."""
        for each in dimensions:
            for name in each.parameters.get("required_fields", []):
                assert each.view == self.explore.name or name in self.project.joined(self.explore, each.view)
                yield self.project.views[each.view].fields[name]

    def tables(self, needed: set[str]) -> str:
        """The explore's table with the joins that are needed: Looker leaves out the others."""
        lines = [f"from {self.project.views[self.explore.name].table} as {self.explore.name}"]
        for view, join in self.explore.joins.items():
            if view in needed:
                on = self._expanded(join["sql_on"], self.explore.name)
                lines.append(f"left join {self.project.views[view].table} as {view} on {on}")
        return "\n".join(lines)

    def _conditions(self) -> tuple[list[str], list[str]]:
        """What holds for rows, and what holds for groups."""
        where, having = [], []
        if self.explore.always_where:
            where.append(self._expanded(self.explore.always_where, self.explore.name))
        for name, expression in (self.explore.always_filter | dict(self.filters)).items():
            found = self.project.field(self.explore, name)
            if condition := _condition(found, self.expression(found), expression):
                (having if found.is_measure else where).append(condition)
        return where, having

    def _sorted(self, sort: str) -> str:
        name, _, direction = sort.partition(" ")
        return f'"{name}" {direction or "asc"} nulls last'

    def _shown(self, found: Field) -> str:
        text = self.expression(found)
        return f"case when {text} then 'Yes' else 'No' end" if found.type == "yesno" else text

    def expression(self, found: Field) -> str:
        """The SQL of a field where another refers to it."""
        if found.is_measure:
            return self._aggregate(found)
        text = self._expanded(found.sql, found.view)
        return _TIMEFRAMES[found.timeframe].format(text) if found.timeframe else f"({text})"

    def _aggregate(self, measure: Field) -> str:
        text = self._expanded(measure.sql, measure.view)
        if measure.type in ("number", "date"):
            assert not measure.filters, f"Looker ignores the filters of {measure.id}"
            return f"({text})"
        fields = self.project.views[measure.view].fields
        conditions = [
            _condition(fields[name], self.expression(fields[name]), expression)
            for name, expression in measure.filters.items()
        ]
        if measure.type == "count":
            return f"count(case when {' and '.join(conditions)} then 1 end)" if conditions else "count(*)"
        if conditions:
            text = f"case when {' and '.join(conditions)} then {text} end"
        return _AGGREGATES[measure.type].format(text)

    def _expanded(self, sql: str, view: str) -> str:
        def replace(found: re.Match[str]) -> str:
            if found[1] == "TABLE":
                self._views.add(view)
                return view
            owner, _, name = found[1].rpartition(".")
            fields = self.project.views[owner or view].fields
            assert name in fields, f"{view} refers to {found[1]}, which does not exist"
            return self.expression(fields[name])

        return REFERENCE.sub(replace, sql)


def tile_query(project: Project, tile: Mapping[str, Any], chosen: Mapping[str, str] | None = None) -> Query:
    """The question of a tile while the dashboard's filters have their defaults, or what is chosen."""
    values = {each["name"]: each.get("default_value", "") for each in project.dashboard["filters"]}
    values |= chosen or {}
    listened = {fields: values[name] for name, fields in tile.get("listen", {}).items()}
    return Query(
        project,
        project.explores[tile["explore"]],
        tile["fields"],
        tile.get("filters", {}) | {name: value for name, value in listened.items() if value},
        tile.get("sorts", []),
        tile.get("limit", 500),
    )


def _condition(found: Field, sql: str, expression: str) -> str:
    """A Looker filter expression as SQL; "" where it lets everything through."""
    if not expression:
        return ""
    if expression in ("NULL", "-NULL"):
        return f"{sql} is {'not ' if expression[0] == '-' else ''}null"
    if found.type == "yesno":
        return {"yes": f"coalesce({sql}, false)", "no": f"not coalesce({sql}, false)"}[expression]
    if compared := re.fullmatch(r"(>=?|<=?) ?(\d+)", expression):
        return f"{sql} {compared[1]} {compared[2]}"
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in expression.split(","))
    return f"{sql} in ({quoted})"
