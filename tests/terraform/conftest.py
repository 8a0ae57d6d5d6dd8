"""Terraform's tests need Terraform and its two providers, from a registry or a local mirror of plugins."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .moto_cloud import MotoCloud
from .workspace import TerraformError, Workspace, make_workspace


@pytest.fixture(scope="session")
def moto() -> Iterator[MotoCloud]:
    """AWS as moto plays it, on a free port."""
    with MotoCloud() as cloud:
        yield cloud


def initialised(folder: Path, endpoint: str, overrides: dict[str, str] | None = None) -> Workspace:
    """A workspace, or the test is skipped, loudly, because Terraform or its providers are not to be had."""
    if shutil.which("terraform") is None:
        pytest.skip("NOT TESTED: terraform is not on the path")
    try:
        return make_workspace(folder, endpoint, overrides)
    except TerraformError as error:
        if "Failed to query available provider packages" not in str(error):
            raise
        pytest.skip(
            "NOT TESTED: the aws and snowflake providers can neither be downloaded nor are they installed"
        )


@pytest.fixture(scope="session")
def workspace(moto: MotoCloud, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """For plans."""
    return initialised(tmp_path_factory.mktemp("plans") / "terraform", moto.endpoint)


@pytest.fixture(scope="session")
def lean(workspace: Workspace) -> dict[str, Any]:
    """The plan of dev.tfvars."""
    return workspace.plan("dev", "lean")


@pytest.fixture(scope="session")
def full(workspace: Workspace) -> dict[str, Any]:
    """The plan of prod.tfvars, with what else can be switched on."""
    return workspace.plan("prod", "full", executor="kubernetes", api_allowed_cidrs=["203.0.113.7/32"])


@pytest.fixture(scope="session", autouse=True)
def managed_policies() -> Iterator[None]:
    """Let moto know AWS' own policies, which the cluster's roles have."""
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    yield
    del os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"]
