"""A dashboard of generated marts, published into the laptop's S3 and served as its website."""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from localcloud.testing import Cloud, running_cloud
from tests.generated_marts import GeneratedMarts, Size

BUCKET = "dashboard"
_COMMAND = [str(Path(sys.executable).with_name("dashboard")), "publish"]
SITE = Path(__file__).parents[1] / "images/dashboard/site/dist"


@dataclass
class Published:
    """What lies in the dashboard's bucket."""

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


@dataclass(frozen=True)
class PublishedSite:
    """A dashboard that is up.

    Attributes:
        url: Its address, which ends with a slash.
        marts: What it shows.
        cloud: Where it and its warehouse are.
    """

    url: str
    marts: GeneratedMarts
    cloud: Cloud


@contextmanager
def published_site(folder: Path, size: Size, **settings: str) -> Iterator[PublishedSite]:
    """Publish the built site over generated marts, and serve it until the block ends.

    Args:
        folder: Takes the state of the laptop cloud.
        size: Of the marts.
        **settings: Of the exporter, in place of those of the sample.
    """
    with running_cloud(folder) as cloud:
        marts = GeneratedMarts(size)
        marts.load(cloud)
        models = marts.write_contracts(folder / "models")
        done = publish(cloud, {"DASHBOARD_MODELS": str(models), **settings})
        assert done.returncode == 0, done.stdout + done.stderr
        yield PublishedSite(website(cloud), marts, cloud)


def publish(cloud: Cloud, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `dashboard publish` on the marts of a laptop cloud."""
    return subprocess.run(_COMMAND, env=_environment(cloud, settings), capture_output=True, text=True)


@dataclass(frozen=True)
class Figures:
    """What a publish took and wrote; sizes in kB, as they go over the wire.

    Attributes:
        seconds: From start to end of the process.
        again: The same for a repeat, which writes nothing.
        peak_megabytes: VmHWM of the process; wait4's figure would count this one's memory from before exec.
        objects: In the bucket.
        site: The version's size.
        open_data: Its size.
        first_load: Page, scripts and styles, and the data of the overview as it opens.
    """

    seconds: float
    again: float
    peak_megabytes: int
    objects: int
    site: int
    open_data: int
    first_load: int


def measured_publish(cloud: Cloud, settings: Mapping[str, str]) -> Figures:
    """Publish twice, as a process of its own, and measure it.

    Raises:
        RuntimeError: It failed; the message holds what it printed.
    """
    environment = _environment(cloud, settings)
    seconds, peak = _timed(environment)
    again, _ = _timed(environment)
    published = Published(cloud.s3())
    version = f"versions/{published.version}/"
    sizes = {key: int(item["Size"]) for key, item in published.objects.items()}
    return Figures(
        seconds,
        again,
        peak,
        len(sizes),
        sum(size for key, size in sizes.items() if key.startswith(version)) // 1000,
        sum(size for key, size in sizes.items() if key.startswith("open-data/")) // 1000,
        sum(sizes[key] for key in _first_load(published, version, sizes)) // 1000,
    )


def _first_load(published: Published, version: str, keys: Iterable[str]) -> Iterator[str]:
    """The page, scripts, styles, and what the overview of 12 months and the 12 before them loads."""
    yield "index.html"
    yield from (key for key in keys if key.startswith(f"{version}assets/") and key.endswith((".css", ".js")))
    yield from (f"{version}data/{name}.json" for name in ("meta", "officials", "tickers", "committees"))
    meta = published.data("meta")
    start = date.fromisoformat(meta["default_from"])
    first = f"{start.year - 1}q{(start.month + 2) // 3}"
    for chunk in meta["chunks"]["trades"]:
        if chunk["key"] >= first:
            yield f"{version}data/trades/{chunk['key']}.json"
    yield f"{version}data/disclosures/{meta['chunks']['disclosures'][-1]['key']}.json"


def _timed(environment: dict[str, str]) -> tuple[float, int]:
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(_COMMAND, env=environment, stdout=log, stderr=subprocess.STDOUT)
        peak = 0
        while process.poll() is None:
            found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
            peak = max(peak, int(found[1]) // 1024 if found else 0)
            time.sleep(0.02)
        log.seek(0)
        if process.returncode != 0:
            raise RuntimeError(log.read())
    return round(time.monotonic() - started, 1), peak


def _environment(cloud: Cloud, settings: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        **cloud.environment(),
        "DASHBOARD_MARKET": "sample",
        "DASHBOARD_SITE": str(SITE),
        **settings,
    }


def website(cloud: Cloud) -> str:
    """The address of the dashboard in a laptop cloud."""
    return f"{cloud.s3_url}/_website/dashboard/"
