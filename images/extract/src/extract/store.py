"""Writes batches to S3: content-named objects first, the manifest last."""

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    HTTPClientError,
)

from extract.errors import ExtractError, SettingsError, UnavailableError
from extract.settings import BucketSettings

MANIFEST_VERSION = 1
ROWS_IN_MEMORY = 1000
"""Rows that wait for their object at most, unless one page brings more: the page size of the APIs."""


@dataclass(frozen=True)
class Window:
    """The report days, both included, that a batch of disclosures covers."""

    date_from: date
    date_to: date


@dataclass(frozen=True)
class Answer:
    """What the API said to one wanted key.

    Attributes:
        answer: `found`, `empty` (asked, and there are no rows), `not_found` or `not_in_plan`.
        rows: Records written for the key.
    """

    dataset: str
    trade_date: date | None
    ticker: str | None
    answer: str
    rows: int


class Bucket:
    """An S3 bucket that is only ever put to."""

    def __init__(self, settings: BucketSettings) -> None:
        """Connect by boto3's own settings; see `Settings`.

        Raises:
            SettingsError: There are no credentials, or boto3 cannot use one of its settings.
        """
        self.name = settings.name
        self._variable = settings.variable
        config = Config(
            connect_timeout=settings.http.timeout_seconds,
            read_timeout=settings.http.timeout_seconds,
            retries={"mode": "standard", "total_max_attempts": settings.http.attempts},
        )
        try:
            session = boto3.Session()
            credentials = session.get_credentials()
            self._client = session.client("s3", config=config)
        except (BotoCoreError, ValueError) as error:
            raise SettingsError(f"The AWS_… settings cannot be used ({error}).") from error
        if credentials is None:
            raise SettingsError("The setting AWS_ACCESS_KEY_ID is missing, as is every other AWS login.")

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Write one object whole.

        Raises:
            UnavailableError: S3 could not be reached or could not serve.
            ExtractError: S3 refused the object.
        """
        doing = f"Writing s3://{self.name}/{key}:"
        try:
            self._client.put_object(Bucket=self.name, Key=key, Body=body, ContentType=content_type)
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            said = error.response.get("Error", {})
            what = f"{said.get('Code', status)} ({said.get('Message', 'no message')})"
            if status == 429 or status >= 500:
                raise UnavailableError(
                    f"{doing} S3 answered {what}. Run the same command again later."
                ) from error
            raise ExtractError(
                f"{doing} S3 refused with {what}. Check {self._variable} and the right to put there."
            ) from error
        except (ConnectionError, HTTPClientError) as error:
            raise UnavailableError(
                f"{doing} S3 could not be reached ({type(error).__name__}). Run the same command again later."
            ) from error
        except BotoCoreError as error:
            raise ExtractError(f"{doing} {error}. Check the AWS_… settings.") from error


class Batch:
    """One batch date of one dataset on its way to S3.

    Nothing of it counts until `commit` has put the manifest: readers take the objects that a
    manifest names, so a batch that dies leaves the earlier one as it was.
    """

    def __init__(self, bucket: Bucket, dataset: str, batch_date: date) -> None:
        self.rows = 0
        self.batch_date = batch_date
        self._bucket = bucket
        self._dataset = dataset
        self._objects: list[dict[str, Any]] = []
        self._waiting: list[str] = []
        self._waiting_dataset = ""
        self._waiting_folder = ""

    def add(self, dataset: str, records: Sequence[str], trade_date: date | None = None) -> None:
        """Take records, each one line of JSON; they are on S3 once ROWS_IN_MEMORY wait or the folder changes.

        Raises:
            UnavailableError: S3 could not be reached or could not serve.
            ExtractError: S3 refused an object.
        """
        day = f"/trade_date={trade_date}" if trade_date else ""
        folder = f"{dataset}{day}/batch_date={self.batch_date}"
        if folder != self._waiting_folder:
            self._flush()
        self._waiting_dataset, self._waiting_folder = dataset, folder
        self._waiting.extend(records)
        if len(self._waiting) >= ROWS_IN_MEMORY:
            self._flush()

    def commit(self, requests: int, window: Window | None = None, answers: Sequence[Answer] = ()) -> str:
        """Write what waits, then the manifest; from then on the batch is complete.

        Args:
            requests: HTTP requests that the batch took.
            window: Days covered, for disclosures.
            answers: What was answered to each key, for market data.

        Returns:
            The manifest's address, `s3://…`.

        Raises:
            UnavailableError: S3 could not be reached or could not serve.
            ExtractError: S3 refused an object.
        """
        self._flush()
        manifest = {
            "manifest_version": MANIFEST_VERSION,
            "dataset": self._dataset,
            "batch_date": self.batch_date,
            "window": asdict(window) if window else None,
            "objects": self._objects,
            "answers": [asdict(answer) for answer in answers],
            "rows": self.rows,
            "requests": requests,
            "extracted_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        key = f"{self._dataset}/batch_date={self.batch_date}/_manifest.json"
        line = json.dumps(manifest, default=date.isoformat, separators=(",", ":")) + "\n"
        self._bucket.put(key, line.encode(), "application/json")
        return f"s3://{self._bucket.name}/{key}"

    def _flush(self) -> None:
        if not self._waiting:
            return
        content = "".join(f"{line}\n" for line in self._waiting).encode()
        packed = gzip.compress(content, mtime=0)
        key = f"{self._waiting_folder}/{hashlib.sha256(content).hexdigest()}.ndjson.gz"
        self._bucket.put(key, packed, "application/x-ndjson")
        self._objects.append(
            {"key": key, "dataset": self._waiting_dataset, "rows": len(self._waiting), "bytes": len(packed)}
        )
        self.rows += len(self._waiting)
        self._waiting.clear()
