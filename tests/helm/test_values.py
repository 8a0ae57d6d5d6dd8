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
    return jsonschema.Draft7Validator(closed(json.loads(SCHEMA.read_text())))


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its objects closed: the chart's leaves many open, where a mistyped key would pass."""
    own = {name: closed(value) for name, value in schema.get("properties", {}).items()}
    return {"additionalProperties": False, **schema, "properties": own} if own else schema


def broken(values: dict[str, Any]) -> list[str]:
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in schema().iter_errors(values)]


@pytest.mark.parametrize(("environment", "overlays"), DEPLOYMENTS)
def test_every_key_and_type_is_the_charts(environment: str, overlays: tuple[str, ...]) -> None:
    assert not broken(merged(*values_files(environment, overlays)))


@pytest.mark.parametrize(
    "values",
    [
        {"schedulerr": {}},
        {"scheduler": {"replicass": 2}},
        {"scheduler": {"replicas": "two"}},
        {"workers": {"celery": {"persistens": {"enabled": False}}}},
        {"apiServer": {"serviceAccount": {"nam": "airflow-api-server"}}},
    ],
)
def test_what_the_chart_does_not_know_is_seen(values: dict[str, Any]) -> None:
    assert broken(values)


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
    assert all(name.endswith("SecretName") for name in values["data"])
    # only the local overlay makes a login with a password
    assert values["createUserJob"]["enabled"] is (environment == "local")


def test_the_table_of_what_idling_asks_for_is_the_values() -> None:
    assert table("dev") in (HELM / "README.md").read_text()
