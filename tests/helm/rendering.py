"""What a cluster would be sent: rendered kustomizations, chart and values."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
HELM = REPOSITORY / "helm"
PLATFORM = Path(__file__).parent / "platform"
SCHEMA = REPOSITORY.parent / "shared" / "helm" / "airflow-1.22.0.values.schema.json"
CHART = "airflow-1.22.0.tgz"
ENVIRONMENTS = ("local", "dev", "prod")
OVERLAYS: tuple[tuple[str, ...], ...] = (
    (),
    ("kubernetes-executor",),
    ("scale-out",),
    ("kubernetes-executor", "scale-out"),
)

Object = dict[str, Any]


def values_files(environment: str, overlays: Sequence[str] = ()) -> list[Path]:
    """The values files of a deployment, in Helm's order, with what Terraform would have written."""
    platform = [] if environment == "local" else [PLATFORM / "values.yaml"]
    own = [f"values-{name}.yaml" for name in (environment, *overlays)]
    first, *rest = [HELM / "airflow" / name for name in ("values.yaml", *own)]
    return [first, rest[0], *platform, *rest[1:]]


@cache
def kustomize(folder: Path) -> tuple[Object, ...]:
    """The objects of a kustomization."""
    if shutil.which("kubectl") is None:
        pytest.skip("NOT CHECKED: kubectl is not installed, no kustomization was built")
    done = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tuple(each for each in yaml.safe_load_all(done.stdout) if each)


@cache
def rendered_chart(environment: str, overlays: tuple[str, ...] = ()) -> tuple[Object, ...]:
    """The objects of the official chart."""
    chart, helm = _chart(), _helm()
    if chart is None or helm is None:
        lacking = "chart (AIRFLOW_CHART, or Helm's cache)" if chart is None else "helm (make tools)"
        pytest.skip(f"NOT CHECKED: there is no {lacking}, the Airflow chart was not rendered")
    arguments = [f"--values={file}" for file in values_files(environment, overlays)]
    command = [helm, "template", "airflow", str(chart), "--namespace=airflow", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tuple(each for each in yaml.safe_load_all(done.stdout) if each)


def pods(objects: Sequence[Object]) -> Iterator[tuple[str, Object]]:
    """Every pod that objects make: what makes it, and its spec."""
    for each in objects:
        name = f"{each['kind']}/{each['metadata']['name']}"
        if each["kind"] in ("Deployment", "StatefulSet", "DaemonSet", "Job"):
            yield name, each["spec"]["template"]["spec"]
        elif each["kind"] == "CronJob":
            yield name, each["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        elif each["kind"] == "Pod":
            yield name, each["spec"]
        elif each["kind"] == "ConfigMap" and "pod_template_file.yaml" in each.get("data", {}):
            yield (
                f"{name}/pod_template_file.yaml",
                yaml.safe_load(each["data"]["pod_template_file.yaml"])["spec"],
            )


def of_kind(objects: Sequence[Object], kind: str) -> dict[str, Object]:
    """The objects of a kind, by namespace/name."""
    found = (each for each in objects if each["kind"] == kind)
    return {f"{each['metadata'].get('namespace', '')}/{each['metadata']['name']}": each for each in found}


def _chart() -> Path | None:
    cache_home = os.environ.get("HELM_CACHE_HOME") or Path.home() / ".cache" / "helm"
    named = os.environ.get("AIRFLOW_CHART")
    found = Path(named) if named else Path(cache_home, "repository", CHART)
    assert found.exists() or not named, f"AIRFLOW_CHART names {named}, which does not exist"
    return found if found.exists() else None


def _helm() -> str | None:
    return shutil.which("helm", path=f"{REPOSITORY / '.tools'}{os.pathsep}{os.environ['PATH']}")
