"""Records come out of a reply as they were written, and what is no JSON is told from what was cut."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import ExtractError
from extract.replies import BrokenJsonError, NotJsonError, Repeats, split

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=4)


@given(
    RECORDS, st.dictionaries(st.text().filter(lambda name: name != "rows"), VALUES, max_size=3), st.booleans()
)
def test_split_and_read_gives_what_was_sent(
    records: list[object], fields: dict[str, object], wide: bool
) -> None:
    body = json.dumps(fields | {"rows": records}, indent=2 if wide else None, ensure_ascii=wide)
    found_fields, found = split(body.encode("utf-8", "surrogatepass"), "rows")
    assert found is not None
    assert found_fields == fields
    assert [json.loads(line) for line in found] == records
    assert not any("\n" in line for line in found)


@given(RECORDS.filter(bool), st.data())
def test_a_reply_cut_anywhere_is_noticed(records: list[object], data: st.DataObject) -> None:
    body = json.dumps({"rows": records, "next": 1}).encode()
    cut = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises(BrokenJsonError):
        split(body[:cut], "rows")


def test_records_keep_every_character() -> None:
    record = '{"a": 1.10, "b": 1e5, "c": 0.12345678901234567890123, "d": "\\u00e9\\/é", "a": 2}'
    assert split(f'{{"rows": [{record} , {record}]}}'.encode(), "rows") == ({}, [record, record])
    assert split(f" {record}\n".encode(), None)[1] == [record]
    assert split(f'{{"rows": {record}}}'.encode(), "rows")[1] == [record]


@pytest.mark.parametrize("body", ['{"a": 1}', '{"rows": null, "a": 1}'])
def test_a_missing_member_is_none_and_not_empty(body: str) -> None:
    assert split(body.encode(), "rows") == ({"a": 1}, None)


def test_a_bare_array_holds_records() -> None:
    assert split(b'[{"a": 1}]', "rows") == ({}, ['{"a": 1}'])


@pytest.mark.parametrize(
    "body", [b"<a/>", b"oops", b'{"rows": [1]}', b'{"rows": [{"a": NaN}]}', b'{"rows": "x"}']
)
def test_what_is_no_json_or_no_object(body: bytes) -> None:
    with pytest.raises(NotJsonError):
        split(body, "rows")


@pytest.mark.parametrize("body", [b"", b"{} {}", b'{"rows": []]', b"{1: 2}", b'{"a" 1}', b'{"a": "\xff"}'])
def test_what_is_broken(body: bytes) -> None:
    with pytest.raises(BrokenJsonError):
        split(body, "rows")


def test_repeats_compare_all_that_was_seen() -> None:
    repeats = Repeats()
    repeats.check(["a", "b"], "?page=0")
    repeats.check(["b", "a"], "?page=1")
    repeats.check([], "?page=2")
    repeats.check([], "?page=3")
    with pytest.raises(ExtractError, match=r"\?page=4: the page of 2 rows repeats"):
        repeats.check(["a", "b"], "?page=4")
