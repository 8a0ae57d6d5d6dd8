import atexit
import os
import shutil
import tempfile

import pytest

# their assertions show what differs
pytest.register_assert_rewrite("tests.dbt.comparison", "tests.pipeline_run")

# Airflow writes to its home as soon as it is imported: not into the developer's
if "AIRFLOW_HOME" not in os.environ:
    os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="congress-tests-")
    atexit.register(shutil.rmtree, os.environ["AIRFLOW_HOME"], ignore_errors=True)
