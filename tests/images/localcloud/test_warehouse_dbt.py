"""dbt-snowflake on the warehouse: the project beside this file, built three times by four threads."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from localcloud.testing import Cloud

PROJECT = Path(__file__).with_name("dbt_project")
DAYS = [f"2016-03-0{day}" for day in (1, 2)]
TRADES = 100


@pytest.fixture
def project(tmp_path: Path, run: Any) -> Path:
    copy = tmp_path / "project"
    shutil.copytree(PROJECT, copy)
    first = datetime.date(2016, 1, 1)
    days = [f"{first + datetime.timedelta(number)},{number % 7 < 5}" for number in range(250)]
    (copy / "seeds").mkdir()
    (copy / "seeds" / "days.csv").write_text("\n".join(["day,is_open", *days]))
    run("create or replace table ods.rows (payload variant, batch_date date)")
    for day in DAYS:
        run(
            "insert into ods.rows select object_construct('id', n::varchar, 'amount', n::varchar), "
            f"'{day}'::date from (select row_number() over (order by seq4()) as n"
            f" from table(generator(rowcount => {TRADES})))"
        )
    return copy


def build(project: Path, cloud: Cloud, batch_date: str) -> dict[str, str]:
    """Runs `dbt build`, and returns the status of each node."""
    command = [Path(sys.executable).with_name("dbt"), "build", "--no-use-colors", "--profiles-dir", "."]
    environment = os.environ | {"SNOWFLAKE_PORT": str(cloud.snowflake_port), "BATCH_DATE": batch_date}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((project / "target" / "run_results.json").read_text())["results"]
    return {result["unique_id"]: result["status"] for result in results}


def test_three_builds(project: Path, cloud: Cloud, run: Any) -> None:
    for batch_date in (DAYS[0], DAYS[1], DAYS[1]):
        statuses = build(project, cloud, batch_date)
        assert len(statuses) == 13
        assert set(statuses.values()) == {"success", "pass"}
        for model in ("batch_1", "batch_2", "batch_3", "replaced"):
            assert run(f"select batch_date::varchar, count(*) from audit.{model} group by 1 order by 1") == [
                (day, TRADES) for day in DAYS
            ]
        assert run("select count(*), min(batch_date)::varchar from publish.published") == [(TRADES, DAYS[1])]
    assert run("select count(*) from publish.days") == [(250,)]
    assert not [row[1] for row in run("show tables in congress.audit") if "DBT_TMP" in row[1]]
