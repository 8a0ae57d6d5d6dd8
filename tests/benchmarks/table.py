"""What a benchmark hands back."""

from collections.abc import Sequence
from dataclasses import dataclass


class NotMeasurableError(Exception):
    """The figure can't be measured here; the message says why."""


@dataclass(frozen=True)
class Table:
    """Figures, and what they are figures of.

    Attributes:
        measured: What was measured, on what, in which unit.
        columns: The names of the columns; the first names what a row is about.
        rows: As many values as columns, as they are to be shown.
    """

    measured: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]

    def __str__(self) -> str:
        """Columns of even width; numbers with thousands separated, to the right."""
        lines = [tuple(self.columns), *(tuple(_shown(value) for value in row) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        numeric = [
            all(isinstance(row[n], int | float | None) for row in self.rows) for n in range(len(widths))
        ]
        shown = [
            "  ".join(
                text.rjust(width) if is_number else text.ljust(width)
                for text, width, is_number in zip(line, widths, numeric, strict=True)
            ).rstrip()
            for line in lines
        ]
        return "\n".join(
            [self.measured, "", shown[0], "  ".join("-" * width for width in widths), *shown[1:]]
        )


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int | float) else str(value)
