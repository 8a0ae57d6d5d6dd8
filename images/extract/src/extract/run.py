"""What a source is, and what one run of the extractor hands it."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from extract.console import Console
from extract.http import Api
from extract.settings import ApiVariables
from extract.store import Answer, Batch, Bucket, Window


@dataclass
class Run:
    """One run of one source over one or more batch dates.

    Attributes:
        source: The source's name, which is also its dataset's on S3.
        dates: Batch dates, ascending.
        arguments: The command line.
        completed: Batch dates whose manifest this run has written.
    """

    source: str
    dates: tuple[date, ...]
    arguments: argparse.Namespace
    api: Api
    bucket: Bucket
    console: Console
    completed: list[date] = field(default_factory=list)

    def begin(self, day: date) -> Batch:
        """Begin the batch of a day."""
        self._requests_before = self.api.requests
        return Batch(self.bucket, self.source, day)

    def commit(self, batch: Batch, window: Window | None = None, answers: Sequence[Answer] = ()) -> None:
        """Complete the batch begun last, and say so.

        Raises:
            UnavailableError: S3 could not be reached or could not serve.
            ExtractError: S3 refused an object.
        """
        requests = self.api.requests - self._requests_before
        manifest = batch.commit(requests, window, answers)
        self.completed.append(batch.batch_date)
        self.say(
            batch.batch_date,
            f"complete, {batch.rows:,} rows, {requests:,} requests, {self.console.elapsed()}: {manifest}",
        )

    def say(self, day: date, text: str) -> None:
        """Print a line of progress about a batch."""
        self.console.say(f"{self.source} {day}: {text}")


@dataclass(frozen=True)
class Source:
    """A source of data: what a module in `extract.sources` defines, under the name SOURCE.

    Attributes:
        name: The command, and the dataset's name on S3.
        help: One line for `extract --help`.
        api: Where its API's settings stand.
        bucket: Variable that names its bucket.
        default_bucket: Used when that variable is unset.
        extract: Extracts every date of a run, a batch a date.
        add_arguments: Adds the options that only this source has.
    """

    name: str
    help: str
    api: ApiVariables
    bucket: str
    default_bucket: str
    extract: Callable[[Run], None]
    add_arguments: Callable[[argparse.ArgumentParser], None] = lambda parser: None
