"""Every setting of the exporter: read once from the environment, typed, checked at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.errors import SettingsError

LIVE = "live"
SAMPLE = "sample"


@dataclass(frozen=True)
class Settings:
    """All that a publish is told by its environment; boto3 reads its own AWS variables.

    Attributes:
        bucket: DASHBOARD_BUCKET.
        versions_kept: DASHBOARD_VERSIONS_KEPT, the present one included.
        market: DASHBOARD_MARKET: `live`, `sample` (invented, and said so), or the name of a recorded market.
        shows_prices: Whether the data vendor's prices are published: those of the sample and of a recorded
            market are, those of `live` only with DASHBOARD_VENDOR_PRICES=true.
        site: DASHBOARD_SITE, the folder of the built site.
        models: DASHBOARD_MODELS, the folder of dbt's models, whose contracts describe the open data.
        warehouse: The options of the Snowflake connector.
    """

    bucket: str
    versions_kept: int
    market: str
    shows_prices: bool
    site: Path
    models: Path
    warehouse: Mapping[str, str] = field(repr=False)

    @property
    def market_kind(self) -> str:
        """`live`, `sample` or `recorded`."""
        return self.market if self.market in (LIVE, SAMPLE) else "recorded"


_REQUIRED = ("ACCOUNT", "DATABASE", "WAREHOUSE")
_OPTIONAL = (
    "AUTHENTICATOR",
    "HOST",
    "PASSWORD",
    "PORT",
    "PRIVATE_KEY_FILE",
    "PROTOCOL",
    "ROLE",
    "USER",
    "WORKLOAD_IDENTITY_PROVIDER",
)


def read(environment: Mapping[str, str]) -> Settings:
    """Read the settings; an empty variable counts as unset.

    Raises:
        SettingsError: A setting is missing or malformed; the message names it.
    """
    values = {name: value.strip() for name, value in environment.items() if value.strip()}
    market = values.get("DASHBOARD_MARKET", LIVE)
    vendor_prices = _truth(values, "DASHBOARD_VENDOR_PRICES")
    return Settings(
        bucket=values.get("DASHBOARD_BUCKET", "dashboard"),
        versions_kept=_count(values, "DASHBOARD_VERSIONS_KEPT", 5),
        market=market,
        shows_prices=market != LIVE or vendor_prices,
        site=_folder(values, "DASHBOARD_SITE", "index.html"),
        models=_folder(values, "DASHBOARD_MODELS", "publish"),
        warehouse=_warehouse(values),
    )


def _warehouse(values: Mapping[str, str]) -> dict[str, str]:
    for name in _REQUIRED if "SNOWFLAKE_AUTHENTICATOR" in values else (*_REQUIRED, "USER"):
        if f"SNOWFLAKE_{name}" not in values:
            raise SettingsError(f"The setting SNOWFLAKE_{name} is missing.")
    names = ("SNOWFLAKE_PASSWORD", "SNOWFLAKE_PRIVATE_KEY_FILE", "SNOWFLAKE_AUTHENTICATOR")
    if not set(names) & set(values):
        raise SettingsError(f"The setting {names[0]} is missing, as are {names[1]} and {names[2]}.")
    known = (*_REQUIRED, *_OPTIONAL)
    return {name.lower(): values[f"SNOWFLAKE_{name}"] for name in known if f"SNOWFLAKE_{name}" in values}


def _folder(values: Mapping[str, str], name: str, holds: str) -> Path:
    if name not in values:
        raise SettingsError(f"The setting {name} is missing: the folder that holds {holds}.")
    folder = Path(values[name])
    if not (folder / holds).exists():
        raise SettingsError(f"The setting {name} is {folder}, which does not hold {holds}. Was it built?")
    return folder


def _truth(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "false").lower()
    if text not in ("true", "false"):
        raise SettingsError(f"The setting {name} is {text!r}; it must be true or false.")
    return text == "true"


def _count(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name, str(default))
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise SettingsError(f"The setting {name} is {text!r}; it must be a whole number from 1.")
    return int(text)
