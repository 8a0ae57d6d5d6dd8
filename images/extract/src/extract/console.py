"""What a person reads in the task log: progress on stdout, errors on stderr, never a secret."""

import sys
import time
from collections.abc import Iterable
from urllib.parse import quote


class Console:
    """Prints lines with every known secret blacked out.

    Servers echo what they were sent; so even text that is not ours passes through here.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._secrets: tuple[str, ...] = ()

    def hide(self, secrets: Iterable[str]) -> None:
        """Black out these secrets from now on, as they are and as they look in a URL."""
        self._secrets = tuple({form for secret in secrets for form in (secret, quote(secret, safe=""))})

    def say(self, line: str) -> None:
        """Print a line of progress."""
        print(self._clean(line), flush=True)

    def complain(self, text: str) -> None:
        """Print an error."""
        print(self._clean(text), file=sys.stderr, flush=True)

    def elapsed(self) -> str:
        """Say how long the run has taken so far, as in `1 min 5 s`."""
        return duration(time.monotonic() - self._started)

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class Countdown:
    """Reports how far a known number of calls has come, about once a minute at the call limit."""

    def __init__(self, console: Console, subject: str, total: int, calls_per_minute: int) -> None:
        self._console = console
        self._subject = subject
        self._total = total
        self._calls_per_minute = calls_per_minute
        self._every = calls_per_minute or 100
        self._started = time.monotonic()
        self._done = 0

    def step(self) -> None:
        """Count one call; now and then, and at the end, print where things stand."""
        self._done += 1
        if self._done % self._every == 0 or self._done == self._total:
            left = duration(self.seconds_left())
            self._console.say(
                f"{self._subject}: {self._done:,} of {self._total:,} calls, "
                f"{self._console.elapsed()} so far, about {left} left"
            )

    def seconds_left(self) -> float:
        """Estimate from the pace so far, and from the call limit, which sets the least."""
        left = self._total - self._done
        pace = (time.monotonic() - self._started) / self._done if self._done else 0.0
        least = 60 / self._calls_per_minute if self._calls_per_minute else 0.0
        return left * max(pace, least)


def duration(seconds: float) -> str:
    """Write seconds for a person: `4.2 s`, `1 min 5 s`, `2 h 3 min`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
