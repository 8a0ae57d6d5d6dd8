"""The table of costs is what the list prices come to."""

import tomllib
from typing import Any

import pytest

import costs
from costs import VARIANTS, monthly, table

PRICES = {
    "as_of": "June 2026",
    "hours_of_a_month": 730,
    "prices": {"node": {"usd": 0.1, "unit": "hour"}, "storage": {"usd": 0.02, "unit": "GB"}},
    "items": [
        {"name": "Nodes", "price": "node", "all_month": {"lean": 1, "standard": 2, "grown": 3}},
        {"name": "Hours", "price": "node", "quantity": {"lean": 10, "standard": 0, "grown": 20}},
        {"name": "Disk", "price": "storage", "quantity": {"lean": 50, "standard": 100, "grown": 150}},
    ],
}


@pytest.fixture(scope="module")
def listed() -> dict[str, Any]:
    return tomllib.loads((costs.FOLDER / "prices.toml").read_text())


def test_a_month_is_price_times_quantity() -> None:
    assert monthly(PRICES) == {
        "Nodes": {"lean": 73.0, "standard": 146.0, "grown": pytest.approx(219.0)},
        "Hours": {"lean": 1.0, "standard": 0.0, "grown": 2.0},
        "Disk": {"lean": 1.0, "standard": 2.0, "grown": 3.0},
    }


def test_the_table_ends_with_the_sum() -> None:
    last = table(PRICES).splitlines()[-1]
    assert last == "| **together** | 75.00 | 148.00 | 224.00 |"


def test_each_price_has_its_page_and_is_used(listed: dict[str, Any]) -> None:
    assert listed["prices"]
    for name, price in listed["prices"].items():
        assert price["page"].startswith("https://"), name
        assert price["usd"] > 0, name
    assert {item["price"] for item in listed["items"]} == set(listed["prices"])
    for item in listed["items"]:
        unit = listed["prices"][item["price"]]["unit"]
        assert "all_month" not in item or unit == "hour", item["name"]


def test_each_variant_costs_more_than_the_one_before(listed: dict[str, Any]) -> None:
    totals = [sum(each[variant] for each in monthly(listed).values()) for variant in VARIANTS]
    assert totals == sorted(totals)
    assert totals[0] > 0
