"""What publishing the dashboard takes, and what its first page loads: the recorded year, 200,000 trades."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from localcloud.testing import running_cloud
from tests.benchmarks.recorded import FIRST_DAY, LAST_DAY, recorded_market
from tests.benchmarks.table import Table
from tests.dbt.conftest import pipeline_on
from tests.generated_marts import LARGE, GeneratedMarts
from tests.pipeline_run import DBT_PROJECT, days
from tests.site import Figures, measured_publish


def measure() -> Iterator[Table]:
    rows = (
        ("recorded year", *vars(_recorded_year()).values()),
        (f"{LARGE.trades:,} generated trades", *vars(_generated()).values()),
    )
    yield Table(
        "`dashboard publish` as a process of its own, against the laptop cloud. Sizes: kB as they are sent.\n"
        "First load: page, scripts, styles, and the data of the overview as it opens.",
        ("marts", "seconds", "again", "peak MB", "objects", "site", "open data", "first load"),
        rows,
    )


def _recorded_year() -> Figures:
    market = recorded_market()
    with tempfile.TemporaryDirectory() as folder, pipeline_on(Path(folder), market) as (run, cloud):
        run.history(days(FIRST_DAY, LAST_DAY))
        settings = {"DASHBOARD_MARKET": market.name, "DASHBOARD_MODELS": str(DBT_PROJECT / "models")}
        return measured_publish(cloud, settings)


def _generated() -> Figures:
    with tempfile.TemporaryDirectory() as folder, running_cloud(Path(folder) / "cloud") as cloud:
        marts = GeneratedMarts(LARGE)
        marts.load(cloud)
        models = marts.write_contracts(Path(folder) / "models")
        marts.close()
        return measured_publish(cloud, {"DASHBOARD_MODELS": str(models)})
