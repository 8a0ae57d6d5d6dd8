"""The count of rows that scans read: honest about filters, silent unless asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from localcloud.testing import Cloud, running_cloud

DAYS = 100
ROWS_A_DAY = 1000


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with running_cloud(tmp_path_factory.mktemp("scans"), count_scans=True) as cloud:
        with cloud.connect() as session:
            session.cursor().execute("create table ods.history (day int, n int)")
            session.cursor().execute(
                f"insert into ods.history select floor(n / {ROWS_A_DAY}), n from (select row_number() over"
                f" (order by seq4()) - 1 as n from table(generator(rowcount => {DAYS * ROWS_A_DAY})))"
            )
        yield cloud


def scanned(cloud: Cloud, statement: str) -> dict[str, Any]:
    requests.delete(f"{cloud.snowflake_url}/_scans", timeout=10).raise_for_status()
    with cloud.connect() as session:
        session.cursor().execute(statement).fetchall()
    answer = requests.get(f"{cloud.snowflake_url}/_scans", timeout=10)
    answer.raise_for_status()
    return dict(answer.json().get("CONGRESS.ODS.HISTORY", {}))


def test_a_full_scan_reads_every_row(counting: Cloud) -> None:
    scans = scanned(counting, "select sum(n) from ods.history")
    assert (scans["scans"], scans["rows_read"], scans["rows_passed"]) == (
        1,
        DAYS * ROWS_A_DAY,
        DAYS * ROWS_A_DAY,
    )


@pytest.mark.parametrize(
    "filter_",
    ["day between 50 and 51", "day in (50, 51)", "day in (select column1 from (values (50), (51)))"],
)
@pytest.mark.parametrize(
    "statement", ["select sum(n) from ods.history where {}", "update ods.history set n = n where {}"]
)
def test_a_filter_on_days_reads_the_row_groups_of_those_days(
    counting: Cloud, statement: str, filter_: str
) -> None:
    scans = scanned(counting, statement.format(filter_))
    assert 2 * ROWS_A_DAY <= scans["rows_read"] <= 8 * ROWS_A_DAY
    assert 2 * ROWS_A_DAY <= scans["rows_passed"] <= scans["rows_read"]
    assert scans["row_groups_read"] < scans["row_groups"] / 10


def test_a_filter_that_no_zone_map_knows_reads_everything_and_passes_little(counting: Cloud) -> None:
    scans = scanned(counting, "select count(*) from ods.history where n % 1000 = 7")
    assert scans["rows_read"] == DAYS * ROWS_A_DAY


def test_without_the_flag_nothing_is_counted(cloud: Cloud) -> None:
    answer = requests.get(f"{cloud.snowflake_url}/_scans", timeout=10)
    assert answer.status_code == 404
    assert "--count-scans" in answer.text
