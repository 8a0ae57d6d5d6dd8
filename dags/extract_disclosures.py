"""### Disclosures of a day

From the Benzinga government-trades API through S3 into `ods.disclosures`.

The run of batch date D asks for what was reported from D - 7 to D, on Mondays from D - 90, because rows
become visible late. A repeat replaces D's batch and nothing else; a day without disclosures is a batch of 0
rows.
Loading the batch stamps the asset `ods/disclosures` with D, which starts `extract_market`.
"""

from typing import Any

from airflow.sdk import DAG, task

from pipeline import loading
from pipeline.apis import wait_for_api
from pipeline.assets import ODS_DISCLOSURES
from pipeline.containers import BENZINGA, extraction
from pipeline.defaults import Tag, dag_defaults, every_day
from pipeline.settings import settings

with DAG(
    "extract_disclosures",
    doc_md=__doc__,
    tags={Tag.EXTRACT, Tag.BENZINGA},
    **every_day(),
    **dag_defaults(),
):
    extract = extraction("extract_disclosures", BENZINGA, ["disclosures", "--batch-date", "{{ ds }}"])

    @task
    def create_tables() -> None:
        loading.create_tables()

    @task(outlets=[ODS_DISCLOSURES])
    def load_disclosures(ds: str | None = None, outlet_events: Any = None) -> None:
        loading.load(loading.DISCLOSURES, [str(ds)])
        outlet_events[ODS_DISCLOSURES].add_partitions(ds)

    wait_for_api(settings().benzinga_url) >> extract
    [create_tables(), extract] >> load_disclosures()
