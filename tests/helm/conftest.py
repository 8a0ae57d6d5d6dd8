import shutil
from pathlib import Path

import pytest

from .rendering import HELM, PLATFORM, Object, kustomize


@pytest.fixture(scope="session")
def objects_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """helm/objects as it is once Terraform's outputs are written into it."""
    folder = tmp_path_factory.mktemp("helm") / "objects"
    shutil.copytree(HELM / "objects", folder)
    for environment in ("dev", "prod"):
        shutil.copy(PLATFORM / "objects.yaml", folder / environment / "platform.yaml")
    return folder


@pytest.fixture
def objects(objects_folder: Path, environment: str) -> tuple[Object, ...]:
    """The objects of an environment."""
    return kustomize(objects_folder / environment)
