"""What Terraform plans for the cluster's workloads, against the Kubernetes objects that it is sent."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ..helm.rendering import HELM, kustomize, of_kind
from .workspace import resources


@pytest.mark.parametrize(("environment", "components"), [("lean", []), ("full", ["../kubernetes-executor"])])
def test_the_service_accounts_with_a_role_are_those_of_the_cluster(
    environment: str, components: list[str], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    planned = resources(request.getfixturevalue(environment))
    with_role = {
        f"{each['namespace']}/{each['service_account']}"
        for address, each in planned.items()
        if ".aws_eks_pod_identity_association." in address
    }
    assert with_role == service_accounts(tmp_path, components) | {operator()}


def service_accounts(folder: Path, components: list[str]) -> set[str]:
    shutil.copytree(HELM / "objects", folder / "objects")
    overlay = folder / "objects" / "overlay"
    overlay.mkdir()
    kustomization = {"resources": ["../base"], "components": components}
    (overlay / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
    return set(of_kind(kustomize(overlay), "ServiceAccount"))


def operator() -> str:
    """External Secrets' service account, which its own chart makes."""
    applications = of_kind(kustomize(HELM / "argocd" / "dev"), "Application")
    spec: dict[str, Any] = applications["argocd/external-secrets"]["spec"]
    name = spec["source"]["helm"]["valuesObject"]["serviceAccount"]["name"]
    return f"{spec['destination']['namespace']}/{name}"
