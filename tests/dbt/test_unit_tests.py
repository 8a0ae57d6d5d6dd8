"""dbt's unit tests, one for each rule of the data contract, on the laptop warehouse."""

from pathlib import Path

from tests.dbt import small_market
from tests.dbt.conftest import pipeline_on


def test_dbt_unit_tests_pass(tmp_path: Path) -> None:
    market = small_market.write(tmp_path / "market")
    with pipeline_on(tmp_path, market) as (run, _):
        # their inputs take the types of the tables, which one day creates
        run.day(small_market.BATCH_DATES[0])
        passed = run.dbt(["2024-06-04"], "test", "--select", "test_type:unit")
        assert len(passed) >= 20
