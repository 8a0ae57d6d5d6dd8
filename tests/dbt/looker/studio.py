"""The page on Looker Studio as data: its queries, and its tiles."""

import re
from dataclasses import dataclass

from tests.dbt.looker.project import FOLDER

_QUERY = re.compile(r"```sql\n-- (\w+)\n(.*?)```", re.DOTALL)
_TILE = re.compile(r"^\| (?P<title>[^|]+) \| `(?P<source>\w+)` \| (?P<chart>[^|]+) \| (?P<columns>[^|]+) \|$")


@dataclass(frozen=True)
class Tile:
    """A line of the table: a chart of columns of a source."""

    title: str
    source: str
    columns: list[str]


def read_page() -> tuple[dict[str, str], list[Tile]]:
    """The page's queries by source, and its tiles."""
    page = (FOLDER / "looker_studio.md").read_text()
    lines = (_TILE.match(line) for line in page.splitlines())
    tiles = [Tile(line["title"], line["source"], line["columns"].split(", ")) for line in lines if line]
    return dict(_QUERY.findall(page)), tiles
