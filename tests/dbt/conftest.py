import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from localcloud.testing import Cloud, running_cloud
from tests.pipeline_run import DBT_PROJECT, PipelineRun

# parsing connects to nothing: any value does
SETTINGS = {
    name: "unused"
    for name in ("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER", "SNOWFLAKE_DATABASE", "SNOWFLAKE_WAREHOUSE")
}


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What dbt knows of the project."""
    target = str(tmp_path_factory.mktemp("dbt"))
    folders = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    folders += ["--target-path", target, "--log-path", target]
    command = [str(Path(sys.executable).with_name("dbt")), "parse", *folders]
    subprocess.run(command, env={**os.environ, **SETTINGS}, check=True, capture_output=True)
    return dict(json.loads(Path(target, "manifest.json").read_text()))


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
