"""### Write, audit, publish

Starts when `ods/market` has the batch date D; also by hand with `{"batch_dates": ["2016-03-01", …]}` or
`{"rebuild": true}` (every loaded batch but those that failed; refused while an earlier load of one of these
is published, which can't be built again).

`open_batch` opens the set: what the run is for, and every batch whose publish was not finished. The group
`audit` writes the batches as they would be published and tests them. If the audit holds, `batch_passed` says
so and the group `publish` copies them; else `batch_failed` names the batches and what they broke. Publish
models join the passed batches: clearing their tasks by hand publishes nothing that has not passed.
`batch_passed` takes the set's rows from `publish.batches`, `batch_published` writes them last and stamps
`marts`: in between, wherever it breaks off, the set is not published.

A failed batch is mended by extracting it again, which starts a new run of this DAG.
"""

from typing import Any

from airflow.sdk import DAG, Param, TriggerRule, task

from pipeline import marts
from pipeline.assets import MARTS, ODS_MARKET, when_loaded
from pipeline.defaults import Tag, dag_defaults
from pipeline.transformations import dbt_group

VARIABLES = {
    "BATCH_DATES": "{{ ti.xcom_pull(task_ids='open_batch') | join(',') }}",
    "REBUILD": "{{ params.rebuild | lower }}",
}

with DAG(
    "build_marts",
    doc_md=__doc__,
    schedule=when_loaded(ODS_MARKET),
    tags={Tag.MARTS},
    params={
        "batch_dates": Param([], type="array", items={"type": "string", "format": "date"}),
        "rebuild": Param(False, type="boolean"),
    },
    **dag_defaults(),
):

    @task
    def open_batch(params: Any = None, partition_key: str | None = None) -> list[str]:
        asked = [partition_key] if partition_key else params["batch_dates"]
        return marts.open_batches(asked, rebuild=params["rebuild"])

    @task
    def batch_passed(batch_dates: list[str]) -> None:
        marts.pass_batches(batch_dates)

    @task(trigger_rule=TriggerRule.ONE_FAILED)
    def batch_failed(batch_dates: list[str] | None) -> None:
        marts.fail_batches(batch_dates)

    @task(outlets=[MARTS])
    def batch_published(batch_dates: list[str], outlet_events: Any = None) -> None:
        marts.publish_batches(batch_dates)
        outlet_events[MARTS].add_partitions(batch_dates)

    opened: Any = open_batch()
    audit = dbt_group("audit", "tag:audit", VARIABLES, tested=True)
    publish = dbt_group("publish", "tag:publish", VARIABLES, tested=False)

    opened >> audit >> batch_passed(opened) >> publish >> batch_published(opened)
    audit >> batch_failed(opened)
