"""What can go wrong, and the exit code that tells the caller whether to try again."""


class ExtractError(Exception):
    """The batch could not be completed, and trying again unchanged would not help.

    Its message is for a person: what was being done, with what, what happened, what to do next.
    """

    exit_code = 1


class UsageError(ExtractError):
    """The command line or its wanted keys cannot be used."""

    exit_code = 2


class SettingsError(ExtractError):
    """A setting is missing or malformed; the message names it and never shows a secret's value."""

    exit_code = 2


class UnavailableError(ExtractError):
    """An API or S3 cannot serve now; the same command may succeed later.

    Attributes:
        retry_after: Seconds that the server asked to wait, or None if it did not say.
    """

    exit_code = 75  # EX_TEMPFAIL of sysexits.h

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
