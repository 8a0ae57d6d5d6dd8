"""The LookML project as Looker reads it: views, explores and the dashboard, with references resolved."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import lkml
import yaml

from tests.pipeline_run import DBT_PROJECT

FOLDER = DBT_PROJECT / "looker"
REFERENCE = re.compile(r"\$\{([\w.]+)\}")
CONSTANT = re.compile(r"@\{(\w+)\}")

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A dimension, a timeframe of a dimension group, or a measure.

    Attributes:
        view: The view that declares it.
        name: Its name within the view.
        kind: dimension, dimension_group or measure.
        timeframe: Of a dimension group's field, for example month.
        parameters: As written.
    """

    view: str
    name: str
    kind: str
    timeframe: str | None
    parameters: Parameters

    @property
    def id(self) -> str:
        return f"{self.view}.{self.name}"

    @property
    def is_measure(self) -> bool:
        return self.kind == "measure"

    @property
    def is_hidden(self) -> bool:
        return self.parameters.get("hidden") == "yes"

    @property
    def type(self) -> str:
        return str(self.parameters["type"])

    @property
    def sql(self) -> str:
        return str(self.parameters.get("sql", ""))

    @property
    def filters(self) -> dict[str, str]:
        """The filters of a measure, by field."""
        return _filters(self.parameters)


@dataclass(frozen=True)
class View:
    """A view, and the fields that Looker makes of it."""

    name: str
    parameters: Parameters

    @property
    def table(self) -> str:
        return str(self.parameters["sql_table_name"])

    @cached_property
    def fields(self) -> dict[str, Field]:
        found = list(self._fields())
        names = [field.name for field in found]
        assert len(names) == len(set(names)), f"the view {self.name} declares a field twice"
        return dict(zip(names, found, strict=True))

    @cached_property
    def sets(self) -> dict[str, list[str]]:
        return {each["name"]: each["fields"] for each in self.parameters.get("sets", [])}

    @property
    def primary_key(self) -> Field:
        (key,) = (field for field in self.fields.values() if field.parameters.get("primary_key") == "yes")
        return key

    def _fields(self) -> Iterator[Field]:
        for kind in ("dimension", "dimension_group", "measure"):
            for each in self.parameters.get(f"{kind}s", []):
                for timeframe in each.get("timeframes", [None]):
                    name = f"{each['name']}_{timeframe}" if timeframe else each["name"]
                    yield Field(self.name, name, kind, timeframe, each)


@dataclass(frozen=True)
class Explore:
    """An explore: its view, and what is joined to it."""

    name: str
    parameters: Parameters

    @property
    def joins(self) -> dict[str, Parameters]:
        return {each["name"]: each for each in self.parameters.get("joins", [])}

    @property
    def always_where(self) -> str:
        return str(self.parameters.get("sql_always_where", ""))

    @property
    def always_filter(self) -> dict[str, str]:
        return _filters(self.parameters.get("always_filter", {}))


@dataclass(frozen=True)
class Project:
    """Everything in dbt/looker."""

    constants: Mapping[str, str]
    model: Parameters
    views: Mapping[str, View]
    explores: Mapping[str, Explore]
    dashboard: Mapping[str, Any]

    @property
    def tiles(self) -> list[dict[str, Any]]:
        """The tiles that ask a question; the others hold text."""
        return [tile for tile in self.dashboard["elements"] if tile["type"] != "text"]

    def field(self, explore: Explore, name: str) -> Field:
        """The field `view.name` of an explore, if people can choose it there."""
        view, _, short = name.partition(".")
        assert view == explore.name or view in explore.joins, (
            f"{explore.name} does not join the view of {name}"
        )
        field = self.views[view].fields.get(short)
        assert field, f"{explore.name} has no field {name}"
        assert not field.is_hidden, f"{name} is hidden"
        assert view == explore.name or short in self.joined(explore, view), (
            f"{explore.name} leaves out {name}"
        )
        return field

    def joined(self, explore: Explore, view: str) -> list[str]:
        """The names of the fields that an explore takes of a view that it joins, sets resolved."""
        taken = []
        for name in explore.joins[view]["fields"]:
            owner, _, short = name.partition(".")
            assert owner == view, f"{explore.name} takes {name} of {view}"
            taken += self.views[view].sets[short.removesuffix("*")] if short.endswith("*") else [short]
        return taken

    def text(self, text: str) -> str:
        """A text with its constants filled in."""
        return CONSTANT.sub(lambda found: self.constants[found[1]], text)


def read_project() -> Project:
    """Read and parse every file of the project."""
    views = [view for file in sorted((FOLDER / "views").iterdir()) for view in _parse(file)["views"]]
    model = _parse(FOLDER / "models" / "congress.model.lkml")
    (dashboard,) = yaml.safe_load((FOLDER / "dashboards" / "congress_trades.dashboard.lookml").read_text())
    return Project(
        constants={each["name"]: each["value"] for each in _parse(FOLDER / "manifest.lkml")["constants"]},
        model=model,
        views={each["name"]: View(each["name"], each) for each in views},
        explores={each["name"]: Explore(each["name"], each) for each in model["explores"]},
        dashboard=dashboard,
    )


def _parse(file: Path) -> dict[str, Any]:
    return dict(lkml.load(file.read_text()))


def _filters(parameters: Parameters) -> dict[str, str]:
    return {
        field: value
        for listed in parameters.get("filters__all", [])
        for each in listed
        for field, value in each.items()
    }
