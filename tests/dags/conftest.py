"""The DAG folder as Airflow reads it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG

from pipeline.settings import settings

REPOSITORY = Path(__file__).parents[2]
SETTINGS = {
    "SNOWFLAKE_ACCOUNT": "laptop",
    "SNOWFLAKE_USER": "laptop",
    "SNOWFLAKE_PASSWORD": "laptop",
    "SNOWFLAKE_DATABASE": "CONGRESS",
    "SNOWFLAKE_WAREHOUSE": "LAPTOP",
    "AIRFLOW_CONN_SNOWFLAKE_DEFAULT": '{"conn_type": "snowflake"}',
    "BENZINGA_API_TOKEN": "token",
    "POLYGON_API_KEY": "key",
    "BENZINGA_URL": "http://127.0.0.1:1",
    "POLYGON_CALLS_PER_MINUTE": "0",
}
FOREIGN = (
    "AWS_DEFAULT_REGION",
    "DASHBOARD_BUCKET",
    "DASHBOARD_IMAGE",
    "DASHBOARD_MARKET",
    "DASHBOARD_VENDOR_PRICES",
    "DASHBOARD_VERSIONS_KEPT",
    "EXTRACT_RUNNER",
    "EXTRACT_IMAGE",
    "EXTRACT_NODE_POOL",
    "COSMOS_MODE",
    "ALERT_SNS_TOPIC_ARN",
    "SCHEDULE_UNTIL",
    "TASK_RETRIES",
)

Change = Callable[[Mapping[str, str]], None]


@dataclass(frozen=True)
class Folder:
    """What reading the DAG folder gave."""

    dags: Mapping[str, DAG]
    import_errors: Mapping[str, str]
    seconds: float


@pytest.fixture(scope="session", autouse=True)
def manifest() -> None:
    """Make dbt's manifest, which the groups of tasks are rendered from."""
    dbt = str(Path(sys.executable).with_name("dbt"))
    parse = [dbt, "--quiet", "parse", "--project-dir", "dbt", "--profiles-dir", "dbt"]
    subprocess.run(parse, cwd=REPOSITORY, env=os.environ | SETTINGS, check=True)


@pytest.fixture(autouse=True)
def change_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Change]:
    """Changes settings for one test; the others are as on a laptop."""

    def change(values: Mapping[str, str]) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    change(SETTINGS)
    yield change
    settings.cache_clear()


@pytest.fixture
def read_folder() -> Callable[[], Folder]:
    """Reads the DAG folder with the settings of the moment."""

    def read() -> Folder:
        start = time.monotonic()
        bag = DagBag(REPOSITORY / "dags")
        return Folder(bag.dags, bag.import_errors, time.monotonic() - start)

    return read


@pytest.fixture
def dags(read_folder: Callable[[], Folder]) -> Mapping[str, DAG]:
    folder = read_folder()
    assert folder.import_errors == {}
    assert folder.dags
    return folder.dags
