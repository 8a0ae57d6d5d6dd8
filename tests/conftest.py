import pytest

# their assertions show what differs
pytest.register_assert_rewrite("tests.dbt.comparison", "tests.pipeline_run")
