"""Views and explores against dbt's manifest, and in one style."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lkml.lexer import Lexer
from lkml.tokens import CommentToken

from tests.dbt.looker.project import CONSTANT, FOLDER, REFERENCE, Field, Project
from tests.dbt.looker.queries import Query

Models = Mapping[str, Mapping[str, Any]]

FACTS = {"fct_trades", "fct_disclosures", "fct_trade_returns"}
DIMENSIONS = {"dim_officials"}
TABLE = re.compile(r"@\{schema\}\.(\w+)")
COLUMN = re.compile(r"\$\{TABLE\}\.(\w+)")
SECTIONS = [
    "Primary Key",
    "Foreign Keys and IDs",
    "Dates",
    "Flags",
    "Properties",
    "Counts",
    "Amounts",
    "Lateness",
    "Prices",
    "Returns",
    "Sets",
]
SMALL_WORDS = {"a", "against", "and", "as", "at", "by", "from", "in", "of", "the", "to"}
PREFIXES = {
    "average": ("avg_",),
    "count": ("count_",),
    "count_distinct": ("count_",),
    "date": ("max_",),
    "max": ("max_",),
    "median": ("median_",),
    "min": ("min_",),
    "number": ("avg_", "count_", "median_", "p10_", "p25_", "p75_", "p90_", "total_"),
    "sum": ("total_",),
}
RATIOS = {"hit_rate", "late_share", "price_coverage"}
PARAMETERS = {
    "views": {"name", "sql_table_name", "dimensions", "dimension_groups", "measures", "sets"},
    "dimensions": {
        *("name", "primary_key", "hidden", "label", "group_label", "description", "type", "sql"),
        *("convert_tz", "datatype", "map_layer_name", "suggestions", "value_format_name", "links"),
        "required_fields",
    },
    "dimension_groups": {
        *("name", "hidden", "label", "description", "type", "timeframes", "convert_tz", "datatype", "sql"),
    },
    "measures": {
        *("name", "label", "description", "type", "sql", "filters__all", "convert_tz", "datatype"),
        *("value_format_name", "drill_fields"),
    },
    "sets": {"name", "fields"},
    "explores": {"name", "label", "description", "sql_always_where", "always_filter", "joins"},
    "joins": {"name", "view_label", "fields", "relationship", "type", "sql_on"},
}
"""What this project uses; the parser takes a misspelt parameter for a new one."""


def all_fields(project: Project) -> Iterator[Field]:
    for view in project.views.values():
        yield from view.fields.values()


def shown_column(field: Field, project: Project) -> str | None:
    """The column whose value, or whose sum, a field is."""
    plain = re.fullmatch(r"\$\{TABLE\}\.(\w+)", field.sql)
    if plain:
        return plain[1]
    summed = re.fullmatch(r"\$\{(_\w+)\}", field.sql)
    if summed and field.name == f"total{summed[1]}" and not field.filters:
        return shown_column(project.views[field.view].fields[summed[1]], project)
    return None


def test_every_mart_has_a_view_and_every_view_a_mart(project: Project, published: Models) -> None:
    marts = {name for name in published if name.startswith("rpt_") or name in FACTS}
    assert len(marts) > len(FACTS)
    tables = {name: TABLE.fullmatch(view.table) for name, view in project.views.items()}
    assert {name: found and found[1] for name, found in tables.items()} == {name: name for name in tables}
    assert set(tables) == marts | DIMENSIONS
    assert {file.name.removesuffix(".view.lkml") for file in (FOLDER / "views").iterdir()} == set(tables)


def test_every_column_is_in_the_contract_of_its_mart(project: Project, published: Models) -> None:
    columns = {(view, column) for view in project.views for column in _columns(project, view)}
    assert len(columns) > 200
    unknown = {(view, column) for view, column in columns if column not in published[view]["columns"]}
    assert unknown == set()


def _columns(project: Project, view: str) -> set[str]:
    return {column for field in project.views[view].fields.values() for column in COLUMN.findall(field.sql)}


def test_every_other_table_is_published(project: Project, published: Models, manifest: Models) -> None:
    sources = {each["name"] for each in manifest["sources"].values() if each["schema"] == "publish"}
    named = {table for field in all_fields(project) for table in TABLE.findall(field.sql)}
    named |= {table for each in project.model["datagroups"] for table in TABLE.findall(each["sql_trigger"])}
    assert named
    assert named <= sources | set(published)


def test_every_reference_resolves(project: Project) -> None:
    for field in all_fields(project):
        explore = next(each for each in project.explores.values() if field.view in (each.name, *each.joins))
        # raises when a reference leads nowhere
        assert Query(project, explore, [], {}).expression(field)
    for explore in project.explores.values():
        for view in explore.joins:
            assert project.joined(explore, view)
            fields = project.views[view].fields
            names = [f"{view}.{name}" for name in project.joined(explore, view) if not fields[name].is_hidden]
            assert Query(project, explore, names, {}).sql()


def test_every_set_link_and_drill_leads_somewhere(project: Project) -> None:
    filters = {each["name"] for each in project.dashboard["filters"]}
    drills, inner_links = 0, 0
    for view in project.views.values():
        for names in view.sets.values():
            assert set(names) <= set(view.fields), view.name
        for field in view.fields.values():
            for name in field.parameters.get("drill_fields", []):
                assert name.removesuffix("*") in view.sets, field.id
                drills += 1
            for link in field.parameters.get("links", []):
                url = urlsplit(link["url"])
                if url.path.startswith("/dashboards/"):
                    model, _, dashboard = url.path.removeprefix("/dashboards/").partition("::")
                    assert (model, dashboard) == ("congress", project.dashboard["dashboard"]), field.id
                    assert set(parse_qs(url.query)) <= filters, field.id
                    inner_links += 1
    assert drills
    assert inner_links


def test_every_constant_is_defined_and_used(project: Project) -> None:
    texts = [file.read_text() for file in FOLDER.rglob("*.lkml") if file.name != "manifest.lkml"]
    used = {name for text in texts for name in CONSTANT.findall(text)}
    assert used == set(project.constants) == {"connection", "schema"}


def test_an_explore_of_both_periods_shows_one(project: Project) -> None:
    """Else the totals would hold the last 12 months twice."""
    both = [
        explore for explore in project.explores.values() if "period" in project.views[explore.name].fields
    ]
    assert both
    for explore in both:
        assert explore.always_filter[f"{explore.name}.period"] == "all"


def test_joins_are_many_to_one_and_bring_no_measure(project: Project) -> None:
    """Else sums would count a row once for each row that it is joined to."""
    joins = [(explore, view) for explore in project.explores.values() for view in explore.joins]
    assert joins
    for explore, view in joins:
        join = explore.joins[view]
        assert (join["relationship"], join["type"]) == ("many_to_one", "left_outer")
        assert set(re.findall(r"\$\{(\w+)\.", join["sql_on"])) == {explore.name, view}
        fields = project.views[view].fields
        assert not [name for name in project.joined(explore, view) if fields[name].is_measure]


def test_descriptions_are_those_of_the_marts(project: Project, published: Models) -> None:
    compared = 0
    for field in all_fields(project):
        column = shown_column(field, project)
        if column and not field.is_hidden:
            described = " ".join(published[field.view]["columns"][column]["description"].split())
            assert field.parameters["description"] == described, field.id
            compared += 1
    assert compared > 200


def test_every_visible_field_and_explore_is_described(project: Project) -> None:
    visible = [field for field in all_fields(project) if not field.is_hidden]
    assert not [field.id for field in visible if not field.parameters.get("description")]
    assert not [each.name for each in project.explores.values() if not each.parameters.get("description")]
    assert all(each.parameters.get("label") for each in project.explores.values())


def test_names_and_labels_follow_the_style(project: Project) -> None:
    names = [*project.views, *project.explores, *(field.name for field in all_fields(project))]
    assert not [name for name in names if not re.fullmatch(r"_?[a-z][a-z0-9_]*", name)]
    labels = [
        each[key]
        for each in _blocks(project)
        for key in ("label", "group_label", "view_label")
        if key in each
    ]
    assert labels
    assert not [label for label in labels if not all(map(_is_title_case, label.split()))]


def _is_title_case(word: str) -> bool:
    return word in SMALL_WORDS or not word[0].islower()


def _blocks(project: Project) -> Iterator[Mapping[str, Any]]:
    """Every view, field, explore and join as written."""
    for view in project.views.values():
        yield view.parameters
    for field in all_fields(project):
        yield field.parameters
    for explore in project.explores.values():
        yield explore.parameters
        yield from explore.joins.values()


def test_measures_are_named_by_what_they_do(project: Project) -> None:
    measures = [field for field in all_fields(project) if field.is_measure]
    assert measures
    for measure in measures:
        is_ratio = any(measure.name.startswith(ratio) for ratio in RATIOS)
        assert is_ratio or measure.name.startswith(PREFIXES[measure.type]), measure.id


def test_keys_are_hidden(project: Project) -> None:
    for view in project.views.values():
        # a ticker is its own name
        assert view.primary_key.is_hidden or view.primary_key.name == "ticker", view.name
    assert not [
        field.id for field in all_fields(project) if field.name.endswith("_id") and not field.is_hidden
    ]


def test_a_column_behind_a_measure_is_hidden(project: Project) -> None:
    underscored = [field for field in all_fields(project) if field.name.startswith("_")]
    assert underscored
    assert all(field.is_hidden for field in underscored)
    for field in all_fields(project):
        if field.type == "sum":
            assert REFERENCE.findall(field.sql)[0].startswith("_"), field.id


@pytest.mark.parametrize("view", sorted(file.name for file in (FOLDER / "views").iterdir()))
def test_sections_stand_in_one_order(view: str) -> None:
    tokens = Lexer((FOLDER / "views" / view).read_text()).scan()
    comments = [token.value.strip() for token in tokens if isinstance(token, CommentToken)]
    headers = [comment[3:] for comment in comments if comment.startswith("## ")]
    assert headers
    assert headers == [section for section in SECTIONS if section in headers]


def test_every_parameter_is_one_of_lookml(project: Project) -> None:
    for view in project.views.values():
        assert set(view.parameters) <= PARAMETERS["views"], view.name
        for kind in ("dimensions", "dimension_groups", "measures", "sets"):
            for each in view.parameters.get(kind, []):
                assert set(each) <= PARAMETERS[kind], f"{view.name}.{each['name']}"
    for explore in project.explores.values():
        assert set(explore.parameters) <= PARAMETERS["explores"], explore.name
        for join in explore.joins.values():
            assert set(join) <= PARAMETERS["joins"], explore.name
