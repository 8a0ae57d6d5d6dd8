"""### The dashboard

Starts when `marts` has got batch dates: those of one publish start one run. Also by hand.

`dashboard publish` reads the published marts and writes a version of the static site, and the open data
that changed, to the dashboard's bucket. The version is written and checked whole beside the one that is up;
then one small object is put that points to it. A run that fails leaves the last good site up. What is
published is the newest state: a run for an older day, or a repeat, writes nothing new.
"""

from airflow.sdk import DAG

from pipeline.assets import MARTS, when_changed
from pipeline.containers import publication
from pipeline.defaults import Tag, dag_defaults

with DAG(
    "publish_dashboard",
    doc_md=__doc__,
    schedule=when_changed(MARTS),
    tags={Tag.DASHBOARD},
    **dag_defaults(),
):
    publication("publish_dashboard")
