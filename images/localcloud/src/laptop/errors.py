"""What the launcher ends with when something is wrong."""


class LaptopError(Exception):
    """The command can't go on; the message says what happened and what to do."""
