"""### Market data that a day's disclosures want

Starts when `ods/disclosures` has the batch date D. dbt computes the wanted keys: trading days, splits and
tickers that are neither published nor answered. They are asked from the Polygon API and replaced by key in
the ODS. When nothing is wanted, nothing is extracted, and the run goes on. The end stamps `ods/market` with
D, which starts `build_marts`.

`{"refetch": true}` asks again for what is published or answered already.
"""

from airflow.sdk import DAG

from pipeline.assets import ODS_DISCLOSURES, ODS_MARKET, when_loaded
from pipeline.defaults import Tag, dag_defaults
from pipeline.wanted import REFETCH, market_tasks

with DAG(
    "extract_market",
    doc_md=__doc__,
    schedule=when_loaded(ODS_DISCLOSURES),
    tags={Tag.EXTRACT, Tag.POLYGON},
    params={"refetch": REFETCH},
    **dag_defaults(),
):
    # in a run that has a partition key, outlets are stamped with it
    market_tasks("{{ partition_key }}", ["--batch-date", "{{ partition_key }}"], outlets=[ODS_MARKET])
