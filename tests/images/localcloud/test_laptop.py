"""The launcher's worlds; its commands are tested through the real scheduler in tests/end_to_end."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from laptop.cli import days_of
from laptop.errors import LaptopError
from laptop.world import open_world, read_dotenv


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("PLATFORM", "COSMOS_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LAPTOP_FIRST_PORT", "0")
    return tmp_path


def test_a_replayed_market_never_gets_a_real_account(monkeypatch: pytest.MonkeyPatch, checkout: Path) -> None:
    real = {
        "AIRFLOW_CONN_SNOWFLAKE_DEFAULT": '{"login": "real"}',
        "ALERT_SNS_TOPIC_ARN": "real",
        "AWS_ACCESS_KEY_ID": "real",
        "AWS_ENDPOINT_URL": "https://real",
        "AWS_PROFILE": "real",
        "AWS_SECRET_ACCESS_KEY": "real",  # pragma: allowlist secret
        "AWS_SESSION_TOKEN": "real",
        "BENZINGA_API_TOKEN": "real",
        "POLYGON_API_KEY": "real",  # pragma: allowlist secret
        "POLYGON_URL": "https://real",
        "SNOWFLAKE_ACCOUNT": "real",
        "SNOWFLAKE_AUTHENTICATOR": "real",
        "SNOWFLAKE_HOST": "real",
        "SNOWFLAKE_PASSWORD": "real",  # pragma: allowlist secret
        "SNOWFLAKE_PRIVATE_KEY_FILE": "real",  # pragma: allowlist secret
        "SNOWFLAKE_WORKLOAD_IDENTITY_PROVIDER": "real",
    }
    for name, value in list(real.items())[::2]:
        monkeypatch.setenv(name, value)
    (checkout / ".env").write_text("".join(f"{name}={value}\n" for name, value in list(real.items())[1::2]))
    environment = open_world(None).environment()
    assert {name: environment.get(name) for name in real if "real" in environment.get(name, "")} == {}
    assert environment["SNOWFLAKE_HOST"] == "127.0.0.1"


def test_the_environment_and_the_file_may_tune_a_world(
    monkeypatch: pytest.MonkeyPatch, checkout: Path
) -> None:
    (checkout / ".env").write_text("COSMOS_MODE=local\nTASK_RETRIES=7\n")
    monkeypatch.setenv("TASK_RETRIES", "0")
    environment = open_world(None).environment()
    assert environment["COSMOS_MODE"] == "local"
    assert environment["TASK_RETRIES"] == "0"


def test_a_world_keeps_its_ports_and_its_secrets_are_for_its_owner(checkout: Path) -> None:
    first, again = open_world(None), open_world(None)
    assert first.ports == again.ports
    assert len(set(first.ports.values())) == len(first.ports) == 4
    assert first.environment()["AIRFLOW__API_AUTH__JWT_SECRET"] not in repr(first)
    assert (checkout / ".laptop" / "sample" / "world.json").stat().st_mode & 0o077 == 0


def test_the_dashboard_knows_which_market_it_shows(monkeypatch: pytest.MonkeyPatch, checkout: Path) -> None:
    monkeypatch.setenv("DASHBOARD_MARKET", "live")
    monkeypatch.setenv("DASHBOARD_BUCKET", "real")
    sample = open_world(None)
    assert sample.environment()["DASHBOARD_MARKET"] == "sample"
    assert sample.environment()["DASHBOARD_BUCKET"] == "dashboard"
    assert sample.dashboard_url == f"http://127.0.0.1:{sample.ports['s3']}/_website/dashboard/"
    (checkout / ".env").write_text("PLATFORM=live\n")
    live = open_world(None)
    assert live.environment()["DASHBOARD_MARKET"] == "live"
    assert live.environment()["DASHBOARD_BUCKET"] == "real"
    assert live.dashboard_url is None


def test_a_world_belongs_to_one_folder(checkout: Path) -> None:
    sample = checkout / ".laptop" / "sample-market"
    open_world(None)
    for place in ("here", "there"):
        (checkout / place).mkdir()
        (checkout / place / "market").symlink_to(sample, target_is_directory=True)
    copy = checkout / "copy" / "sample-market"
    copy.mkdir(parents=True)
    for file in sample.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    open_world(str(sample))
    with pytest.raises(LaptopError, match="The world sample-market belongs to"):
        open_world(str(copy))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-06-18", None, "^TO is missing"),
        (None, "2024-06-18", "^FROM is missing"),
        ("2024-13-01", "2024-06-18", "^FROM=2024-13-01 is no day"),
        ("2024-06-18", "tomorrow", "^TO=tomorrow is no day"),
        ("2024-06-19", "2024-06-18", "ends before it begins"),
        ("2024-06-18", "2030-01-01", "^TO=2030-01-01 is after 2024-"),
    ],
)
def test_a_range_that_can_not_be_run_is_refused(
    checkout: Path, first: str | None, last: str | None, said: str
) -> None:
    with pytest.raises(LaptopError, match=said):
        days_of(open_world(None), first, last)


def test_a_range_is_every_day_of_it_and_the_sample_has_three(checkout: Path) -> None:
    world = open_world(None)
    assert days_of(world, "2024-02-28", "2024-03-01") == [
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
    ]
    assert len(days_of(world, None, None)) == 3


def test_live_mode_has_the_days_that_are_over(checkout: Path) -> None:
    (checkout / ".env").write_text("PLATFORM=live\n")
    today = datetime.now(UTC).date()
    assert days_of(open_world(None), None, None)[-1] < today
    with pytest.raises(LaptopError, match="is after"):
        days_of(open_world(None), str(today), str(today + timedelta(days=1)))


def test_a_platform_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATFORM", "Live")
    with pytest.raises(LaptopError, match="PLATFORM is 'Live'"):
        open_world(None)


def test_a_market_without_readable_bars_is_refused(checkout: Path) -> None:
    market = checkout / "market"
    market.mkdir()
    (market / "disclosures.ndjson.gz").touch()
    with pytest.raises(LaptopError, match=r"has no daily_bars\.csv\.gz"):
        open_world("market")
    (market / "daily_bars.csv.gz").touch()
    world = open_world("market")
    with pytest.raises(LaptopError, match="has no readable row with a date"):
        days_of(world, "2016-03-01", "2016-03-01")
    with pytest.raises(LaptopError, match="has no readable row with a date"):
        world.environment()


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_a_folder_that_is_no_market_is_refused(folder: str) -> None:
    with pytest.raises(LaptopError, match="is no recorded market"):
        open_world(folder)


def test_live_mode_starts_with_the_settings_of_the_file(checkout: Path) -> None:
    (checkout / ".env").write_text(
        "PLATFORM=live\nSNOWFLAKE_USER=me\n"
        "SNOWFLAKE_PASSWORD='p=1'\nSNOWFLAKE_ACCOUNT=a\n"  # pragma: allowlist secret
    )
    world = open_world(None)
    assert world.is_live
    connection = json.loads(world.environment()["AIRFLOW_CONN_SNOWFLAKE_DEFAULT"])
    assert (connection["login"], connection["password"], connection["extra"]["account"]) == ("me", "p=1", "a")
    with pytest.raises(LaptopError, match="DATA"):
        open_world("somewhere")


def test_the_settings_file(checkout: Path) -> None:
    file = checkout / ".env"
    file.write_text('# comment\n\nA=1\n B = "two words" \nEMPTY=\n')
    assert read_dotenv(file) == {"A": "1", "B": "two words"}
    file.write_text("A=1\nno equals sign\n")
    with pytest.raises(LaptopError, match="line 2"):
        read_dotenv(file)


def test_the_example_of_the_settings_file_can_be_read() -> None:
    example = read_dotenv(Path(__file__).parents[3] / ".env.example")
    assert example["PLATFORM"] == "live"
