"""The dashboard against the explores."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.dbt.looker.project import Project
from tests.dbt.looker.queries import tile_query
from tests.dbt.looker.studio import read_page

Models = Mapping[str, Mapping[str, Any]]

COLUMNS = 24
TILE_TYPES = {
    *("looker_bar", "looker_boxplot", "looker_column", "looker_geo_choropleth", "looker_grid"),
    *("single_value", "text"),
}


def test_every_field_of_a_tile_is_one_of_its_explore(project: Project) -> None:
    for tile in project.tiles:
        explore = project.explores[tile["explore"]]
        fields = {name: project.field(explore, name) for name in tile["fields"]}
        assert fields, tile["name"]
        assert {sort.split()[0] for sort in tile.get("sorts", [])} <= set(fields), tile["name"]
        assert all(not fields[name].is_measure for name in tile.get("pivots", [])), tile["name"]
        for name in tile.get("filters", {}):
            assert project.field(explore, name)
        assert tile_query(project, tile).sql()


def test_every_filter_leads_to_a_field_and_is_listened_to(project: Project) -> None:
    filters = {each["name"]: each for each in project.dashboard["filters"]}
    assert filters
    for each in filters.values():
        assert not project.field(project.explores[each["explore"]], each["field"]).is_measure
    listeners = Counter(name for tile in project.tiles for name in tile.get("listen", {}))
    assert set(listeners) == set(filters)
    for tile in project.tiles:
        for name in tile.get("listen", {}).values():
            assert not project.field(project.explores[tile["explore"]], name).is_measure, tile["name"]


def test_a_filter_reaches_every_tile_that_has_its_field(project: Project) -> None:
    """A tile that ignores a filter which it could follow shows figures that nobody asked for."""
    filters = {each["name"]: each["field"].split(".")[1] for each in project.dashboard["filters"]}
    followed = 0
    for tile in project.tiles:
        explore = project.explores[tile["explore"]]
        fields = {name for name, field in project.views[explore.name].fields.items() if not field.is_hidden}
        fields |= {name for view in explore.joins for name in project.joined(explore, view)}
        could = {name for name, field in filters.items() if field in fields}
        assert could == set(tile.get("listen", {})), tile["name"]
        followed += len(could)
    assert followed


def test_every_tile_belongs_to_the_model_and_has_a_known_type(project: Project) -> None:
    for key, tiles in (("name", project.dashboard["elements"]), ("title", project.tiles)):
        assert len({tile[key] for tile in tiles}) == len(tiles), key
    assert {tile["model"] for tile in project.tiles} == {"congress"}
    assert {each["type"] for each in project.dashboard["elements"]} <= TILE_TYPES


def test_tiles_do_not_overlap(project: Project) -> None:
    cells: Counter[tuple[int, int]] = Counter()
    for each in project.dashboard["elements"]:
        assert each["col"] + each["width"] <= COLUMNS, each["name"]
        rows = range(each["row"], each["row"] + each["height"])
        columns = range(each["col"], each["col"] + each["width"])
        cells.update((row, column) for row in rows for column in columns)
    assert max(cells.values()) == 1


def test_measured_returns_stand_beside_their_number(project: Project) -> None:
    """N is shown wherever a table shows a return."""
    numbers = {"count_measured", "total_measured"}
    tables = 0
    for tile in project.tiles:
        names = {name.split(".")[1] for name in tile["fields"]}
        if tile["type"] == "looker_grid" and any("excess" in name for name in names):
            assert names & numbers or any(name.endswith("_measured") for name in names), tile["name"]
            tables += 1
    assert tables


def test_ends_of_amounts_stand_together(project: Project) -> None:
    ranges = 0
    for tile in project.tiles:
        lows = [name for name in tile["fields"] if name.endswith("amount_low")]
        for low in lows:
            assert low.removesuffix("low") + "high" in tile["fields"], tile["name"]
            ranges += 1
    assert ranges


def test_looker_studio_has_the_same_tiles_over_the_same_columns(project: Project, published: Models) -> None:
    queries, tiles = read_page()
    assert [tile.title for tile in tiles] == [tile["title"] for tile in project.tiles]
    plain = [tile for tile in tiles if tile.source not in queries]
    assert plain
    for tile in plain:
        assert set(tile.columns) <= set(published[tile.source]["columns"]), tile.title
