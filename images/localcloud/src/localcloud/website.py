"""Buckets as websites, as S3 serves them: `/_website/<bucket>/…`, everything else goes to S3 itself."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from localcloud.storage import Storage

_ROOT = "/_website/"
_INDEX = "index.html"
_KEPT = ("content-type", "content-encoding", "cache-control")


class Websites:
    """A WSGI application in front of a storage.

    An object is served with the headers that it was put with; a path that ends with `/` is its index.html.
    As in S3, nothing is unpacked for a client that takes no gzip, and an unchanged object is not sent again.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        if not path.startswith(_ROOT):
            return self._storage(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _answer(start_response, HTTPStatus.METHOD_NOT_ALLOWED, b"a website is only read\n", {})
        bucket, _, key = path.removeprefix(_ROOT).partition("/")
        found = self._storage.find(bucket, key + _INDEX if key.endswith("/") or not key else key)
        if found is None:
            return _answer(start_response, HTTPStatus.NOT_FOUND, b"no such object\n", {})
        headers = {name.title(): value for name, value in found.metadata.items() if name.lower() in _KEPT}
        headers["ETag"] = found.etag
        if environ.get("HTTP_IF_NONE_MATCH") == found.etag:
            return _answer(start_response, HTTPStatus.NOT_MODIFIED, b"", headers)
        body = b"" if environ["REQUEST_METHOD"] == "HEAD" else found.body
        return _answer(
            start_response, HTTPStatus.OK, body, {**headers, "Content-Length": str(len(found.body))}
        )


def _answer(
    start_response: StartResponse, status: HTTPStatus, body: bytes, headers: dict[str, str]
) -> list[bytes]:
    headers = {"Content-Length": str(len(body)), "Content-Type": "text/plain", **headers}
    start_response(f"{status.value} {status.phrase}", list(headers.items()))
    return [body]
