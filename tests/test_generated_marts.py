"""The generated marts are the real ones, column by column."""

from pathlib import Path

from dashboard.contract import read_contracts
from tests.generated_marts import SMALL, GeneratedMarts

MODELS = Path(__file__).parents[1] / "dbt/models"
NOT_A_MODEL = {"batches"}


def test_the_generated_marts_follow_the_contracts() -> None:
    contracts = read_contracts(MODELS)
    generated = GeneratedMarts(SMALL).tables()
    assert len(generated) > 20
    for name in generated.keys() - NOT_A_MODEL:
        contract = {column.name: column.type for column in contracts[name].columns}
        assert generated[name] == contract, name


def test_the_generated_marts_are_the_same_at_every_run() -> None:
    first, second = GeneratedMarts(SMALL), GeneratedMarts(SMALL)
    for name in first.tables():
        rows = f"select * from publish.{name} order by all"
        assert first.rows(rows) == second.rows(rows), name
