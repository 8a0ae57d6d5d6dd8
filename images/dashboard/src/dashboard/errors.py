"""What can go wrong, and the exit code that tells the caller whether to try again."""


class DashboardError(Exception):
    """The site was not published; the one before stays up.

    Its message is for a person: what was being done, with what, what happened, what to do next.
    """

    exit_code = 1


class SettingsError(DashboardError):
    """A setting is missing or malformed; the message names it and never shows a secret's value."""

    exit_code = 2


class UnavailableError(DashboardError):
    """The warehouse or S3 cannot serve now; the same command may succeed later."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h
