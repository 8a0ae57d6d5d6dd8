"""dbt's docs in Airflow's pages, through Cosmos' plugin."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from airflow import plugins_manager
from fastapi.testclient import TestClient

from laptop.world import open_world

from .conftest import REPOSITORY, SETTINGS

NOWHERE = {"SNOWFLAKE_HOST": "127.0.0.1", "SNOWFLAKE_PORT": "1", "SNOWFLAKE_PROTOCOL": "http"}


@pytest.fixture(scope="module")
def docs() -> None:
    """Build the docs as the image and the laptop do, with no warehouse to ask."""
    dbt = str(Path(sys.executable).with_name("dbt"))
    command = [dbt, "--quiet", "docs", "generate", "--no-compile", "--empty-catalog"]
    command += ["--project-dir", "dbt", "--profiles-dir", "dbt"]
    subprocess.run(command, cwd=REPOSITORY, env=os.environ | SETTINGS | NOWHERE, check=True)


@pytest.fixture
def airflow_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Airflow's settings be those of a world of this checkout."""
    (tmp_path / "dbt").symlink_to(REPOSITORY / "dbt")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLATFORM", "live")
    for name, value in open_world(None).environment().items():
        if name.startswith("AIRFLOW__COSMOS__"):
            monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("docs", "airflow_settings")
def test_airflow_serves_the_docs() -> None:
    assert "cosmos" in {each["name"] for each in plugins_manager.get_plugin_info()}
    # made anew: Airflow makes its own once, with the settings of that moment
    (plugin,) = (each.load()() for each in entry_points(group="airflow.plugins", name="cosmos"))
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
    # else the page would tell another host who looks at it
    assert manifest["metadata"]["send_anonymous_usage_stats"] is False
