"""A world: one market with its own warehouse, storage and Airflow, in a folder of its own under .laptop."""

from __future__ import annotations

import csv
import gzip
import json
import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from laptop.errors import LaptopError

STATE = Path(".laptop")
SAMPLE = "sample"
LIVE = "live"

_SERVICES = ("s3", "snowflake", "api", "airflow")
_FIRST_PORT = "9501"
_DASHBOARD_BUCKET = "dashboard"
_BARS = "daily_bars.csv.gz"
# what would lead past the laptop cloud
_REAL_ACCOUNT = (
    "AIRFLOW_CONN_SNOWFLAKE_DEFAULT",
    "ALERT_SNS_TOPIC_ARN",
    "AWS_PROFILE",
    "AWS_SESSION_TOKEN",
    "SNOWFLAKE_AUTHENTICATOR",
    "SNOWFLAKE_PRIVATE_KEY_FILE",
    "SNOWFLAKE_WORKLOAD_IDENTITY_PROVIDER",
)
_CREDENTIALS = ("AWS_SECRET_ACCESS_KEY", "BENZINGA_API_TOKEN", "POLYGON_API_KEY", "SNOWFLAKE_PASSWORD")


@dataclass(frozen=True)
class World:
    """What the services of one market share.

    Attributes:
        name: The market's name, and the folder's.
        market: The recorded market that the APIs replay; None when the real APIs are asked.
        ports: By service; chosen when the world is made, and kept, so that its links stay.
        jwt_secret: What Airflow's parts know each other by.
        credentials: Those of the laptop cloud, by the name of their setting; of no use elsewhere.
        dotenv: The settings of .env, which stand before the world's own.
    """

    name: str
    market: Path | None
    ports: Mapping[str, int]
    jwt_secret: str = field(repr=False)
    credentials: Mapping[str, str] = field(repr=False)
    dotenv: Mapping[str, str] = field(repr=False)

    @property
    def folder(self) -> Path:
        """Where everything of the world is kept."""
        return (STATE / self.name).resolve()

    @property
    def logs(self) -> Path:
        """One file for each service, and Airflow's task logs."""
        return self.folder / "logs"

    @property
    def is_live(self) -> bool:
        """Whether S3, Snowflake and the APIs are the real ones."""
        return self.market is None

    @property
    def airflow_url(self) -> str:
        """Airflow's address."""
        return f"http://127.0.0.1:{self.ports['airflow']}"

    @property
    def dashboard_url(self) -> str | None:
        """The dashboard's address; None in live mode, where the bucket's owner knows it."""
        if self.is_live:
            return None
        return f"http://127.0.0.1:{self.ports['s3']}/_website/{_DASHBOARD_BUCKET}/"

    def environment(self) -> dict[str, str]:
        """The environment of every service and command of this world."""
        settings = {**_checkout(), **self.dotenv, **os.environ, "DASHBOARD_MARKET": self.name}
        if self.market is not None:
            for name in _REAL_ACCOUNT:
                settings.pop(name, None)
            settings = {**_laptop_defaults(self.name, self.market), **settings, **_laptop_cloud(self)}
        settings.setdefault("AIRFLOW_CONN_SNOWFLAKE_DEFAULT", json.dumps(_connection(settings)))
        return {**settings, **_airflow(self)}


def open_world(data: str | None) -> World:
    """The world of a market, made when it is new: `data` is a folder, or None for the sample (or live).

    Raises:
        LaptopError: There is no such folder, or the world of that name belongs to another one.
    """
    dotenv = read_dotenv(Path(".env"))
    platform = os.environ.get("PLATFORM") or dotenv.get("PLATFORM")
    if platform not in (None, LIVE):
        raise LaptopError(f"The setting PLATFORM is {platform!r}; it must be {LIVE}, or not be set.")
    if platform == LIVE:
        if data:
            raise LaptopError("DATA is for the laptop's replayed markets; PLATFORM=live asks the real APIs.")
        return _remembered(LIVE, None, dotenv)
    if data is None:
        return _remembered(SAMPLE, _sample(), dotenv)
    market = Path(data).resolve()
    for name in ("disclosures.ndjson.gz", _BARS):
        if not (market / name).is_file():
            raise LaptopError(f"{data} is no recorded market: it has no {name}.")
    return _remembered(market.name, market, dotenv)


def current_world() -> World:
    """The world whose services were started last.

    Raises:
        LaptopError: None was.
    """
    try:
        name = (STATE / "current").read_text()
        kept = json.loads((STATE / name / "world.json").read_text())
    except FileNotFoundError:
        raise LaptopError("Nothing was started yet: make run.") from None
    market = Path(kept["market"]) if kept["market"] else None
    return _remembered(name, market, read_dotenv(Path(".env")))


def read_dotenv(path: Path) -> dict[str, str]:
    """The settings of a file of NAME=value lines; empty lines, # comments and quotes around a value aside.

    Raises:
        LaptopError: A line is none of these.
    """
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise LaptopError(f"{path}, line {number} is not NAME=value.")
        found[name.strip()] = value.strip().strip("\"'")
    return {name: value for name, value in found.items() if value}


def last_day(market: Path) -> date:
    """The last day that a recorded market has bars of.

    Raises:
        LaptopError: It has none, or its file is not what it should be.
    """
    try:
        with gzip.open(market / _BARS, "rt", newline="") as file:
            return date.fromisoformat(max(row["date"] for row in csv.DictReader(file)))
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise LaptopError(f"{market / _BARS} has no readable row with a date: {error}") from None


def _sample() -> Path:
    market = (STATE / "sample-market").resolve()
    if not market.exists():
        # imported here: it reads the exchange's calendar
        from localcloud.sample import write_sample

        write_sample(market, seed=7)
    return market


def _remembered(name: str, market: Path | None, dotenv: Mapping[str, str]) -> World:
    file = STATE / name / "world.json"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = {
            "market": str(market) if market else None,
            "ports": dict(_free_ports({**dotenv, **os.environ})),
            "jwt_secret": secrets.token_hex(32),
            "credentials": {setting: secrets.token_hex(16) for setting in _CREDENTIALS},
        }
        file.touch(mode=0o600)
        file.write_text(json.dumps(kept, indent=2))
    kept = json.loads(file.read_text())
    if kept["market"] != (str(market) if market else None):
        raise LaptopError(
            f"The world {name} belongs to {kept['market']}. Rename your folder, or delete {file.parent}."
        )
    return World(name, market, kept["ports"], kept["jwt_secret"], kept["credentials"], dotenv)


def _free_ports(settings: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Ports in a row from LAPTOP_FIRST_PORT, any free one for one that is taken; 0: any for all."""
    first = settings.get("LAPTOP_FIRST_PORT", _FIRST_PORT)
    if not (first.isascii() and first.isdigit()):
        raise LaptopError(
            f"The setting LAPTOP_FIRST_PORT is {first!r}; it must be a port like {_FIRST_PORT}, or 0."
        )
    for number, service in enumerate(_SERVICES):
        for port in (int(first) + number, 0) if int(first) else (0,):
            with socket.socket() as probe:
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    continue
                yield service, probe.getsockname()[1]
                break


def _checkout() -> dict[str, str]:
    """What an image has inside, and a checkout in its folders."""
    return {
        "DASHBOARD_MODELS": str(Path("dbt/models").resolve()),
        "DASHBOARD_SITE": str(Path("images/dashboard/site/dist").resolve()),
    }


def _laptop_defaults(name: str, market: Path) -> dict[str, str]:
    """What the environment or .env may set otherwise."""
    return {
        "EXTENDED_HOURS": "true" if name == SAMPLE else "false",
        "POLYGON_CALLS_PER_MINUTE": "0",
        # a replayed market ends: no run is scheduled after its last day
        "SCHEDULE_UNTIL": str(last_day(market)),
        "TASK_RETRIES": "2",
        "RETRY_DELAY_SECONDS": "5",
        "POLL_SECONDS": "5",
        "HTTP_ATTEMPTS": "3",
    }


def _laptop_cloud(world: World) -> dict[str, str]:
    """The laptop cloud's addresses and credentials: a replayed market never meets a real account."""
    ports = world.ports
    return {
        "AWS_ACCESS_KEY_ID": "laptop",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{ports['s3']}",
        "DASHBOARD_BUCKET": _DASHBOARD_BUCKET,
        "RAW_DISCLOSURES_BUCKET": "raw-disclosures",
        "RAW_MARKET_BUCKET": "raw-market",
        "BENZINGA_URL": f"http://127.0.0.1:{ports['api']}",
        "POLYGON_URL": f"http://127.0.0.1:{ports['api']}",
        "SNOWFLAKE_ACCOUNT": "laptop",
        "SNOWFLAKE_USER": "laptop",
        "SNOWFLAKE_DATABASE": "CONGRESS",
        "SNOWFLAKE_WAREHOUSE": "LAPTOP",
        "SNOWFLAKE_ROLE": "LAPTOP",
        "SNOWFLAKE_HOST": "127.0.0.1",
        "SNOWFLAKE_PORT": str(ports["snowflake"]),
        "SNOWFLAKE_PROTOCOL": "http",
        # else the connector asks each cloud's metadata service whether it runs there
        "SNOWFLAKE_DISABLE_PLATFORM_DETECTION": "true",
        **world.credentials,
    }


def _connection(settings: Mapping[str, str]) -> dict[str, object]:
    """The same warehouse as Airflow's Snowflake provider wants it said."""
    names = (
        "ACCOUNT",
        "AUTHENTICATOR",
        "DATABASE",
        "HOST",
        "PORT",
        "PRIVATE_KEY_FILE",
        "PROTOCOL",
        "ROLE",
        "WAREHOUSE",
        "WORKLOAD_IDENTITY_PROVIDER",
    )
    extra: dict[str, object] = {
        name.lower(): settings[f"SNOWFLAKE_{name}"] for name in names if settings.get(f"SNOWFLAKE_{name}")
    }
    return {
        "conn_type": "snowflake",
        "login": settings.get("SNOWFLAKE_USER", ""),
        "password": settings.get("SNOWFLAKE_PASSWORD", ""),
        "extra": extra | {"network_timeout": 300},
    }


def _airflow(world: World) -> dict[str, str]:
    """Airflow as one person on one machine wants it: loopback only, no login, no examples, little memory."""
    home = world.folder / "airflow"
    docs = {"congress": {"dir": str(Path("dbt/target").resolve()), "name": "Data dictionary"}}
    options = {
        "CORE__DAGS_FOLDER": Path("dags").resolve(),
        "CORE__LOAD_EXAMPLES": False,
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": False,
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": 4,
        "CORE__EXECUTION_API_SERVER_URL": f"{world.airflow_url}/execution/",
        "CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": True,
        "API__HOST": "127.0.0.1",
        "API__PORT": world.ports["airflow"],
        "API__BASE_URL": world.airflow_url,
        "API__WORKERS": 1,
        "API__SECRET_KEY": world.jwt_secret,
        "API_AUTH__JWT_SECRET": world.jwt_secret,
        # tasks are forked from a process that has imported what most of them need
        "SCHEDULER__MP_START_METHOD": "forkserver",
        "CORE__MP_FORKSERVER_PRELOAD": "laptop.preloaded",
        "DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}?timeout=60",
        "LOGGING__BASE_LOG_FOLDER": world.logs / "tasks",
        "DAG_PROCESSOR__PARSING_PROCESSES": 2,
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": 300,
        "COSMOS__ENABLE_ORJSON_PARSER": True,
        "COSMOS__ENABLE_TELEMETRY": False,
        "COSMOS__CACHE_DIR": home / "cosmos",
        "COSMOS__DBT_DOCS_PROJECTS": json.dumps(docs),
        "USAGE_DATA_COLLECTION__ENABLED": False,
    }
    plain = {"AIRFLOW_HOME": str(home), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
    return plain | {f"AIRFLOW__{name}": str(value) for name, value in options.items()}
