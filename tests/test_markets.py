"""The random markets hold what the tests that use them are about, and no batch of theirs fails."""

from collections import Counter
from pathlib import Path

import pytest

from tests import markets, oracle, oracle_returns
from tests.oracle_reports import expected_reports


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    folder = tmp_path_factory.mktemp("markets")
    found: Counter[str] = Counter()
    for seed in range(25):
        days = markets.write_market(folder / str(seed), seed)
        published = oracle.expected(folder / str(seed), days)
        good = set(published.trades)
        found["withdrawn"] += sum(trade.is_withdrawn for trade in published.trades.values())
        found["superseded"] += sum(trade.is_superseded for trade in published.trades.values())
        found["unreadable later"] += len(good & {row.key for row in published.quarantined})
        found["unreadable always"] += len({row.key for row in published.quarantined} - good)
        found["changed officials"] += sum(not row.is_current for row in published.officials)
        found["left seats"] += sum(row.valid_to is not None for row in published.memberships)
        reports = expected_reports(folder / str(seed), published)
        overlaps = Counter(row["missing_reason"] for row in reports["rpt_committee_overlap"])
        found["overlaps"] += overlaps[None]
        found["overlaps before a move"] += sum(
            row["committee"].split()[0] != row["chamber"]
            for row in reports["rpt_committee_overlap"]
            if row["committee"]
        )
        found["not observed"] += overlaps["not_observed"]
        found["clusters"] += len(reports["rpt_clusters"])
        found["mondays"] += sum(day.isoweekday() == 1 for day in days)
        returns = oracle_returns.expected_returns(folder / str(seed), published).values()
        found.update(row.missing_reason or "measured" for row in returns)
        found["split"] += sum(row.split_factor not in (None, 1) for row in returns)
        found["failing"] += sum(len(batch.quarantined) > 5 for batch in published.batches.values())
    return found


CASES = [
    "withdrawn",
    "superseded",
    "unreadable later",
    "unreadable always",
    "changed officials",
    "left seats",
    "overlaps",
    "overlaps before a move",
    "not observed",
    "clusters",
    "measured",
    "split",
    "exchange",
    "no_ticker",
    "not_a_stock_or_fund",
    "not_matured",
    "not_in_plan",
    "before_listing",
    "after_delisting",
    "not_found",
    "no_benchmark",
]


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_met(found: Counter[str], case: str) -> None:
    assert found[case] >= 5


def test_no_batch_fails(found: Counter[str]) -> None:
    assert found["mondays"]
    assert found["failing"] == 0


def test_a_seed_gives_the_same_market(tmp_path: Path) -> None:
    def files(name: str, seed: int) -> dict[str, bytes]:
        markets.write_market(tmp_path / name, seed)
        return {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}

    assert files("one", 3) == files("two", 3)
    assert files("three", 4) != files("four", 5)
