"""The real command on generated marts, a real S3 and a small site."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from unittest import mock

import pytest
from tests.generated_marts import GeneratedMarts, Size
from tests.site import Published

from dashboard.cli import main
from localcloud.testing import Cloud, running_cloud

PAGE = '<!doctype html><script type="module" src="versions/__VERSION__/assets/app-1.js"></script>'


@dataclass(frozen=True)
class Outcome:
    exit_code: int
    out: str
    err: str


@dataclass
class Desk:
    """Marts, a site and a bucket, and the command between them."""

    cloud: Cloud
    marts: GeneratedMarts
    environment: dict[str, str] = field(repr=False)

    @cached_property
    def published(self) -> Published:
        return Published(self.cloud.s3())

    def publish(self, **settings: str) -> Outcome:
        """Run the command in this process, which spares two seconds a test."""
        out, err = io.StringIO(), io.StringIO()
        handler = signal.getsignal(signal.SIGTERM)
        with (
            mock.patch.dict(os.environ, self.environment | settings, clear=True),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            warnings.catch_warnings(),
        ):
            try:
                exit_code = main(["publish"])
            finally:
                signal.signal(signal.SIGTERM, handler)
        return Outcome(exit_code, out.getvalue(), err.getvalue())

    def run(self, sql: str) -> None:
        """Change the marts in the warehouse."""
        with self.cloud.connect() as session:
            session.cursor().execute(sql)


Open = Callable[[Size], contextlib.AbstractContextManager[Desk]]


@pytest.fixture(scope="session")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Makes marts of a size, in a laptop cloud of their own."""

    @contextlib.contextmanager
    def desk(size: Size) -> Iterator[Desk]:
        folder = tmp_path_factory.mktemp("desk")
        with running_cloud(folder / "cloud") as cloud:
            marts = GeneratedMarts(size)
            marts.load(cloud)
            environment = {
                "PATH": os.environ["PATH"],
                **cloud.environment(),
                "DASHBOARD_MARKET": "sample",
                "DASHBOARD_MODELS": str(marts.write_contracts(folder / "models")),
                "DASHBOARD_SITE": str(_site(folder / "site")),
            }
            yield Desk(cloud, marts, environment)

    return desk


def _site(folder: Path) -> Path:
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "app-1.js").write_text("console.log('up')")
    (folder / "assets" / "font-1.woff2").write_bytes(b"\x00\x01font")
    return folder
