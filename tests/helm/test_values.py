"""The values of the Airflow chart, against the chart's own schema."""

import json
from functools import cache
from itertools import product
from typing import Any

import jsonschema
import pytest
import yaml

from idle import merged, table

from .rendering import ENVIRONMENTS, HELM, OVERLAYS, SCHEMA, values_files

DEPLOYMENTS = list(product(ENVIRONMENTS, OVERLAYS))


@cache
def schema() -> jsonschema.Draft7Validator:
    if not SCHEMA.exists():
        pytest.skip(f"NOT CHECKED: the chart's schema is not at {SCHEMA}, no values were validated")
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))


def broken(values: dict[str, Any]) -> list[str]:
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in schema().iter_errors(values)]


@pytest.mark.parametrize(("environment", "overlays"), DEPLOYMENTS)
def test_every_key_and_type_is_the_charts(environment: str, overlays: tuple[str, ...]) -> None:
    assert not broken(merged(*values_files(environment, overlays)))


def test_the_schema_rejects_what_it_does_not_know() -> None:
    assert broken({"scheduler": {"replicass": 2}})


@pytest.mark.parametrize("name", [*ENVIRONMENTS, "kubernetes-executor", "scale-out"])
def test_an_overlay_says_only_what_differs(name: str) -> None:
    first = HELM / "airflow" / "values.yaml"
    overlay = yaml.safe_load((HELM / "airflow" / f"values-{name}.yaml").read_text())
    # the tag line is there to be changed
    assert set(same(merged(first), overlay)) <= {"images.airflow.tag"}


def same(below: Any, above: Any, path: str = "") -> Any:
    if isinstance(above, dict):
        for key, value in above.items():
            if isinstance(below, dict) and key in below:
                yield from same(below[key], value, f"{path}.{key}" if path else key)
    elif below == above:
        yield path


def test_every_values_file_is_checked() -> None:
    checked = {file for deployment in DEPLOYMENTS for file in values_files(*deployment)}
    written = {file for file in (HELM / "airflow").glob("values*.yaml") if "platform" not in file.name}
    assert written
    assert written <= checked


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_secret_is_generated_or_written(environment: str) -> None:
    values = merged(*values_files(environment))
    for name in ("fernetKey", "apiSecretKey", "jwtSecret", "webserverSecretKey"):
        assert name not in values
    assert values["fernetKeySecretName"]
    assert values["apiSecretKeySecretName"]
    assert values["jwtSecretName"]
    assert values["data"] == {"metadataSecretName": "airflow-metadata"}
    # only the local overlay makes a login with a password
    assert values["createUserJob"]["enabled"] is (environment == "local")


def test_the_table_of_what_idling_asks_for_is_the_values() -> None:
    assert table("dev") in (HELM / "README.md").read_text()
