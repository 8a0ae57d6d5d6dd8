"""A bucket served as a website, as a browser asks for it."""

import gzip
import uuid
from typing import Any

import pytest
import requests

from localcloud.testing import Cloud

BUCKET = "dashboard"
PAGE = b"<!doctype html>invented page"


@pytest.fixture
def folder(s3: Any) -> str:
    """A folder of the test's own, with a page and a script."""
    name = uuid.uuid4().hex
    s3.put_object(
        Bucket=BUCKET,
        Key=f"{name}/index.html",
        Body=gzip.compress(PAGE),
        ContentType="text/html; charset=utf-8",
        ContentEncoding="gzip",
        CacheControl="no-cache",
    )
    s3.put_object(Bucket=BUCKET, Key=f"{name}/a b+c ü.js", Body=b"1", ContentType="text/javascript")
    return name


def get(cloud: Cloud, path: str, method: str = "GET", **headers: str) -> requests.Response:
    url = f"{cloud.s3_url}/_website/{BUCKET}/{path}"
    return requests.request(method, url, headers=headers, timeout=10)


def test_an_object_is_served_as_it_was_put(cloud: Cloud, folder: str) -> None:
    answer = get(cloud, f"{folder}/index.html")
    assert answer.status_code == 200
    assert answer.content == PAGE
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert int(answer.headers["Content-Length"]) == len(gzip.compress(PAGE))


def test_a_folder_is_its_index(cloud: Cloud, folder: str) -> None:
    assert get(cloud, f"{folder}/").content == PAGE


@pytest.mark.parametrize("path", ["a b+c ü.js", "a%20b+c%20%C3%BC.js"])
def test_a_name_may_hold_anything(cloud: Cloud, folder: str, path: str) -> None:
    answer = get(cloud, f"{folder}/{path}")
    assert (answer.status_code, answer.content) == (200, b"1")
    assert "Content-Encoding" not in answer.headers


def test_what_is_not_there_is_not_found(cloud: Cloud, folder: str) -> None:
    assert get(cloud, f"{folder}/nothing.js").status_code == 404
    assert requests.get(f"{cloud.s3_url}/_website/no-bucket/index.html", timeout=10).status_code == 404


def test_an_unchanged_object_is_not_sent_again(cloud: Cloud, s3: Any, folder: str) -> None:
    etag = get(cloud, f"{folder}/index.html").headers["ETag"]
    assert etag == s3.head_object(Bucket=BUCKET, Key=f"{folder}/index.html")["ETag"]
    again = get(cloud, f"{folder}/index.html", **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    s3.put_object(Bucket=BUCKET, Key=f"{folder}/index.html", Body=b"other")
    changed = get(cloud, f"{folder}/index.html", **{"If-None-Match": etag})
    assert (changed.status_code, changed.content) == (200, b"other")


def test_a_website_is_only_read(cloud: Cloud, s3: Any, folder: str) -> None:
    assert get(cloud, f"{folder}/index.html", "HEAD").content == b""
    for method in ("PUT", "POST", "DELETE"):
        assert get(cloud, f"{folder}/index.html", method).status_code == 405
    assert s3.head_object(Bucket=BUCKET, Key=f"{folder}/index.html")
