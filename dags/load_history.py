"""### A range of days in one pass

By hand, with `{"from": "2016-03-01", "to": "2016-03-31"}`: for history and for a new deployment.

Extracts the range's batches in one container for each API, loads each dataset in one transaction, and has
`build_marts` audit and publish the set at once. What is published equals the same days run one by one. It
extracts the list of tickers of each day too, as the daily runs do: with the market-data API's free plan that
is the longest part (about ten calls a list, five calls a minute).
"""

from datetime import date, timedelta
from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG, Param, task

from pipeline import loading
from pipeline.apis import wait_for_api
from pipeline.containers import BENZINGA, POLYGON, extraction
from pipeline.defaults import Tag, dag_defaults
from pipeline.settings import settings
from pipeline.wanted import REFETCH, market_tasks

# a year of lists of tickers alone is twelve hours of the free plan's calls
LONGEST = timedelta(days=7)
RANGE = ["--from", "{{ params['from'] }}", "--to", "{{ params['to'] }}"]

with DAG(
    "load_history",
    doc_md=__doc__,
    schedule=None,
    tags={Tag.EXTRACT, Tag.MARTS, Tag.BENZINGA, Tag.POLYGON, Tag.BY_HAND},
    params={
        "from": Param(type="string", format="date", description="First batch date"),
        "to": Param(type="string", format="date", description="Last batch date"),
        "refetch": REFETCH,
    },
    **dag_defaults(),
):

    @task
    def batch_dates(first: str, last: str) -> list[str]:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        if start > end:
            raise ValueError(f"The range ends before it begins: from {first} to {last}.")
        return [str(start + timedelta(days=n)) for n in range((end - start).days + 1)]

    @task
    def create_tables() -> None:
        loading.create_tables()

    @task
    def load_disclosures(batch_dates: list[str]) -> None:
        loading.load(loading.DISCLOSURES, batch_dates)

    @task
    def load_tickers(batch_dates: list[str]) -> None:
        loading.load(loading.TICKERS, batch_dates)

    dates: Any = batch_dates("{{ params['from'] }}", "{{ params['to'] }}")
    disclosures = extraction("extract_disclosures", BENZINGA, ["disclosures", *RANGE], timeout=LONGEST)
    tickers = extraction("extract_tickers", POLYGON, ["tickers", *RANGE], timeout=LONGEST)
    disclosures_loaded, tickers_loaded, tables = load_disclosures(dates), load_tickers(dates), create_tables()
    compute_wanted, market_loaded = market_tasks(
        "{{ ti.xcom_pull(task_ids='batch_dates') | join(',') }}", RANGE, timeout=LONGEST
    )
    build_marts = TriggerDagRunOperator(
        task_id="build_marts",
        trigger_dag_id="build_marts",
        conf={"batch_dates": dates},
        wait_for_completion=True,
        deferrable=True,
        poke_interval=5,
        execution_timeout=timedelta(days=1),
        # the run that it starts has repeats of its own; a set that failed its audit would fail again
        retries=0,
    )

    dates >> wait_for_api(settings().benzinga_url) >> disclosures
    dates >> tickers
    [tables, disclosures] >> disclosures_loaded >> compute_wanted
    [tables, tickers] >> tickers_loaded
    [market_loaded, tickers_loaded] >> build_marts
