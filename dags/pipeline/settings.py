"""Every setting of the DAGs: read once from the environment, typed, checked before anything starts.

`python -m pipeline.settings` checks them and names what is wrong.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TypeVar
from urllib.parse import urlsplit


class SettingsError(ValueError):
    """Settings are missing or malformed; the message names each of them."""


class ExtractRunner(StrEnum):
    """Where our images run: as a process beside the task, or in a pod of their own."""

    PROCESS = "process"
    KUBERNETES = "kubernetes"


class CosmosMode(StrEnum):
    """How dbt models run: one dbt process that the model tasks watch, or one process for each model."""

    WATCHER = "watcher"
    LOCAL = "local"


class Truth(StrEnum):
    """Yes or no."""

    TRUE = "true"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the DAGs; secrets are not among them, only their presence is checked.

    Attributes:
        extract_runner: EXTRACT_RUNNER.
        extract_image: EXTRACT_IMAGE, the extractor's image; None unless extractions run on Kubernetes.
        extract_namespace: EXTRACT_NAMESPACE, the namespace of these pods.
        extract_node_pool: EXTRACT_NODE_POOL, the node pool that takes those pods only; None for any node.
        dashboard_image: DASHBOARD_IMAGE, the dashboard's image; None unless it is published on Kubernetes.
        dashboard_bucket: DASHBOARD_BUCKET.
        dashboard_versions_kept: DASHBOARD_VERSIONS_KEPT, the present one included.
        dashboard_vendor_prices: DASHBOARD_VENDOR_PRICES, whether a live market's prices are published.
        benzinga_url: BENZINGA_URL, scheme and host of the disclosures API.
        polygon_url: POLYGON_URL, scheme and host of the market-data API.
        raw_disclosures_bucket: RAW_DISCLOSURES_BUCKET.
        raw_market_bucket: RAW_MARKET_BUCKET.
        cosmos_mode: COSMOS_MODE.
        dbt_service_account: DBT_SERVICE_ACCOUNT, who dbt's tasks are under the Kubernetes executor;
            None leaves it to the executor.
        alert_topic_arn: ALERT_SNS_TOPIC_ARN; None writes alerts to the task log.
        schedule_until: SCHEDULE_UNTIL, the last day that the schedule runs; None for no end.
        task_retries: TASK_RETRIES, how often a failed task is tried again.
        retry_delay: RETRY_DELAY_SECONDS before the first repeat; it doubles up to an hour.
        poll_interval: POLL_SECONDS between two looks of a waiting task.
        code_version: CODE_VERSION, written beside every batch.
    """

    extract_runner: ExtractRunner
    extract_image: str | None
    extract_namespace: str
    extract_node_pool: str | None
    dashboard_image: str | None
    dashboard_bucket: str
    dashboard_versions_kept: int
    dashboard_vendor_prices: bool
    benzinga_url: str
    polygon_url: str
    raw_disclosures_bucket: str
    raw_market_bucket: str
    cosmos_mode: CosmosMode
    dbt_service_account: str | None
    alert_topic_arn: str | None
    schedule_until: date | None
    task_retries: int
    retry_delay: timedelta
    poll_interval: timedelta
    code_version: str


# dbt and the Airflow connection read these; they are checked here so that their absence shows at start.
WAREHOUSE_SETTINGS = (
    "SNOWFLAKE_ACCOUNT",
    "SNOWFLAKE_USER",
    "SNOWFLAKE_DATABASE",
    "SNOWFLAKE_WAREHOUSE",
    "AIRFLOW_CONN_SNOWFLAKE_DEFAULT",
)
# A pod gets these from its own secrets.
PROCESS_SECRETS = ("BENZINGA_API_TOKEN", "POLYGON_API_KEY")
# One of them is how Snowflake knows who asks.
WAREHOUSE_LOGINS = ("SNOWFLAKE_PASSWORD", "SNOWFLAKE_PRIVATE_KEY_FILE", "SNOWFLAKE_AUTHENTICATOR")


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: Some are missing or malformed.
    """
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment; an empty variable counts as unset.

    Raises:
        SettingsError: Some are missing or malformed; the message names all of them.
    """
    reader = _Reader(environment)
    runner = reader.choice("EXTRACT_RUNNER", ExtractRunner, ExtractRunner.PROCESS)
    on_kubernetes = runner is ExtractRunner.KUBERNETES
    for name in WAREHOUSE_SETTINGS + (() if on_kubernetes else PROCESS_SECRETS):
        reader.required(name)
    reader.one_of(WAREHOUSE_LOGINS)
    # the extractor and dbt read these themselves; they are checked here so that a slip shows at start
    reader.choice("EXTENDED_HOURS", Truth, Truth.FALSE)
    reader.whole_number("POLYGON_CALLS_PER_MINUTE", 5)
    found = Settings(
        extract_runner=runner,
        extract_image=reader.required("EXTRACT_IMAGE") if on_kubernetes else None,
        extract_namespace=reader.text("EXTRACT_NAMESPACE", "extract"),
        extract_node_pool=reader.optional("EXTRACT_NODE_POOL"),
        dashboard_image=reader.required("DASHBOARD_IMAGE") if on_kubernetes else None,
        dashboard_bucket=reader.text("DASHBOARD_BUCKET", "dashboard"),
        dashboard_versions_kept=reader.whole_number("DASHBOARD_VERSIONS_KEPT", 5, least=1),
        dashboard_vendor_prices=reader.choice("DASHBOARD_VENDOR_PRICES", Truth, Truth.FALSE) is Truth.TRUE,
        benzinga_url=reader.url("BENZINGA_URL", "https://api.benzinga.com"),
        polygon_url=reader.url("POLYGON_URL", "https://api.polygon.io"),
        raw_disclosures_bucket=reader.text("RAW_DISCLOSURES_BUCKET", "raw-disclosures"),
        raw_market_bucket=reader.text("RAW_MARKET_BUCKET", "raw-market"),
        cosmos_mode=reader.choice("COSMOS_MODE", CosmosMode, CosmosMode.WATCHER),
        dbt_service_account=reader.optional("DBT_SERVICE_ACCOUNT"),
        alert_topic_arn=reader.optional("ALERT_SNS_TOPIC_ARN"),
        schedule_until=reader.day("SCHEDULE_UNTIL"),
        task_retries=reader.whole_number("TASK_RETRIES", 5),
        retry_delay=timedelta(seconds=reader.whole_number("RETRY_DELAY_SECONDS", 300)),
        poll_interval=timedelta(seconds=reader.whole_number("POLL_SECONDS", 60)),
        code_version=reader.text("CODE_VERSION", "unknown"),
    )
    if reader.problems:
        raise SettingsError("\n".join(reader.problems))
    return found


_Choice = TypeVar("_Choice", bound=StrEnum)


class _Reader:
    """Reads values and collects what is wrong, so that one message names everything."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._values = {name: value.strip() for name, value in environment.items() if value.strip()}
        self.problems: list[str] = []

    def optional(self, name: str) -> str | None:
        return self._values.get(name)

    def text(self, name: str, default: str) -> str:
        return self._values.get(name, default)

    def required(self, name: str) -> str:
        if name not in self._values:
            self.problems.append(f"The setting {name} is missing.")
        return self._values.get(name, "")

    def one_of(self, names: tuple[str, ...]) -> None:
        if not any(name in self._values for name in names):
            self.problems.append(f"One of the settings {', '.join(names)} is missing.")

    def choice(self, name: str, choices: type[_Choice], default: _Choice) -> _Choice:
        text = self.text(name, default)
        try:
            return choices(text)
        except ValueError:
            self.problems.append(f"The setting {name} is {text!r}; it must be one of {', '.join(choices)}.")
            return default

    def url(self, name: str, default: str) -> str:
        text = self.text(name, default)
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            # the value may hold a password: not shown
            self.problems.append(f"The setting {name} is malformed; it must be like https://host.")
        return text.rstrip("/")

    def day(self, name: str) -> date | None:
        text = self.optional(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problems.append(f"The setting {name} is {text!r}; it must be a day like 2016-03-01.")
            return None

    def whole_number(self, name: str, default: int, least: int = 0) -> int:
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit() and int(text) >= least):
            self.problems.append(f"The setting {name} is {text!r}; it must be a whole number from {least}.")
            return default
        return int(text)


if __name__ == "__main__":
    try:
        settings()
    except SettingsError as error:
        sys.exit(str(error))
