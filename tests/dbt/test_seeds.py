"""The seeds that are kept by hand."""

import csv
from itertools import pairwise
from urllib.parse import urlsplit

from tests.pipeline_run import DBT_PROJECT

Row = dict[str, str]

# Committees whose field is no industry, as the APIs and the sample name them.
OVERSEES_NO_SECTOR = {"House Committee on Foreign Affairs", "Senate Committee on the Budget"}


def _seed(name: str) -> list[Row]:
    with (DBT_PROJECT / "seeds" / f"{name}.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    assert all(value.strip() == value != "" for row in rows for value in row.values())
    return rows


def test_the_ranges_of_sic_codes_cover_all_codes_once() -> None:
    ranges = [(int(row["sic_from"]), int(row["sic_to"])) for row in _seed("sic_sectors")]
    assert (ranges[0][0], ranges[-1][1]) == (100, 9999)
    assert all(first <= last for first, last in ranges)
    assert all(before[1] + 1 == after[0] for before, after in pairwise(ranges))


def test_there_are_about_as_many_sectors_as_one_can_overlook() -> None:
    sectors = {row["sector"] for row in _seed("sic_sectors")}
    assert 12 <= len(sectors) <= 16
    assert not {"Unknown", ""} & sectors


def test_committees_oversee_known_sectors_by_a_rule_that_is_published() -> None:
    sectors = {row["sector"] for row in _seed("sic_sectors")}
    rows = _seed("committee_sectors")
    assert len({(row["committee"], row["sector"]) for row in rows}) == len(rows)
    for row in rows:
        chamber, rule = row["committee"].split()[0], row["rule"].split(",")[0]
        assert row["sector"] in sectors
        assert (chamber, rule) in {("House", "House Rule X"), ("Senate", "Senate Rule XXV")}
        address = urlsplit(row["jurisdiction_url"])
        assert address.scheme == "https"
        assert address.hostname in ("rules.house.gov", "www.govinfo.gov")


def test_one_rule_is_one_committee() -> None:
    rules = {(row["rule"], row["committee"]) for row in _seed("committee_sectors")}
    assert len(rules) == len({rule for rule, _ in rules}) == len({committee for _, committee in rules})


def test_committees_without_an_industry_are_left_out() -> None:
    assert not OVERSEES_NO_SECTOR & {row["committee"] for row in _seed("committee_sectors")}
