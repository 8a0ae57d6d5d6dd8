"""The dashboard's pages as a person meets them, in a real Chromium: for tests of the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Locator, Page, Request, expect

from tests.pipeline_run import REPOSITORY

# what the pages write for no value, below zero, and from … to
NONE = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
AXE = REPOSITORY / "images/dashboard/site/node_modules/axe-core/axe.min.js"
PAGES = (
    "",
    "officials",
    "tickers",
    "late",
    "overlap",
    "clusters",
    "returns",
    "sectors",
    "health",
    "methodology",
    "data",
)


@dataclass
class Visit:
    """A tab that shows one dashboard, and remembers what went wrong in it.

    Attributes:
        page: The tab.
        url: Address of the dashboard, which ends with a slash.
        problems: Errors of the console and of scripts, and failed or foreign requests.
    """

    page: Page
    url: str
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on(
            "console", lambda message: self._note(message.type in ("error", "warning"), message.text)
        )
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on(
            "dialog", lambda dialog: (self._note(True, f"dialog: {dialog.message}"), dialog.dismiss())
        )
        self.page.on("requestfailed", lambda request: self._note(True, f"failed: {request.url}"))
        self.page.on("request", self._watch)

    def open(self, path: str = "", **query: str) -> None:
        """Show a page at first hand, and wait until it has loaded what it shows."""
        text = "&".join(f"{name}={quote(value)}" for name, value in query.items())
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}#/{path}{'?' if text else ''}{text}")
        self.wait()

    def wait(self) -> None:
        """Until nothing is being loaded."""
        expect(self.page.locator("main[aria-busy=false] > .stack")).to_be_visible()
        self.page.wait_for_load_state("networkidle")

    def look_around(self) -> None:
        """Scroll through the page, so that each chart is drawn, and open the table of each."""
        for figure in self.page.locator("figure").all():
            figure.scroll_into_view_if_needed()
            # a chart, or the words that say that there is nothing to draw
            expect(figure.locator("svg, .nothing").first).to_be_visible()
            if figure.locator("details:not([open])").count():
                figure.locator("summary").click()

    def value(self, key: str) -> Locator:
        """A key figure."""
        return self.page.locator(f"[data-figure-value={key}] .value")

    def details(self, key: str) -> list[str]:
        """What stands under a key figure."""
        return self.page.locator(
            f"[data-figure-value={key}] dd:not(.value):not([data-change])"
        ).all_inner_texts()

    def choose(self, label: str, option: str) -> None:
        """Set a filter."""
        self.page.locator("#filters").get_by_role("combobox", name=label, exact=True).select_option(
            label=option
        )
        self.wait()

    def table(self, name: str) -> list[dict[str, str]]:
        """All rows of a table, its pages turned, as texts by column."""
        found: list[dict[str, str]] = []
        for rows in self._turned(name):
            for row in rows:
                found.append({key: text.strip() for key, text in row})
        return found

    def figure_table(self, name: str) -> list[dict[str, str]]:
        """All rows of the table behind a chart."""
        figure = self.page.locator(f"[data-figure={name}]")
        if figure.locator("details:not([open])").count():
            figure.locator("summary").click()
        return self.table(name)

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA, and its best practices."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
        )["violations"]
        return [
            f"{rule['id']}: {rule['help']} {[node['html'][:160] for node in rule['nodes'][:3]]}"
            for rule in found
        ]

    def _turned(self, name: str) -> Iterator[list[list[list[str]]]]:
        table = self.page.locator(f"[data-table={name}]")
        pager = self.page.locator("nav.pager", has=self.page.locator(f"[data-rows={name}]"))
        # it comes with the toggle of its chart; an empty one has a row that says so
        expect(table.locator("tbody tr").first).to_be_attached()
        while True:
            yield table.locator("tbody tr").evaluate_all(
                "rows => rows.map(row => [...row.querySelectorAll('td[data-column]')]"
                ".map(cell => [cell.dataset.column, cell.innerText])).filter(row => row.length)"
            )
            forward = pager.get_by_role("button", name="Next")
            if not forward.count() or forward.is_disabled():
                return
            place = pager.locator("span").first
            before = place.inner_text()
            forward.click()
            expect(place).not_to_have_text(before)

    def _note(self, is_problem: bool, text: str) -> None:
        if is_problem:
            self.problems.append(text)

    def _watch(self, request: Request) -> None:
        ours, asked = urlsplit(self.url), urlsplit(request.url)
        if asked.scheme in ("http", "https") and asked.netloc != ours.netloc:
            self.problems.append(f"a request to another host: {request.url}")

    def alter(self, pattern: str, change: Any) -> None:
        """Let `change` rewrite the data files of the pattern on their way to the page."""

        def rewrite(route: Any) -> None:
            answer = route.fetch()
            body = answer.json()
            change(body)
            route.fulfill(
                response=answer, body=json.dumps(body), headers={"content-type": "application/json"}
            )

        self.page.route(re.compile(pattern), rewrite)


def count(value: int) -> str:
    """A count as the pages write it."""
    return f"{value:,}"


def percent(value: float | None, signed: bool = False) -> str:
    """A share or a return as the pages write it; halves are rounded as the browser does."""
    if value is None:
        return NONE
    rounded = Decimal(repr(value)).scaleb(2).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if signed:
        sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
        return f"{sign}{abs(rounded):,}%"
    return f"{rounded:,}%"


def money(value: float) -> str:
    """Dollars as the pages write them: three digits and K, M or B."""
    for limit, unit in ((1e9, "B"), (1e6, "M"), (1e3, "K"), (1, "")):
        if abs(value) >= limit:
            return f"${float(f'{value / limit:.3g}'):.3g}{unit}"
    return f"${value:.3g}"


def amounts(low: float | None, high: float | None, open_amounts: int) -> str:
    """A sum of ranges as the pages write it."""
    if not low and not high:
        return "unknown" if open_amounts else NONE
    if high is None:
        return f"≥ {money(float(low or 0))}"
    return money(float(high)) if low == high else f"{money(float(low or 0))} {NONE} {money(float(high))}"
