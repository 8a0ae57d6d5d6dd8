"""The DAG folder, read once, as Airflow reads it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

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
}


@pytest.fixture(scope="session")
def manifest() -> None:
    """dbt's manifest, which the groups of tasks are rendered from."""
    parse = [str(Path(sys.executable).with_name("dbt")), "--quiet", "parse", "--project-dir", "dbt", "--profiles-dir", "dbt"]
    subprocess.run(parse, cwd=REPOSITORY, env=os.environ | SETTINGS, check=True)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Mapping[str, str]], None]]:
    """Changes settings for one test: what is set in SETTINGS, and what the test sets, and no other."""
    from pipeline.settings import settings

    def change(values: Mapping[str, str]) -> None:
        for name, value in (SETTINGS | dict(values)).items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    for name in ("EXTRACT_RUNNER", "COSMOS_MODE", "ALERT_SNS_TOPIC_ARN", "SCHEDULE_UNTIL", "TASK_RETRIES"):
        monkeypatch.delenv(name, raising=False)
    change({})
    yield change
    settings.cache_clear()
