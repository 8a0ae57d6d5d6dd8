"""One laptop cloud for the tests that do not stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from localcloud.testing import Cloud, running_cloud

Run = Callable[[str], list[Any]]


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with running_cloud(tmp_path_factory.mktemp("cloud")) as running:
        yield running


@pytest.fixture
def run(cloud: Cloud) -> Iterator[Run]:
    """Runs a statement in a session of the test's own, and returns its rows."""
    with cloud.connect() as session:
        yield lambda sql: session.cursor().execute(sql).fetchall()


@pytest.fixture
def s3(cloud: Cloud) -> Any:
    return cloud.s3()
