"""The recorded year, which is no part of this repository."""

from pathlib import Path

from tests.benchmarks.table import NotMeasurableError
from tests.pipeline_run import REPOSITORY

FIRST_DAY, LAST_DAY = "2015-07-01", "2016-06-30"
_FOLDER = REPOSITORY.parent / "shared/data/recorded/senate_2015-07_2016-06"


def recorded_market() -> Path:
    """The folder of the recorded year.

    Raises:
        NotMeasurableError: It is not there.
    """
    if not _FOLDER.exists():
        raise NotMeasurableError(
            f"the recorded market is not beside this checkout: ../{_FOLDER.relative_to(REPOSITORY.parent)}"
        )
    return _FOLDER
