"""### The list of tickers of a day

All active stock tickers as of batch date D from the Polygon API through S3 into `ods.tickers`.

The list replaces D's list in one transaction, only when every page was read and it holds at least 90 % of
the list before; else the old one stays and the run fails. The marts use the newest list up to D and never
wait for this DAG.
"""

from typing import Any

from airflow.sdk import DAG, task

from pipeline import loading
from pipeline.apis import wait_for_api
from pipeline.assets import ODS_TICKERS
from pipeline.containers import POLYGON, extraction
from pipeline.defaults import Tag, dag_defaults, every_day
from pipeline.settings import settings

with DAG(
    "extract_tickers",
    doc_md=__doc__,
    tags={Tag.EXTRACT, Tag.POLYGON},
    **every_day(),
    **dag_defaults(),
):
    extract = extraction("extract_tickers", POLYGON, ["tickers", "--batch-date", "{{ ds }}"])

    @task
    def create_tables() -> None:
        loading.create_tables()

    @task(outlets=[ODS_TICKERS])
    def load_tickers(ds: str | None = None, outlet_events: Any = None) -> None:
        loading.load(loading.TICKERS, [str(ds)])
        outlet_events[ODS_TICKERS].add_partitions(ds)

    wait_for_api(settings().polygon_url) >> extract
    [create_tables(), extract] >> load_tickers()
