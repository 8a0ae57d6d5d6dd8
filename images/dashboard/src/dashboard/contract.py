"""The contracts of the published marts, as dbt's models describe them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from dashboard.errors import DashboardError

_FOLDERS = ("publish", "reports")
_DECIMAL = re.compile(r"number\((\d+),\s*(\d+)\)")
_TYPES = {
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "double": pa.float64(),
    "float": pa.float64(),
    "timestamp_ntz": pa.timestamp("us"),
    "varchar": pa.string(),
}


@dataclass(frozen=True)
class Column:
    """A column of a mart; `type` as the warehouse names it."""

    name: str
    type: str
    description: str

    @property
    def field(self) -> pa.Field:
        """The column in Arrow's and Parquet's terms, its description among its metadata."""
        return pa.field(self.name, _arrow_type(self.type), metadata={"description": self.description})


@dataclass(frozen=True)
class Mart:
    """A published table or view."""

    name: str
    description: str
    columns: tuple[Column, ...]


def read_contracts(models: Path) -> dict[str, Mart]:
    """Every published mart by its name.

    Args:
        models: The folder of dbt's models.
    """
    marts = {}
    for folder in _FOLDERS:
        for file in sorted((models / folder).glob("*.yml")):
            for model in yaml.load(file.read_text(), _Loader).get("models", []):
                marts[model["name"]] = _mart(model)
    return marts


# the one that is written in C, where it is there: a second less
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _mart(model: dict[str, Any]) -> Mart:
    columns = (
        Column(column["name"], column["data_type"].lower(), column["description"])
        for column in model["columns"]
    )
    return Mart(model["name"], model["description"], tuple(columns))


def _arrow_type(type_: str) -> pa.DataType:
    if found := _DECIMAL.fullmatch(type_):
        precision, scale = map(int, found.groups())
        return pa.decimal128(precision, scale) if scale else pa.int64()
    if type_ not in _TYPES:
        raise DashboardError(
            f"A contract has the type {type_}, which open data does not know. Add it to contract.py."
        )
    return _TYPES[type_]
