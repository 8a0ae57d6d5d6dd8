"""How many rows the scans of a daily run read after a year of history, and after 10 and 100 times as much."""

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import requests
from jinja2 import Template

from localcloud.testing import Cloud
from pipeline import marts
from tests.benchmarks.recorded import FIRST_DAY, recorded_market
from tests.benchmarks.table import Table
from tests.dbt.conftest import pipeline_on
from tests.pipeline_run import PipelineRun, days

TIMES = (1, 10, 100)
LAST_DAY = "2016-06-26"
"""Of the history, a Sunday."""
DAYS = {"2016-06-27": "Monday, window of 90 days", "2016-06-28": "Tuesday, window of 7 days"}
YEAR = 364
"""Days that a copy is shifted by: whole weeks, so that Mondays stay Mondays."""
SHOWN = 12
COPIES_A_STATEMENT = 10

COLUMNS = (Path(__file__).parent / "columns.sql").read_text()
GROW = Template((Path(__file__).parent / "grow.sql").read_text())
ORDER = (
    "BATCH_DATE",
    "AS_OF_DATE",
    "REPORT_DATE",
    "TRADE_DATE",
    "SPLIT_DATE",
    "EXECUTION_DATE",
    "VALID_FROM",
)
"""What a table's rows come in the order of: the first of these that it has."""
ONCE = ("TRADE_DATE", "SPLIT_DATE", "EXECUTION_DATE")
"""A table in the order of one of these holds each day once, also where the year reaches further back."""
WRITTEN = f"case when exit_date <= '{LAST_DAY}' then greatest(report_date, exit_date) else report_date end"
"""When a daily run last wrote a return: when it matured."""
IDS = ("TRADE_ID", "REPORT_ID")
"""What a copy has of its own; officials and tickers are the same in all of them."""
NO_HISTORY = (
    *("EXCHANGE_HOLIDAYS", "MARKET_CALENDAR", "STATES", "TICKER_OVERVIEWS", "DIM_TICKER_OVERVIEWS"),
    *("SIC_SECTORS", "COMMITTEE_SECTORS", "DIM_SECTORS", "DIM_COMMITTEE_SECTORS"),
)

RETURNS = "audit_affected_periods+,tag:audit"
"""Prices of trades, and returns, on their way through the audit."""

Reads = Counter[tuple[str, str, str]]
"""Rows read by (day, step, table)."""


def measure() -> Iterator[Table]:
    market = recorded_market()
    with tempfile.TemporaryDirectory() as folder:
        year = Path(folder) / "year"
        with pipeline_on(year, market) as (run, _):
            run.history(days(FIRST_DAY, LAST_DAY))
        reads = {times: read_with_history(year, market, times) for times in TIMES}
    yield from tables(reads)


def read_with_history(year: Path, market: Path, times: int) -> Reads:
    """The rows read by daily runs after a history that is so many times the one in the folder `year`."""
    folder = year.with_name(f"{year.name}-{times}")
    shutil.copytree(year / "cloud", folder / "cloud")
    reads: Reads = Counter()
    with pipeline_on(folder, market, count_scans=True) as (run, cloud):
        grow(run, times)
        for day in DAYS:
            steps: dict[str, Callable[[], object]] = {
                "load disclosures and tickers": partial(run.collect, [day]),
                "wanted keys": partial(run.compute_wanted, [day]),
                "load market": partial(run.collect_wanted, [day]),
                "audit, but prices and returns": partial(_audit, run, day),
                "audit of prices and returns": partial(_audit_returns, run, day),
                "publish returns": partial(run.publish, [day], select="fct_trade_returns"),
                "publish the rest": partial(_publish_rest, run, day),
            }
            for step, execute in steps.items():
                for table, count in _counted(cloud, execute).items():
                    reads[day, step, table] += count
    print(f"  {times} times the history: {reads.total():,} rows read", file=sys.stderr, flush=True)
    return reads


def _audit(run: PipelineRun, day: str) -> None:
    marts.open_batches([day])
    run.dbt([day], "build", "--select", "tag:audit", "--exclude", RETURNS)


def _audit_returns(run: PipelineRun, day: str) -> None:
    run.dbt([day], "build", "--select", RETURNS)
    marts.pass_batches([day])


def _publish_rest(run: PipelineRun, day: str) -> None:
    run.dbt([day], "build", "--select", "tag:publish", "--exclude", "fct_trade_returns")
    marts.publish_batches([day])


def tables(reads: dict[int, Reads]) -> Iterator[Table]:
    """The sums by day and step, and for each day the tables that grew most."""
    columns = [*(f"history x{times}" for times in reads), "growth %"]
    totals = [(day, step, "") for day in DAYS for step in ("", *_names(reads, day, 1))]
    yield Table(
        "Rows that the table scans of one daily run read, after the recorded year and after copies of it.",
        ("day", "step", *columns),
        [(DAYS[day], step or "all", *_compared(reads, day, step, "")) for day, step, _ in totals],
    )
    for day, kind in DAYS.items():
        compared = {name: _compared(reads, day, "", name) for name in _names(reads, day, 2)}
        most = sorted(compared, key=lambda name: compared[name][0] - compared[name][-2])[:SHOWN]
        yield Table(
            f"The {SHOWN} tables of which most more is read on a {kind}.",
            ("table", *columns),
            [(name, *compared[name]) for name in most],
        )


def _names(reads: dict[int, Reads], day: str, part: int) -> list[str]:
    return list(dict.fromkeys(key[part] for each in reads.values() for key in each if key[0] == day))


def _compared(reads: dict[int, Reads], day: str, step: str, table: str) -> list[float]:
    """The sum at each length of history, and by how much the last is greater than the first."""
    sums = [
        sum(
            count
            for key, count in each.items()
            if key[0] == day and step in ("", key[1]) and table in ("", key[2])
        )
        for each in reads.values()
    ]
    return [*sums, round(100 * (sums[-1] / max(sums[0], 1) - 1), 1)]


def _counted(cloud: Cloud, execute: Callable[[], object]) -> dict[str, int]:
    scans = f"{cloud.snowflake_url}/_scans"
    requests.delete(scans, timeout=60).raise_for_status()
    execute()
    return {table: each["rows_read"] for table, each in requests.get(scans, timeout=60).json().items()}


def grow(run: PipelineRun, times: int) -> None:
    """Make every table of the ODS, audit and publish hold its year so many times, one after the other."""
    columns: dict[str, dict[str, str]] = {}
    for row in run.records(COLUMNS):
        of_table = columns.setdefault(row["table_name"], {})
        of_table[row["column_name"]] = _in_a_copy(row["column_name"], row["data_type"])
    for table, expressions in columns.items():
        if table.split(".")[1] not in NO_HISTORY:
            _repeat(run, table, expressions, times)


def _repeat(run: PipelineRun, table: str, columns: dict[str, str], times: int) -> None:
    """Put copies of a table's year before it, oldest first: in the order in which daily runs would come."""
    (day, *_) = [name for name in ORDER if name in columns]
    copied = "true"
    if table == "ODS.MARKET_ANSWERS":
        # a key without a day, such as a ticker's overview, is asked once in all history
        copied = "years_back = 0 or t.trade_date is not null"
    if day in ONCE:
        copied = f"years_back = {times - 1} or t.{day} > dateadd(day, -{YEAR}, '{LAST_DAY}'::date)"
    ordered_by = WRITTEN if table == "PUBLISH.FCT_TRADE_RETURNS" else day
    run.query(f"create or replace table audit.one_year as select * from {table} order by {ordered_by}")
    run.query(f"create or replace table {table} as select * from audit.one_year where false")
    for oldest in range(times - 1, -1, -COPIES_A_STATEMENT):
        copies = range(oldest, max(oldest - COPIES_A_STATEMENT, -1), -1)
        run.query(GROW.render(table=table, columns=columns, copies=copies, copied=copied))
    run.query("drop table audit.one_year")


def _in_a_copy(name: str, data_type: str) -> str:
    """What stands in a column of a copy."""
    own = f"t.{name}"
    if name in IDS:
        return f"case when years_back = 0 then {own} else concat({own}, '-', years_back) end"
    if name == "IS_CURRENT":
        return f"{own} and years_back = 0"
    if name == "VALID_TO":
        # what is valid now was replaced in the older copies a year after it began
        replaced = f"coalesce({own}, dateadd(day, {YEAR}, t.valid_from))"
        own = f"case when years_back = 0 then {own} else {replaced} end"
    if data_type in ("DATE", "TIMESTAMP_NTZ"):
        return f"dateadd(day, -{YEAR} * years_back, {own})::{data_type}"
    return own
