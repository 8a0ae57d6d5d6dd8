"""What Airflow asks of its nodes while nothing runs: requests by component, added up.

`make idle ENV=dev [OVERLAYS="kubernetes-executor scale-out"]` prints the table.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

VALUES = Path(__file__).parent / "airflow"
# what of the chart runs all the time, and the value that switches it off; the others are jobs
_ALWAYS = ("apiServer", "scheduler", "dagProcessor", "triggerer")
_SWITCHED = {"statsd": True, "pgbouncer": False}
_MEMORY = {"Mi": 1, "Gi": 1024}


@dataclass(frozen=True)
class Request:
    """What the replicas of a component ask for together, in thousandths of a CPU and in MiB."""

    component: str
    replicas: int
    cpu: int
    memory: int


def merged(*files: Path) -> dict[str, Any]:
    """Values files as Helm merges them: mappings key by key, everything else as a whole."""
    values: dict[str, Any] = {}
    for file in files:
        values = _merge(values, yaml.safe_load(file.read_text()))
    return values


def values_files(environment: str, overlays: Sequence[str] = ()) -> list[Path]:
    """The values files of an environment, in Helm's order."""
    return [VALUES / "values.yaml", *(VALUES / f"values-{name}.yaml" for name in (environment, *overlays))]


def requests(values: Mapping[str, Any]) -> Iterator[Request]:
    """The requests of every component that runs all the time."""
    for component in (*_ALWAYS, *_SWITCHED):
        chosen = values.get(component, {})
        if component in _ALWAYS or chosen.get("enabled", _SWITCHED[component]):
            replicas = chosen.get("replicas", 1)
            asked = [chosen["resources"]["requests"]]
            if "metricsExporterSidecar" in chosen:
                asked.append(chosen["metricsExporterSidecar"]["resources"]["requests"])
            yield Request(
                component,
                replicas,
                replicas * sum(millicpu(each["cpu"]) for each in asked),
                replicas * sum(mebibytes(each["memory"]) for each in asked),
            )


def millicpu(quantity: str) -> int:
    """A quantity of CPU like 250m or 2, in thousandths."""
    return int(quantity[:-1]) if quantity.endswith("m") else round(float(quantity) * 1000)


def mebibytes(quantity: str) -> int:
    """A quantity of memory like 512Mi or 2Gi, in MiB."""
    return int(quantity[:-2]) * _MEMORY[quantity[-2:]]


def table(environment: str, overlays: Sequence[str] = ()) -> str:
    """The table of an environment, in Markdown."""
    found = list(requests(merged(*values_files(environment, overlays))))
    total = Request(
        "**sum**",
        sum(each.replicas for each in found),
        sum(each.cpu for each in found),
        sum(each.memory for each in found),
    )
    rows = [
        f"| {each.component} | {each.replicas} | {each.cpu} | {each.memory} |" for each in (*found, total)
    ]
    return "\n".join(["| component | pods | CPU (m) | memory (MiB) |", "| --- | --- | --- | --- |", *rows])


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for key, value in above.items():
        nested = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = _merge(both[key], value) if nested else value
    return both


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("environment", choices=["local", "dev", "prod"])
    parser.add_argument("overlays", nargs="*", help="kubernetes-executor, scale-out")
    options = parser.parse_args()
    print(table(options.environment, options.overlays))
