"""The real command on generated marts, a real S3 and a small site."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tests.generated_marts import GeneratedMarts, Size

from dashboard.cli import main
from localcloud.testing import Cloud, running_cloud

BUCKET = "dashboard"
PAGE = '<!doctype html><script type="module" src="versions/__VERSION__/assets/app-1.js"></script>'


@dataclass(frozen=True)
class Outcome:
    exit_code: int
    out: str
    err: str


@dataclass
class Published:
    """What lies in the bucket."""

    client: Any

    @property
    def objects(self) -> dict[str, Any]:
        """What S3 lists, by key."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        return {item["Key"]: item for page in pages for item in page.get("Contents", [])}

    @property
    def versions(self) -> set[str]:
        return {key.split("/")[1] for key in self.objects if key.startswith("versions/")}

    @property
    def pointer(self) -> str | None:
        """The page that is up."""
        return self.content("index.html").decode() if "index.html" in self.objects else None

    @property
    def version(self) -> str:
        """The version that the page loads."""
        assert self.pointer
        [version] = [version for version in self.versions if f"versions/{version}/" in self.pointer]
        return version

    def head(self, key: str) -> dict[str, Any]:
        return dict(self.client.head_object(Bucket=BUCKET, Key=key))

    def content(self, key: str) -> bytes:
        answer = self.client.get_object(Bucket=BUCKET, Key=key)
        body: bytes = answer["Body"].read()
        return gzip.decompress(body) if answer.get("ContentEncoding") == "gzip" else body

    def data(self, name: str) -> Any:
        """A data file of the version that is up."""
        return json.loads(self.content(f"versions/{self.version}/data/{name}.json"))

    def clear(self) -> None:
        for key in self.objects:
            self.client.delete_object(Bucket=BUCKET, Key=key)


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
