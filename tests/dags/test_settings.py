from datetime import date, timedelta

import pytest

from pipeline.settings import CosmosMode, ExtractRunner, SettingsError, read

from .conftest import SETTINGS


def test_defaults() -> None:
    found = read({name: value for name, value in SETTINGS.items() if name != "BENZINGA_URL"})
    assert found.extract_runner is ExtractRunner.PROCESS
    assert found.cosmos_mode is CosmosMode.WATCHER
    assert found.benzinga_url == "https://api.benzinga.com"
    assert found.alert_topic_arn is None
    assert found.schedule_until is None
    assert found.retry_delay == timedelta(minutes=5)
    assert found.dashboard_versions_kept == 5
    assert not found.dashboard_vendor_prices


def test_values() -> None:
    found = read(
        SETTINGS
        | {"COSMOS_MODE": "local", "SCHEDULE_UNTIL": "2016-12-30", "POLYGON_URL": "https://api.massive.com/"}
    )
    assert found.cosmos_mode is CosmosMode.LOCAL
    assert found.schedule_until == date(2016, 12, 30)
    assert found.polygon_url == "https://api.massive.com"


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in SETTINGS
        if name not in ("SNOWFLAKE_PASSWORD", "BENZINGA_URL", "POLYGON_CALLS_PER_MINUTE")
    ],
)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_setting_is_named(name: str, value: str | None) -> None:
    environment = {key: each for key, each in SETTINGS.items() if key != name}
    if value is not None:
        environment[name] = value
    with pytest.raises(SettingsError, match=f"^The setting {name} is missing\\.$"):
        read(environment)


def test_snowflake_must_know_who_asks() -> None:
    environment = {name: value for name, value in SETTINGS.items() if name != "SNOWFLAKE_PASSWORD"}
    with pytest.raises(SettingsError, match=r"SNOWFLAKE_PASSWORD, .* is missing"):
        read(environment)
    for name in ("SNOWFLAKE_PRIVATE_KEY_FILE", "SNOWFLAKE_AUTHENTICATOR"):
        read(environment | {name: "x"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EXTRACT_RUNNER", "docker"),
        ("COSMOS_MODE", "fast"),
        ("BENZINGA_URL", "api.benzinga.com"),
        ("POLYGON_URL", "https://user:password@api.polygon.io"),
        ("SCHEDULE_UNTIL", "tomorrow"),
        ("TASK_RETRIES", "many"),
        ("RETRY_DELAY_SECONDS", "-1"),
        ("POLL_SECONDS", "1.5"),
        ("DASHBOARD_VERSIONS_KEPT", "0"),
        ("EXTENDED_HOURS", "yes"),
        ("POLYGON_CALLS_PER_MINUTE", "five"),
        ("DASHBOARD_VENDOR_PRICES", "perhaps"),
    ],
)
def test_a_malformed_setting_is_named_and_no_address_is_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^The setting {name} ") as caught:
        read(SETTINGS | {name: value})
    assert "password" not in str(caught.value)


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        read({"COSMOS_MODE": "fast"})
    assert "COSMOS_MODE" in str(caught.value)
    assert "SNOWFLAKE_ACCOUNT" in str(caught.value)


def test_on_kubernetes_the_images_are_needed_and_the_tokens_are_not() -> None:
    environment = {name: value for name, value in SETTINGS.items() if not name.endswith(("_TOKEN", "_KEY"))}
    environment["EXTRACT_RUNNER"] = "kubernetes"
    images = {"EXTRACT_IMAGE": "extract:1", "DASHBOARD_IMAGE": "dashboard:1"}
    for missing in images:
        others = {name: image for name, image in images.items() if name != missing}
        with pytest.raises(SettingsError, match=rf"^The setting {missing} is missing\.$"):
            read(environment | others)
    found = read(environment | images)
    assert (found.extract_image, found.dashboard_image) == ("extract:1", "dashboard:1")
