"""The pipeline without its scheduler: the same extractor, SQL, dbt project and steps, one after another."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import snowflake.connector
from airflow.sdk.exceptions import AirflowFailException
from dbt.cli.main import dbtRunner

from pipeline import loading, marts, wanted

REPOSITORY = Path(__file__).parents[1]
DBT_PROJECT = REPOSITORY / "dbt"

PUBLISHED_TABLES = (
    "batches",
    "trade_observations",
    "fct_trades",
    "fct_trade_returns",
    "official_observations",
    "dim_officials",
    "dim_committee_memberships",
    "ticker_lists",
    "dim_securities",
    "dim_market_days",
    "dim_split_days",
    "dim_ticker_overviews",
    "fct_daily_prices",
    "fct_splits",
    "fct_extended_hours",
    "dim_sectors",
    "dim_committee_sectors",
)
REPORTS = (
    "report_periods",
    "report_trades",
    "report_trade_committees",
    "fct_disclosures",
    "rpt_officials",
    "rpt_official_exclusions",
    "rpt_return_summary",
    "rpt_tickers",
    "rpt_ticker_months",
    "rpt_sectors",
    "rpt_committee_overlap",
    "rpt_cluster_trades",
    "rpt_clusters",
    "rpt_states",
    "rpt_committees",
    "rpt_activity",
    "rpt_late_filings",
    "rpt_amendments",
)
"""The reports that tell of trades; rpt_data_quality tells of loads."""
LOAD_TIMES = {"LOADED_AT", "PUBLISHED_AT", "CODE_VERSION"}
"""Columns that say when and by what a batch was published, not what it holds."""


class AuditFailed(Exception):
    """The audit of a set did not hold; nothing was published."""


def days(first: str, last: str) -> list[str]:
    """The days from first to last, both included."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [str(start + timedelta(days=n)) for n in range((end - start).days + 1)]


@dataclass
class PipelineRun:
    """Runs days or sets of days on a laptop cloud, whose settings are in the environment.

    Attributes:
        artifacts: Where dbt writes.
    """

    artifacts: Path

    @cached_property
    def _dbt(self) -> dbtRunner:
        # parsed once for all runs of a test
        parsed = dbtRunner().invoke(["--quiet", "parse", *self._folders])
        assert parsed.success, parsed.exception
        return dbtRunner(manifest=parsed.result)

    @property
    def _folders(self) -> list[str]:
        folders = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
        return [*folders, "--target-path", str(self.artifacts), "--log-path", str(self.artifacts)]

    def extract(self, source: str, batch_dates: Sequence[str], *arguments: str) -> None:
        command = [
            str(Path(sys.executable).with_name("extract")),
            source,
            "--from",
            batch_dates[0],
            "--to",
            batch_dates[-1],
            *arguments,
        ]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def collect(self, batch_dates: Sequence[str]) -> None:
        """Extract and load the disclosures and the ticker lists of consecutive days."""
        loading.create_tables()
        self.extract("disclosures", batch_dates)
        loading.load(loading.DISCLOSURES, batch_dates)
        self.extract("tickers", batch_dates)
        loading.load(loading.TICKERS, batch_dates)

    def collect_market(self, batch_dates: Sequence[str]) -> int:
        """Extract and load what the days want of the market; returns the number of keys."""
        self.compute_wanted(batch_dates)
        return self.collect_wanted(batch_dates)

    def compute_wanted(self, batch_dates: Sequence[str]) -> None:
        self.dbt(batch_dates, "build", "--select", "+wanted_market_keys", "--exclude-resource-type", "test")

    def collect_wanted(self, batch_dates: Sequence[str]) -> int:
        found = wanted.read_wanted(batch_dates, refetch=False)
        if found is None:
            return 0
        os.environ["WANTED_KEYS"] = found["keys"]
        self.extract("market", batch_dates, "--wanted", "env:WANTED_KEYS")
        loading.load(loading.MARKET, found["batch_dates"])
        return int(found["count"])

    def audit(self, batch_dates: Sequence[str], rebuild: bool = False) -> list[str]:
        """Open and audit a set; returns it with what was left over from a broken publish.

        Raises:
            AuditFailed: A check does not hold.
        """
        opened = marts.open_batches(batch_dates, rebuild=rebuild)
        try:
            self.dbt(opened, "build", "--select", "tag:audit", rebuild=rebuild)
        except AssertionError as error:
            try:
                marts.fail_batches(opened)
            except AirflowFailException as verdict:
                raise AuditFailed(f"{verdict}\n{error}") from error
        marts.pass_batches(opened)
        return opened

    def publish(self, batch_dates: Sequence[str], rebuild: bool = False, select: str = "tag:publish") -> None:
        self.dbt(batch_dates, "build", "--select", select, rebuild=rebuild)

    def build(self, batch_dates: Sequence[str], rebuild: bool = False) -> None:
        """Audit a set and publish it."""
        opened = self.audit(batch_dates, rebuild)
        self.publish(opened, rebuild)
        marts.publish_batches(opened)

    def day(self, batch_date: str) -> None:
        """The whole way of one day."""
        self.history([batch_date])

    def history(self, batch_dates: Sequence[str]) -> None:
        """The whole way of consecutive days in one pass."""
        self.collect(batch_dates)
        self.collect_market(batch_dates)
        self.build(batch_dates)

    def rebuild(self) -> None:
        """Build audit and publish again from all batches in the ODS."""
        self.build([], rebuild=True)

    def dbt(self, batch_dates: Sequence[str], *arguments: str, rebuild: bool = False) -> list[str]:
        """Run a dbt command for the set; returns the names of the nodes that succeeded."""
        os.environ["BATCH_DATES"] = ",".join(batch_dates)
        os.environ["REBUILD"] = str(rebuild).lower()
        excluded = ["--exclude-resource-type", "unit_test"] if arguments[0] == "build" else []
        result = self._dbt.invoke(["--quiet", "--no-use-colors", *arguments, *excluded, *self._folders])
        nodes = getattr(result.result, "results", [])
        failures = [
            f"{each.node.name}: {each.status} {each.message}"
            for each in nodes
            if each.status not in ("success", "pass", "skipped")
        ]
        assert result.success, "\n".join(failures) or str(result.exception)
        return [each.node.name for each in nodes]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with connect() as connection, connection.cursor() as cursor:
            return list(cursor.execute(sql).fetchall())

    def records(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query by column name, in lower case."""
        with connect() as connection, connection.cursor() as cursor:
            rows = cursor.execute(sql).fetchall()
            names = [column.name.lower() for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def published(self) -> dict[str, list[str]]:
        """All published rows but their load times, by table and report, in a fixed order."""
        return {name: self._rows(name) for name in (*PUBLISHED_TABLES, *REPORTS)}

    def _rows(self, table: str) -> list[str]:
        rows = self.records(f"select * from publish.{table}")
        return sorted(
            repr(sorted((name, value) for name, value in row.items() if name.upper() not in LOAD_TIMES))
            for row in rows
        )


def connect() -> snowflake.connector.SnowflakeConnection:
    """A session on the warehouse that the environment names."""
    return snowflake.connector.connect(
        account=os.environ["SNOWFLAKE_ACCOUNT"],
        user=os.environ["SNOWFLAKE_USER"],
        password=os.environ["SNOWFLAKE_PASSWORD"],
        host=os.environ["SNOWFLAKE_HOST"],
        port=int(os.environ["SNOWFLAKE_PORT"]),
        protocol=os.environ["SNOWFLAKE_PROTOCOL"],
        database=os.environ["SNOWFLAKE_DATABASE"],
        network_timeout=120,
    )
