"""The shape of the dbt project, read from its manifest."""

from collections.abc import Iterator
from typing import Any

import pytest

Node = dict[str, Any]

READS = {
    "staging": {"ods", "seeds", "staging"},
    "audit": {"ods", "control", "published", "seeds", "staging", "audit"},
    "publish": {"control", "seeds", "audit", "publish"},
    "reports": {"publish", "reports", "published"},
}
"""What the models of a folder may read: folders, seeds and sources."""

TELLS_OF_UNPUBLISHED = "rpt_data_quality"
"""The one report that reads audit and control besides, for it tells of what is not published."""


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[Node]:
    found = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    assert len(found) > 30
    return found


def _place(unique_id: str, manifest: dict[str, Any]) -> str:
    """The folder of a model, the name of a source, or "seeds"."""
    if unique_id in manifest["sources"]:
        return str(manifest["sources"][unique_id]["source_name"])
    node = manifest["nodes"][unique_id]
    return "seeds" if node["resource_type"] == "seed" else str(node["fqn"][1])


def test_each_model_has_the_tag_and_schema_of_its_folder(models: list[Node]) -> None:
    for model in models:
        kind = "audit" if model["fqn"][1] in ("staging", "audit") else "publish"
        assert (model["tags"], model["schema"]) == ([kind], kind), model["name"]


def test_each_model_reads_only_what_its_folder_may_read(models: list[Node], manifest: dict[str, Any]) -> None:
    for model in models:
        reads = {_place(parent, manifest) for parent in model["depends_on"]["nodes"]}
        assert reads, model["name"]
        allowed = READS[model["fqn"][1]]
        if model["name"] == TELLS_OF_UNPUBLISHED:
            allowed = allowed | {"ods", "control", "audit"}
        assert reads <= allowed, model["name"]


def test_reports_read_of_the_published_sources_only_the_batches(models: list[Node]) -> None:
    """All other published tables have models, which the order of the run goes by."""
    sources = {
        parent
        for model in models
        if model["fqn"][1] == "reports"
        for parent in model["depends_on"]["nodes"]
        if parent.startswith("source.congress.published.")
    }
    assert sources == {"source.congress.published.batches"}


def test_no_test_looks_at_audit_and_publish_together(manifest: dict[str, Any]) -> None:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    assert tests
    for test in tests:
        places = {_place(parent, manifest) for parent in test["depends_on"]["nodes"]}
        assert not {"publish", "reports"} & places or not {"audit", "staging"} & places, test["name"]


def test_every_published_table_keeps_a_contract_and_is_never_refreshed_in_full(models: list[Node]) -> None:
    published = [model for model in models if model["fqn"][1] == "publish"]
    assert published
    for model in published:
        config = model["config"]
        assert config["contract"]["enforced"], model["name"]
        assert config["full_refresh"] is False, model["name"]
        assert config["materialized"] == "replace", model["name"]


def test_every_report_is_a_view_with_a_contract(models: list[Node]) -> None:
    reports = [model for model in models if model["fqn"][1] == "reports"]
    assert len(reports) > 15
    for model in reports:
        assert model["config"]["contract"]["enforced"], model["name"]
        assert model["config"]["materialized"] == "view", model["name"]


def test_what_the_audit_compares_a_set_with_is_published_after_what_it_computes(
    manifest: dict[str, Any],
) -> None:
    """A publish that dies half-way leaves what the next audit needs to see the same differences again."""
    after = set(_descendants("model.congress.fct_trade_returns", manifest))
    compared = {
        "trade_observations",
        "fct_trades",
        "dim_market_days",
        "dim_split_days",
        "dim_ticker_overviews",
        "dim_securities",
        "ticker_lists",
    }
    assert {f"model.congress.{name}" for name in compared} <= after


def _descendants(unique_id: str, manifest: dict[str, Any]) -> Iterator[str]:
    for child in manifest["child_map"][unique_id]:
        yield child
        yield from _descendants(child, manifest)


def test_every_model_column_and_source_is_described(models: list[Node], manifest: dict[str, Any]) -> None:
    described = [*models, *manifest["sources"].values()]
    assert not [node["name"] for node in described if not node["description"]]
    assert not [model["name"] for model in models if not model["columns"]]
    missing = [
        f"{model['name']}.{column['name']}"
        for model in models
        for column in model["columns"].values()
        if not column["description"]
    ]
    assert not missing
