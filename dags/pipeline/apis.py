"""Whether an API answers."""

import logging
from datetime import timedelta
from typing import Any

import requests
from airflow.sdk import PokeReturnValue, task

from pipeline.settings import settings

log = logging.getLogger(__name__)


def wait_for_api(url: str) -> Any:
    """The task that waits, without holding a worker, until the API answers."""
    wait = task.sensor(
        task_id="wait_for_api",
        mode="reschedule",
        poke_interval=settings().poll_interval.total_seconds(),
        timeout=timedelta(hours=12).total_seconds(),
    )(lambda: PokeReturnValue(is_available(url)))
    return wait()


def is_available(url: str) -> bool:
    """Whether the server answers at all, be it that the caller is not known: anything but a server error."""
    try:
        answer = requests.get(url, timeout=20, allow_redirects=False)
    except requests.RequestException as error:
        log.info("%s does not answer yet: %s", url, type(error).__name__)
        return False
    log.info("%s answers with %d", url, answer.status_code)
    return answer.status_code < 500
