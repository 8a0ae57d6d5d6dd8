"""dbt's docs in Airflow's pages, through Cosmos' plugin."""

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from airflow import plugins_manager
from fastapi.testclient import TestClient

from .conftest import REPOSITORY, SETTINGS

NOWHERE = {"SNOWFLAKE_HOST": "127.0.0.1", "SNOWFLAKE_PORT": "1", "SNOWFLAKE_PROTOCOL": "http"}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The docs as the image and the laptop build them, with no warehouse to ask."""
    target = tmp_path_factory.mktemp("docs")
    folders = {"DBT_PROJECT_DIR": "dbt", "DBT_PROFILES_DIR": "dbt", "DBT_TARGET_PATH": str(target)}
    environment = {**os.environ, **SETTINGS, **NOWHERE, **folders, "DBT_LOG_PATH": str(target)}
    dbt = str(Path(sys.executable).with_name("dbt"))
    for arguments in (["parse"], ["docs", "generate", "--no-compile", "--empty-catalog"]):
        subprocess.run([dbt, "--quiet", *arguments], cwd=REPOSITORY, env=environment, check=True)
    return target


def test_airflow_serves_the_docs(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    projects = {"congress": {"dir": str(docs), "name": "Data dictionary"}}
    monkeypatch.setenv("AIRFLOW__COSMOS__DBT_DOCS_PROJECTS", json.dumps(projects))
    (plugin,) = (each.load()() for each in entry_points(group="airflow.plugins", name="cosmos"))
    assert plugin.name in {each["name"] for each in plugins_manager.get_plugin_info()}
    links = {each["name"]: each["href"] for each in plugin.external_views}
    assert links["Data dictionary"] == "/cosmos/congress/dbt_docs_index.html"

    (mounted,) = plugin.fastapi_apps
    assert mounted["url_prefix"] == "/cosmos"
    pages = TestClient(mounted["app"])
    page = pages.get("/congress/dbt_docs_index.html")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    manifest = pages.get("/congress/manifest.json").json()
    assert manifest["nodes"]["model.congress.fct_trades"]["columns"]["ticker"]["description"]
    assert pages.get("/congress/catalog.json").json()["nodes"] == {}
    # else the page would report to another host who looks at it
    assert manifest["metadata"]["send_anonymous_usage_stats"] is False
