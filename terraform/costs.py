"""What the platform costs a month: the table of README.md from the list prices of prices.toml.

`python terraform/costs.py` writes it, `--check` only says whether it stands there.
"""

import sys
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
VARIANTS = ("lean", "standard", "grown")
START, END = "<!-- costs.py writes this -->\n", "<!-- until here -->"


def monthly(prices: dict[str, Any]) -> dict[str, dict[str, float]]:
    """US dollars a month of each item, by item and variant."""
    costs = {}
    for item in prices["items"]:
        usd = prices["prices"][item["price"]]["usd"]
        if "all_month" in item:
            amounts, usd = item["all_month"], usd * prices["hours_of_a_month"]
        else:
            amounts = item["quantity"]
        costs[item["name"]] = {variant: amounts[variant] * usd for variant in VARIANTS}
    return costs


def table(prices: dict[str, Any]) -> str:
    """The costs as a table of Markdown, with their sum."""
    costs = monthly(prices)
    totals = {variant: sum(each[variant] for each in costs.values()) for variant in VARIANTS}
    rows = [
        f"| US dollars a month, list prices of {prices['as_of']} | {' | '.join(VARIANTS)} |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {name} | {_cells(each)} |" for name, each in costs.items()),
        f"| **together** | {_cells(totals)} |",
    ]
    return "\n".join(rows) + "\n"


def _cells(amounts: dict[str, float]) -> str:
    return " | ".join(f"{amounts[variant]:.2f}" if amounts[variant] else "" for variant in VARIANTS)


def main(arguments: list[str]) -> None:
    """Write the table into README.md, or with --check end with an error unless it stands there."""
    readme = FOLDER / "README.md"
    text = readme.read_text()
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    wanted = before + START + table(tomllib.loads((FOLDER / "prices.toml").read_text())) + END + after
    if arguments != ["--check"]:
        readme.write_text(wanted)
    elif text != wanted:
        sys.exit("terraform/README.md does not show the costs of prices.toml: python terraform/costs.py")


if __name__ == "__main__":
    main(sys.argv[1:])
