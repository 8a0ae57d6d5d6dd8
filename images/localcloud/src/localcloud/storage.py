"""The S3 of the laptop cloud: moto, with every object kept on disk, and puts refused on demand."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import FakeKey, S3Backend, s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app

REGION = "us-east-1"
_MUTATING = frozenset({"PUT", "POST", "DELETE"})
_SCHEMA = """
create table if not exists buckets (name text primary key);
create table if not exists objects (
    bucket text not null, key text not null, body blob not null,
    metadata text not null, last_modified text not null,
    primary key (bucket, key)
) without rowid;
"""


@dataclass
class PutFault:
    """Refuse the puts of keys (`bucket/key`) that match, after the first `after` of them, `times` times."""

    match: str
    after: int = 0
    times: int | None = 1
    status: int = 500
    code: str = "InternalError"
    seen: int = 0
    fired: int = 0

    def refuses(self, key: str) -> bool:
        """Count a put of `key`, and say whether it is one to refuse."""
        if not re.search(self.match, key):
            return False
        self.seen += 1
        if self.seen <= self.after or (self.times is not None and self.fired >= self.times):
            return False
        self.fired += 1
        return True


@dataclass(frozen=True)
class StoredObject:
    """An object and what was said of it when it was put, by header."""

    body: bytes
    metadata: dict[str, str]

    @property
    def etag(self) -> str:
        """Its ETag, as S3 makes it."""
        return f'"{hashlib.md5(self.body, usedforsecurity=False).hexdigest()}"'


class Storage:
    """A WSGI application: moto's S3, its objects in a SQLite file that is written before a put is answered.

    Objects, their metadata and their modification times survive a restart, also after SIGKILL.
    Versions, tags, policies and multipart uploads that were not completed do not.
    """

    def __init__(self, file: Path) -> None:
        """Open `file`, creating it when it is missing, and load what it holds into moto."""
        self._lock = threading.Lock()
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = normal")
        self._database.executescript(_SCHEMA)
        self._faults: list[PutFault] = []
        self._moto: WSGIApplication = DomainDispatcherApplication(create_backend_app)
        self._load()

    def close(self) -> None:
        """Close the file; what was answered is in it already."""
        with self._lock:
            self._database.close()

    def create_bucket(self, name: str) -> None:
        """Create a bucket unless it exists."""
        if name not in _backend().buckets:
            _backend().create_bucket(name, REGION)
        with self._lock:
            self._database.execute("insert or ignore into buckets values (?)", [name])

    def read(self, bucket: str, key: str) -> bytes | None:
        """Return an object's bytes; None when there is no such object."""
        found = self.find(bucket, key)
        return None if found is None else found.body

    def find(self, bucket: str, key: str) -> StoredObject | None:
        """Return an object; None when there is no such one."""
        query = "select body, metadata from objects where bucket = ? and key = ?"
        with self._lock:
            row = self._database.execute(query, [bucket, key]).fetchone()
        return None if row is None else StoredObject(bytes(row[0]), json.loads(row[1]))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] == "/_faults":
            return self._answer_faults(environ, start_response)
        if environ["REQUEST_METHOD"] not in _MUTATING:
            return self._moto(environ, start_response)
        bucket, _, key = _raw_path(environ).lstrip("/").partition("/")
        if environ["REQUEST_METHOD"] == "PUT" and (fault := self._fault(f"{bucket}/{key}")):
            return _refuse(fault, environ, start_response)
        return self._change(bucket, key, environ, start_response)

    def _change(
        self, bucket: str, key: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        started: list[Any] = []

        def start(*answer: Any) -> Callable[[bytes], object]:
            started.extend(answer)
            return _ignore

        # Nothing is sent before the change is on disk: no client holds an answer that a crash takes back.
        body = list(self._moto(environ, start))
        if started[0].startswith("2"):
            self._save(bucket, key)
        start_response(*started)
        return body

    def _fault(self, key: str) -> PutFault | None:
        with self._lock:
            return next((fault for fault in self._faults if fault.refuses(key)), None)

    def _answer_faults(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        method = environ["REQUEST_METHOD"]
        added: list[PutFault] = []
        if method == "POST":
            try:
                added = [PutFault(**fault) for fault in json.loads(_body(environ))]
            except (TypeError, ValueError) as error:
                start_response("400 Bad Request", [("Content-Type", "text/plain")])
                return [f"not a list of faults: {error}\n".encode()]
        with self._lock:
            self._faults = [] if method == "DELETE" else self._faults + added
            answer = json.dumps([asdict(fault) for fault in self._faults])
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
        return [answer.encode()]

    def _save(self, bucket: str, key: str) -> None:
        """Make the file agree with moto about one key; without a key, about the bucket and its deletions."""
        with self._lock:
            self._database.execute("begin immediate")
            if bucket not in _backend().buckets:
                self._database.execute("delete from buckets where name = ?", [bucket])
                self._database.execute("delete from objects where bucket = ?", [bucket])
            elif key:
                self._save_object(bucket, key)
            else:
                self._database.execute("insert or ignore into buckets values (?)", [bucket])
                self._forget_deleted(bucket)
            self._database.execute("commit")

    def _forget_deleted(self, bucket: str) -> None:
        present = _backend().buckets[bucket].keys
        for (key,) in self._database.execute("select key from objects where bucket = ?", [bucket]).fetchall():
            if key not in present:
                self._database.execute("delete from objects where bucket = ? and key = ?", [bucket, key])

    def _save_object(self, bucket: str, key: str) -> None:
        stored = _backend().buckets[bucket].keys.get(key)
        if isinstance(stored, FakeKey):
            self._database.execute(
                "insert or replace into objects values (?, ?, ?, ?, ?)",
                [
                    bucket,
                    key,
                    stored.value,
                    json.dumps(dict(stored.metadata)),
                    stored.last_modified.isoformat(),
                ],
            )
        else:
            self._database.execute("delete from objects where bucket = ? and key = ?", [bucket, key])

    def _load(self) -> None:
        backend = _backend()
        backend.reset()
        for (bucket,) in self._database.execute("select name from buckets").fetchall():
            backend.create_bucket(bucket, REGION)
        for bucket, key, body, metadata, last_modified in self._database.execute("select * from objects"):
            stored = backend.put_object(bucket, key, body, disable_notification=True)
            stored.set_metadata(json.loads(metadata))
            stored.last_modified = datetime.fromisoformat(last_modified)


def _backend() -> S3Backend:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]


def _ignore(_: bytes) -> object:
    return None


def _raw_path(environ: WSGIEnvironment) -> str:
    return unquote(str(environ.get("RAW_URI") or environ["PATH_INFO"]).partition("?")[0])


def _body(environ: WSGIEnvironment) -> bytes:
    return bytes(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))


def _refuse(fault: PutFault, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    _body(environ)  # Unread bytes would be taken for the next request on the same connection.
    error = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f"<Error><Code>{fault.code}</Code><Message>refused on demand</Message></Error>"
    )
    start_response(
        f"{fault.status} Refused", [("Content-Type", "application/xml"), ("Content-Length", str(len(error)))]
    )
    return [error.encode()]
