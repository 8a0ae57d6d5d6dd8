"""`terraform test` of each module and of bootstrap."""

import re

import pytest

from .workspace import FOLDER, Workspace

TESTED = ["bootstrap", *sorted(f"modules/{folder.name}" for folder in (FOLDER / "modules").iterdir())]


def test_there_is_a_module_for_each_concern() -> None:
    concerns = [
        "alerts",
        "cluster",
        "database",
        "identity",
        "network",
        "registry",
        "secrets",
        "storage",
        "warehouse",
    ]
    assert TESTED[1:] == [f"modules/{concern}" for concern in concerns]


@pytest.mark.parametrize("folder", TESTED)
def test_its_own_tests_hold(workspace: Workspace, folder: str) -> None:
    workspace.run("init", "-backend=false", "-input=false", "-no-color", folder=folder)
    said = workspace.run("test", "-no-color", folder=folder)
    counted = re.search(r"Success! (\d+) passed, 0 failed", said)
    assert counted, said
    assert int(counted[1]) >= 2


def test_everything_is_formatted_and_valid(workspace: Workspace) -> None:
    assert workspace.run("validate", "-no-color").startswith("Success!")
