"""The bucket of the site."""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

from dashboard.errors import DashboardError, SettingsError, UnavailableError
from dashboard.files import File

_CONNECTIONS = 16
_KEYS_PER_DELETE = 1000
"""The most that S3 deletes in one request."""


@dataclass(frozen=True)
class Stored:
    """An object as S3 lists it."""

    size: int
    modified: datetime


class Bucket:
    """An S3 bucket; boto3 reads its own settings."""

    def __init__(self, name: str) -> None:
        """Connect.

        Raises:
            SettingsError: There are no credentials, or boto3 cannot use one of its settings.
        """
        self.name = name
        config = Config(
            connect_timeout=20,
            read_timeout=60,
            max_pool_connections=_CONNECTIONS,
            retries={"mode": "standard", "total_max_attempts": 5},
        )
        try:
            session = boto3.Session()
            credentials = session.get_credentials()
            self._client = session.client("s3", config=config)
        except (BotoCoreError, ValueError) as error:
            raise SettingsError(f"The AWS_… settings cannot be used ({error}).") from error
        if credentials is None:
            raise SettingsError("The setting AWS_ACCESS_KEY_ID is missing, as is every other AWS login.")

    def list(self, prefix: str) -> dict[str, Stored]:
        """The objects whose keys start with the prefix, by key."""
        with self._doing(f"listing {prefix}"):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
            return {
                item["Key"]: Stored(item["Size"], item["LastModified"])
                for page in pages
                for item in page.get("Contents", [])
            }

    def read(self, key: str) -> bytes | None:
        """The bytes of an object; None when there is none."""
        with self._doing(f"reading {key}"):
            try:
                body: bytes = self._client.get_object(Bucket=self.name, Key=key)["Body"].read()
            except self._client.exceptions.NoSuchKey:
                return None
            return body

    def put(self, key: str, body: bytes, headers: dict[str, str]) -> None:
        """Write one object whole."""
        with self._doing(f"writing {key}"):
            self._client.put_object(Bucket=self.name, Key=key, Body=body, **headers)

    def put_all(self, files: Collection[File], prefix: str, cache_control: str) -> None:
        """Write files below a prefix, some at a time; the first that is refused ends it.

        Raises:
            UnavailableError: S3 could not be reached or could not serve.
            DashboardError: S3 refused.
        """

        def put(file: File) -> None:
            self.put(
                f"{prefix}{file.key}", file.path.read_bytes(), {**file.headers, "CacheControl": cache_control}
            )

        with ThreadPoolExecutor(_CONNECTIONS) as threads:
            try:
                for _ in threads.map(put, files):
                    pass
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise

    def delete(self, keys: Collection[str]) -> None:
        """Delete objects; one that is not there counts as deleted."""
        ordered = sorted(keys)
        for start in range(0, len(ordered), _KEYS_PER_DELETE):
            some = [{"Key": key} for key in ordered[start : start + _KEYS_PER_DELETE]]
            with self._doing(f"deleting {len(some)} old objects"):
                answer = self._client.delete_objects(
                    Bucket=self.name, Delete={"Objects": some, "Quiet": True}
                )
            for failed in answer.get("Errors", [])[:1]:
                raise DashboardError(
                    f"Deleting {failed['Key']} of s3://{self.name}: S3 refused with {failed.get('Code')}."
                )

    @contextmanager
    def _doing(self, what: str) -> Iterator[None]:
        where = f"In s3://{self.name}, {what}:"
        try:
            yield
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            said: dict[str, Any] = error.response.get("Error", {})
            answer = f"{said.get('Code', status)} ({said.get('Message', 'no message')})"
            if status == 429 or status >= 500:
                raise UnavailableError(
                    f"{where} S3 answered {answer}. Run the same command later."
                ) from error
            raise DashboardError(
                f"{where} S3 refused with {answer}. Check DASHBOARD_BUCKET and the rights on it."
            ) from error
        except (ConnectionError, HTTPClientError) as error:
            raise UnavailableError(
                f"{where} S3 could not be reached ({type(error).__name__}). Run the same command later."
            ) from error
        except BotoCoreError as error:
            raise DashboardError(f"{where} {error}. Check the AWS_… settings.") from error
