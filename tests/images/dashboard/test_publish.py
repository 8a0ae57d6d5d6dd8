"""A version is up whole or not at all."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.generated_marts import ONE_TRADE, Size
from tests.images.dashboard.conftest import Desk, Open

FEW = Size(40, 4, 6, "2022-01-03", "2023-03-31")
CHANGE = "update publish.fct_trades set amount_raw = '${}' where trade_id = 'T0000001'"
MESSAGE = re.compile(r"Version ([0-9a-f]{16}): ([\d,]+) files, [\d.]+ MB; ([\d,]+) objects were new\.")


@pytest.fixture(scope="module")
def only_desk(open_desk: Open) -> Iterator[Desk]:
    with open_desk(FEW) as opened:
        yield opened


@pytest.fixture
def desk(only_desk: Desk) -> Desk:
    """An empty bucket, and the marts as they were generated."""
    only_desk.cloud.s3_faults.clear()
    only_desk.published.clear()
    only_desk.run(CHANGE.format("1,001 - $15,000"))
    return only_desk


def new_objects(desk: Desk, **settings: str) -> int:
    """Publish, and say how many objects were new."""
    outcome = desk.publish(**settings)
    assert outcome.exit_code == 0, outcome.err
    found = MESSAGE.match(outcome.out)
    assert found, outcome.out
    assert found[1] == desk.published.version
    return int(found[3].replace(",", ""))


def states(desk: Desk) -> dict[str, Any]:
    return {key: (item["ETag"], item["LastModified"]) for key, item in desk.published.objects.items()}


def test_a_version_holds_the_site_and_the_data_and_the_page_points_to_it(desk: Desk) -> None:
    written = new_objects(desk)
    objects = desk.published.objects
    assert len(objects) == written
    version = desk.published.version
    assert {f"versions/{version}/assets/app-1.js", f"versions/{version}/data/meta.json"} <= set(objects)
    assert f'src="versions/{version}/assets/app-1.js"' in str(desk.published.pointer)
    assert {key.split("/")[0] for key in objects} == {"index.html", "versions", "open-data"}


@pytest.mark.parametrize(
    ("key", "headers"),
    [
        ("index.html", {"ContentType": "text/html; charset=utf-8", "ContentEncoding": "gzip"}),
        ("assets/app-1.js", {"ContentType": "text/javascript; charset=utf-8", "ContentEncoding": "gzip"}),
        ("assets/font-1.woff2", {"ContentType": "font/woff2"}),
        ("data/meta.json", {"ContentType": "application/json", "ContentEncoding": "gzip"}),
    ],
)
def test_an_object_says_what_it_is_and_how_long_it_holds(
    desk: Desk, key: str, headers: dict[str, str]
) -> None:
    new_objects(desk)
    is_pointer = key == "index.html"
    found = desk.published.head(key if is_pointer else f"versions/{desk.published.version}/{key}")
    assert {name: found.get(name) for name in ("ContentType", "ContentEncoding")} == {
        "ContentEncoding": None,
        **headers,
    }
    assert found["CacheControl"] == ("no-cache" if is_pointer else "public, max-age=31536000, immutable")


def test_the_same_data_twice_writes_nothing(desk: Desk) -> None:
    assert new_objects(desk) > 50
    before = states(desk)
    assert new_objects(desk) == 0
    assert states(desk) == before


def test_changed_data_is_a_new_version_and_only_its_open_data_is_new(desk: Desk) -> None:
    new_objects(desk)
    before, version = states(desk), desk.published.version
    desk.run(CHANGE.format("721.63"))
    new_objects(desk)
    after = states(desk)
    assert desk.published.version != version
    assert desk.published.versions == {version, desk.published.version}
    assert before.items() - after.items() == {("index.html", before["index.html"])}
    changed = [key for key in after.keys() - before.keys() if key.startswith("open-data/")]
    csv, parquet = sorted(changed, key=lambda key: key.rsplit(".")[-1])
    assert re.fullmatch(r"open-data/fct_trades/20\d\d-[0-9a-f]{16}\.csv", csv)
    assert re.fullmatch(r"open-data/fct_trades/20\d\d-[0-9a-f]{16}\.parquet", parquet)


def test_a_base_rate_that_moved_rewrites_no_year_of_the_overlap(desk: Desk) -> None:
    new_objects(desk)
    before = states(desk)
    move = "update publish.rpt_committee_overlap set all_trades = all_trades {} 1"
    desk.run(move.format("+"))
    new_objects(desk)
    desk.run(move.format("-"))
    changed = [key for key in states(desk).keys() - before.keys() if key.startswith("open-data/")]
    assert len(changed) == 2
    assert {key.split("/")[1] for key in changed} == {"rpt_committee_overlap_rates"}


@pytest.mark.parametrize(
    "match",
    [
        r"dashboard/open-data/",
        r"dashboard/versions/.*/data/trades/",
        r"dashboard/versions/.*/assets/",
        r"dashboard/index\.html",
    ],
)
def test_a_refused_put_leaves_the_last_good_site_up(desk: Desk, match: str) -> None:
    new_objects(desk)
    version, pointer = desk.published.version, desk.published.pointer
    kept = {key: state for key, state in states(desk).items() if version in key or "open-data" in key}
    desk.run(CHANGE.format("721.63"))
    desk.cloud.s3_faults.add([{"match": match, "times": None, "status": 403, "code": "AccessDenied"}])
    outcome = desk.publish()
    assert outcome.exit_code == 1
    assert "AccessDenied" in outcome.err
    assert "The site before stays up." in outcome.err
    assert desk.published.pointer == pointer
    assert kept.items() <= states(desk).items()
    # the repeat completes what is there
    desk.cloud.s3_faults.clear()
    new_objects(desk)
    assert desk.published.version != version


def test_the_page_is_put_after_everything_that_it_loads(desk: Desk) -> None:
    written = new_objects(desk)
    desk.published.clear()
    # the last put of the same publish is refused: only the page is missing then
    desk.cloud.s3_faults.add(
        [{"match": r"dashboard/", "after": written - 1, "times": None, "status": 403, "code": "AccessDenied"}]
    )
    assert desk.publish().exit_code == 1
    assert desk.published.pointer is None
    assert len(desk.published.objects) == written - 1


def test_an_object_that_is_lost_keeps_the_site_from_being_switched(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.store import Bucket

    put = Bucket.put

    def put_and_lose(bucket: Bucket, key: str, body: bytes, headers: dict[str, str]) -> None:
        if not key.endswith("meta.json"):
            put(bucket, key, body, headers)

    monkeypatch.setattr(Bucket, "put", put_and_lose)
    outcome = desk.publish()
    assert outcome.exit_code == 1
    assert "lacks 1 objects that were just put, as data/meta.json" in outcome.err
    assert desk.published.pointer is None


def test_old_versions_expire_with_their_open_data(desk: Desk) -> None:
    versions = []
    for amount in ("1", "2", "3"):
        desk.run(CHANGE.format(amount))
        new_objects(desk, DASHBOARD_VERSIONS_KEPT="2")
        versions.append(desk.published.version)
    assert len(set(versions)) == 3
    assert desk.published.versions == set(versions[1:])
    named = {
        file["path"]
        for version in versions[1:]
        for table in json.loads(desk.published.content(f"versions/{version}/data/open_data.json"))["tables"]
        for file in table["files"]
    }
    assert named
    assert {key for key in desk.published.objects if key.startswith("open-data/")} == named


def test_the_version_that_is_up_stays_however_old_it_is(desk: Desk) -> None:
    new_objects(desk)
    first = desk.published.version
    desk.run(CHANGE.format("2"))
    new_objects(desk)
    desk.run(CHANGE.format("1,001 - $15,000"))
    assert new_objects(desk, DASHBOARD_VERSIONS_KEPT="1") == 1
    assert desk.published.version == first
    assert desk.published.versions == {first}


def test_an_unavailable_store_is_tried_again_later(desk: Desk) -> None:
    outcome = desk.publish(AWS_ENDPOINT_URL="http://127.0.0.1:1")
    assert outcome.exit_code == 75
    assert "could not be reached" in outcome.err


def test_a_warehouse_that_refuses_publishes_nothing(desk: Desk) -> None:
    desk.run("alter table publish.rpt_states rename to publish.rpt_states_gone")
    try:
        outcome = desk.publish()
    finally:
        desk.run("alter table publish.rpt_states_gone rename to publish.rpt_states")
    assert outcome.exit_code == 1
    assert "RPT_STATES" in outcome.err.upper()
    assert not desk.published.objects


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SNOWFLAKE_ACCOUNT", ""),
        ("SNOWFLAKE_PASSWORD", ""),
        ("DASHBOARD_SITE", "/nowhere"),
        ("DASHBOARD_MODELS", "/nowhere"),
        ("DASHBOARD_VENDOR_PRICES", "perhaps"),
        ("DASHBOARD_VERSIONS_KEPT", "0"),
    ],
)
def test_a_wrong_setting_is_named(desk: Desk, name: str, value: str) -> None:
    outcome = desk.publish(**{name: value})
    assert outcome.exit_code == 2
    assert f"The setting {name} " in outcome.err


def test_a_workload_identity_needs_no_user(desk: Desk) -> None:
    from dashboard.settings import read

    environment = {**desk.environment, "SNOWFLAKE_USER": "", "SNOWFLAKE_PASSWORD": ""}
    chosen = read({**environment, "SNOWFLAKE_AUTHENTICATOR": "WORKLOAD_IDENTITY"})
    assert chosen.warehouse["authenticator"] == "WORKLOAD_IDENTITY"
    assert "password" not in chosen.warehouse


def test_one_trade_is_a_site_too(open_desk: Open) -> None:
    with open_desk(ONE_TRADE) as desk:
        new_objects(desk)
        assert desk.published.data("meta")["counts"]["trades"] == 1


def test_marts_that_are_just_being_published_again_leave_the_last_good_site_up(open_desk: Open) -> None:
    with open_desk(ONE_TRADE) as desk:
        new_objects(desk)
        before = states(desk)
        desk.run("delete from publish.batches")
        outcome = desk.publish()
        assert outcome.exit_code == 75
        assert "publish.batches is empty" in outcome.err
        assert states(desk) == before
