import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from localcloud.testing import Cloud, running_cloud
from tests.pipeline_run import PipelineRun


@contextmanager
def pipeline_on(tmp_path: Path, market: Path, **options: bool) -> Iterator[tuple[PipelineRun, Cloud]]:
    """The pipeline on a laptop cloud of its own that replays the market; `options` are its flags."""
    with running_cloud(tmp_path / "cloud", market, **options) as cloud, pytest.MonkeyPatch.context() as patch:
        settings = cloud.environment()
        for name, value in {**settings, "EXTENDED_HOURS": "true"}.items():
            patch.setenv(name, value)
        patch.setenv("AIRFLOW_CONN_SNOWFLAKE_DEFAULT", _connection(settings))
        yield PipelineRun(tmp_path / "dbt"), cloud


def _connection(settings: dict[str, str]) -> str:
    return json.dumps(
        {
            "conn_type": "snowflake",
            "login": settings["SNOWFLAKE_USER"],
            "password": settings["SNOWFLAKE_PASSWORD"],
            "extra": {
                "account": settings["SNOWFLAKE_ACCOUNT"],
                "database": settings["SNOWFLAKE_DATABASE"],
                "warehouse": settings["SNOWFLAKE_WAREHOUSE"],
                "host": settings["SNOWFLAKE_HOST"],
                "port": int(settings["SNOWFLAKE_PORT"]),
                "protocol": settings["SNOWFLAKE_PROTOCOL"],
                "network_timeout": 120,
            },
        }
    )
