"""Versions of the site in the bucket: written beside the one that is up, switched to by one put, expired.

index.html                   the pointer: the built page, with the id of the version that it loads
versions/<id>/assets/…       of the built site
versions/<id>/data/…         of the marts
open-data/…                  content-named, shared by the versions that name them
"""

import gzip
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dashboard.errors import DashboardError, SettingsError
from dashboard.files import IMMUTABLE, File, Spool, digest_of, headers, packed
from dashboard.store import Bucket

POINTER = "index.html"
VERSIONS = "versions/"
OPEN_DATA = "open-data/"
OPEN_DATA_LIST = "data/open_data.json"
_PLACEHOLDER = "__VERSION__"


class Site:
    """The built site: the page that becomes the pointer, and what it loads."""

    def __init__(self, folder: Path) -> None:
        """Look at the folder that the site's build wrote.

        Raises:
            SettingsError: Its page has no place for a version.
        """
        self._folder = folder
        self._page = (folder / POINTER).read_text()
        if _PLACEHOLDER not in self._page:
            raise SettingsError(
                f"The setting DASHBOARD_SITE is {folder}, whose {POINTER} lacks {_PLACEHOLDER}. Build it."
            )

    def add_to(self, spool: Spool) -> None:
        """Have every file but the page in the spool."""
        for path in sorted(self._folder.rglob("*")):
            key = path.relative_to(self._folder).as_posix()
            if path.is_file() and key != POINTER:
                spool.add(key, path.read_bytes())

    def version_of(self, files: Sequence[File]) -> str:
        """The id of a version: the same for the same page and files."""
        return digest_of(files, self._page)[:16]

    def pointer_to(self, version: str) -> bytes:
        """The page that loads this version."""
        return self._page.replace(_PLACEHOLDER, version).encode()


def publish(
    bucket: Bucket, site: Site, files: Sequence[File], open_data: Sequence[File], kept: int
) -> tuple[str, int]:
    """Write a version whole, then switch to it; what is up stays up until then.

    Args:
        bucket: Where to.
        site: The built site.
        files: The version's files, the site's among them.
        open_data: The files that the version's list of open data names.
        kept: How many versions stay, the new one included.

    Returns:
        The version's id, and how many objects were written.

    Raises:
        UnavailableError: S3 could not be reached or could not serve.
        DashboardError: S3 refused, or does not hold what was written.
    """
    version = site.version_of(files)
    written = _complete(bucket, open_data, "") + _complete(bucket, files, f"{VERSIONS}{version}/")
    pointer = site.pointer_to(version)
    if _content(bucket.read(POINTER)) != pointer:
        bucket.put(POINTER, packed(pointer), {**headers(POINTER), "CacheControl": "no-cache"})
        written += 1
    _expire(bucket, version, kept)
    return version, written


def _complete(bucket: Bucket, files: Sequence[File], prefix: str) -> int:
    """Put those of the files that are not there, make sure that all are, and say how many were put."""
    # a file's key, below the prefix, tells its content: one that is there need not be written again
    missing = _missing(bucket, files, prefix)
    bucket.put_all(missing, prefix, IMMUTABLE)
    if missing and (lacking := _missing(bucket, files, prefix)):
        raise DashboardError(
            f"s3://{bucket.name} lacks {len(lacking)} objects that were just put, as {lacking[0].key}. "
            "The site was not switched. Is something else deleting there?"
        )
    return len(missing)


def _missing(bucket: Bucket, files: Sequence[File], prefix: str) -> list[File]:
    there = bucket.list(prefix or OPEN_DATA) if files else {}
    return [
        file
        for file in files
        if f"{prefix}{file.key}" not in there or there[f"{prefix}{file.key}"].size != file.size
    ]


def _expire(bucket: Bucket, version: str, kept: int) -> None:
    """Delete all but the newest versions and the present one, and the open data that none of them names."""
    ages: dict[str, datetime] = {}
    objects = bucket.list(VERSIONS)
    for key, stored in objects.items():
        name = key.split("/")[1]
        ages[name] = max(stored.modified, ages.get(name, stored.modified))
    newest = sorted(ages, key=lambda name: (name == version, ages[name]), reverse=True)
    stay = set(newest[:kept])
    bucket.delete([key for key in objects if key.split("/")[1] not in stay])
    named = {
        file["path"]
        for name in stay
        if (found := _content(bucket.read(f"{VERSIONS}{name}/{OPEN_DATA_LIST}")))
        for table in json.loads(found)["tables"]
        for file in table["files"]
    }
    bucket.delete([key for key in bucket.list(OPEN_DATA) if key not in named])


def _content(stored: bytes | None) -> bytes | None:
    return None if stored is None else gzip.decompress(stored)
