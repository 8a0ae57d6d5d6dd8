"""Two hundred thousand trades are exported in bounded memory."""

import pytest
from tests.generated_marts import LARGE
from tests.images.dashboard.conftest import Open
from tests.site import measured_publish

LIMIT_MEGABYTES = 512
LIMIT_KILOBYTES = 1000


@pytest.mark.large
def test_two_hundred_thousand_trades_need_little_memory_and_a_small_first_load(open_desk: Open) -> None:
    with open_desk(LARGE) as desk:
        desk.marts.close()
        figures = measured_publish(desk.cloud, {"DASHBOARD_MODELS": desk.environment["DASHBOARD_MODELS"]})
        assert desk.published.data("meta")["counts"]["trades"] > 190_000
    print(f"\n{figures}")
    assert 0 < figures.peak_megabytes <= LIMIT_MEGABYTES
    assert 0 < figures.first_load <= LIMIT_KILOBYTES
