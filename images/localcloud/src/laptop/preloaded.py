"""What each of Airflow's task processes starts with: it is forked from one that has imported this.

Without it a short task spends most of its CPU on imports. The garbage collector runs once here and leaves
these objects alone from then on: else each fork goes through all of them while it renders its DAG.
"""

# ruff: noqa: F401
import gc

import airflow.dag_processing.dagbag
import airflow.executors.local_executor
import airflow.providers.amazon.aws.assets.s3
import airflow.providers.amazon.aws.hooks.s3
import airflow.providers.snowflake.hooks.snowflake
import airflow.providers.standard.decorators.python
import airflow.sdk.definitions.timetables.interval
import airflow.sdk.execution_time.task_runner
import cosmos.airflow.task_group
import cosmos.operators.watcher
import cosmos.plugin.airflow3
import cosmos.profiles
import dbt.adapters.snowflake
import dbt.cli.main
import orjson
import pydantic.v1

gc.collect()
gc.freeze()
