from collections.abc import Mapping
from typing import Any

import pytest

from tests.dbt.looker.project import Project, read_project


@pytest.fixture(scope="session")
def project() -> Project:
    found = read_project()
    assert found.views
    assert found.explores
    assert found.tiles
    return found


@pytest.fixture(scope="session")
def published(manifest: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The published models by name, as dbt's manifest describes them."""
    nodes = manifest["nodes"].values()
    found = {
        node["name"]: node
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] == "publish"
    }
    assert found
    return found
