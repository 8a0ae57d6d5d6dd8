"""A missing or malformed setting or argument stops at the start, and is named."""

import pytest
from tests.images.extract.conftest import Command, ScriptedServer

from extract.errors import SettingsError
from extract.settings import read
from extract.sources import discover

DAY = ("--batch-date", "2016-03-01")


@pytest.mark.parametrize(
    ("source", "name"),
    [("disclosures", "BENZINGA_API_TOKEN"), ("market", "POLYGON_API_KEY"), ("tickers", "POLYGON_API_KEY")],
)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_token_is_named(
    extract: Command, api: ScriptedServer, source: str, name: str, value: str | None
) -> None:
    wanted = ("--wanted", "/dev/null") if source == "market" else ()
    outcome = extract(source, *DAY, *wanted, **{name: value})
    assert outcome.exit_code == 2
    assert f"The setting {name} is missing" in outcome.err
    assert api.requests == []


MALFORMED = [
    ("BENZINGA_API_TOKEN", "two words"),
    ("BENZINGA_API_TOKEN", "line\nbreak"),
    ("BENZINGA_API_TOKEN", "schlüssel"),
    ("BENZINGA_URL", "api.benzinga.com"),
    ("BENZINGA_URL", "ftp://api.benzinga.com"),
    ("BENZINGA_URL", "https://user:pass@api.benzinga.com"),
    ("BENZINGA_URL", "https://api.benzinga.com/api?token=1"),
    ("BENZINGA_URL", "http://host:eighty"),
    ("AWS_ENDPOINT_URL", "127.0.0.1:9501"),
    ("HTTP_TIMEOUT_SECONDS", "soon"),
    ("HTTP_TIMEOUT_SECONDS", "0"),
    ("HTTP_TIMEOUT_SECONDS", "inf"),
    ("HTTP_ATTEMPTS", "0"),
    ("HTTP_ATTEMPTS", "2.5"),
    ("HTTP_BACKOFF_SECONDS", "-1"),
]


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_setting_is_named(name: str, value: str) -> None:
    source = discover()["disclosures"]
    environment = {"BENZINGA_API_TOKEN": "token"} | {name: value}
    with pytest.raises(SettingsError, match=f"^The setting {name} is malformed") as caught:
        read(environment, source.api, source.bucket, source.default_bucket)
    if name.endswith(("TOKEN", "URL")):
        assert value not in str(caught.value)


def test_a_malformed_call_limit_is_named() -> None:
    source = discover()["market"]
    environment = {"POLYGON_API_KEY": "key", "POLYGON_CALLS_PER_MINUTE": "five"}
    with pytest.raises(SettingsError, match=r"^The setting POLYGON_CALLS_PER_MINUTE is malformed: 'five'"):
        read(environment, source.api, source.bucket, source.default_bucket)


def test_defaults_are_those_of_live_mode() -> None:
    sources = discover()
    assert set(sources) == {"disclosures", "market", "tickers"}
    environment = {"BENZINGA_API_TOKEN": "token", "POLYGON_API_KEY": "key", "POLYGON_URL": ""}
    found = {
        name: read(environment, source.api, source.bucket, source.default_bucket)
        for name, source in sources.items()
    }
    assert {name: (each.api.url, each.api.calls_per_minute) for name, each in found.items()} == {
        "disclosures": ("https://api.benzinga.com", 0),
        "market": ("https://api.polygon.io", 5),
        "tickers": ("https://api.polygon.io", 5),
    }
    assert {each.bucket.name for each in found.values()} == {"raw-disclosures", "raw-market"}


def test_missing_aws_credentials_are_named(extract: Command) -> None:
    outcome = extract(
        "disclosures",
        *DAY,
        AWS_ACCESS_KEY_ID=None,
        AWS_SECRET_ACCESS_KEY=None,
        AWS_EC2_METADATA_DISABLED="true",
    )
    assert outcome.exit_code == 2
    assert "The setting AWS_ACCESS_KEY_ID is missing" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "SOURCE"),
        (("prices",), "invalid choice: 'prices'"),
        (("disclosures",), "give --batch-date D, or --from F --to T"),
        (("disclosures", "--from", "2016-03-01"), "give --batch-date D, or --from F --to T"),
        (("disclosures", "--from", "2016-03-02", "--to", "2016-03-01"), "with F not after T"),
        (("disclosures", *DAY, "--to", "2016-03-01"), "give --batch-date D, or --from F --to T"),
        (("disclosures", "--batch-date", "March"), "'March' is not a date like 2016-03-01"),
        (("market", *DAY), "--wanted"),
    ],
)
def test_wrong_usage_is_told(extract: Command, arguments: tuple[str, ...], message: str) -> None:
    outcome = extract(*arguments)
    assert outcome.exit_code == 2
    assert message in outcome.err
