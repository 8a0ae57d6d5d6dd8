"""The files of a publish: made once, kept on disk until they are put, known by their content."""

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

IMMUTABLE = "public, max-age=31536000, immutable"
"""Of files whose address changes with their content."""

_TEXT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
_BINARY_TYPES = {
    ".ico": "image/x-icon",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class File:
    """A file, as it will be stored.

    Attributes:
        key: Its place; in the bucket, or below the version that it belongs to.
        path: The stored bytes.
        size: How many they are.
        digest: The sha256 of its content, before compression.
    """

    key: str
    path: Path
    size: int
    digest: str

    @property
    def headers(self) -> dict[str, str]:
        """How it is served, as boto3 names it."""
        return headers(self.key)


def headers(key: str) -> dict[str, str]:
    """The type and the encoding of what lies at this key, as boto3 names them."""
    ending = Path(key).suffix
    if ending in _TEXT_TYPES:
        return {"ContentType": _TEXT_TYPES[ending], "ContentEncoding": "gzip"}
    return {"ContentType": _BINARY_TYPES.get(ending, "application/octet-stream")}


def packed(content: bytes) -> bytes:
    """The content gzipped, the same bytes each time."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def as_json(value: object) -> bytes:
    """The value as compact JSON.

    Raises:
        ValueError: A number in it is none that JSON knows.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


class Spool:
    """A folder that takes files as they are made, so that memory holds one at a time."""

    def __init__(self, folder: Path) -> None:
        """Make the folder."""
        self.files: list[File] = []
        folder.mkdir()
        self._folder = folder
        self._numbers = count()

    def add(self, key: str, content: bytes) -> File:
        """Take a file; text is stored gzipped."""
        stored = packed(content) if "ContentEncoding" in headers(key) else content
        path = self.place()
        path.write_bytes(stored)
        return self.take(File(key, path, len(stored), hashlib.sha256(content).hexdigest()))

    def add_json(self, key: str, value: Any) -> File:
        """Take a value as a file of JSON."""
        return self.add(key, as_json(value))

    def place(self) -> Path:
        """A path for a file that its maker writes itself, and then hands to `take`."""
        # by number: two keys that differ in case only are one file on some machines
        return self._folder / str(next(self._numbers))

    def take(self, file: File) -> File:
        """Count a file in."""
        self.files.append(file)
        return file


def digest_of(files: Iterable[File], text: str) -> str:
    """A hash of a text and of files: their keys, their content, how they are served; not their order."""
    lines = sorted(f"{file.key} {file.digest} {sorted(file.headers.items())}\n" for file in files)
    return hashlib.sha256("".join([*lines, text]).encode()).hexdigest()
