"""A dashboard of generated marts, published into the laptop's S3 and served as its website."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from localcloud.testing import Cloud, running_cloud
from tests.generated_marts import GeneratedMarts, Size

SITE = Path(__file__).parents[1] / "images/dashboard/site/dist"


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
    environment = {
        "PATH": os.environ["PATH"],
        **cloud.environment(),
        "DASHBOARD_MARKET": "sample",
        "DASHBOARD_SITE": str(SITE),
        **settings,
    }
    command = [str(Path(sys.executable).with_name("dashboard")), "publish"]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def website(cloud: Cloud) -> str:
    """The address of the dashboard in a laptop cloud."""
    return f"{cloud.s3_url}/_website/dashboard/"
