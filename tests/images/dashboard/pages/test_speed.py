"""200,000 trades: what a page loads, when it is painted, how fast a filter answers."""

from collections.abc import Iterator
from itertools import chain
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.generated_marts import LARGE
from tests.site import PublishedSite, published_site

pytestmark = pytest.mark.large

FIRST_LOAD_BYTES = 1_000_000
FIRST_PAINT_MS = 1_000
ANSWER_MS = 100
# sets a filter as a person does, and waits until the figures are new and painted
_ANSWER = """async ([label, value]) => {
  const shown = () => document.querySelector("[data-figure-value=trades] .value").textContent;
  const labels = [...document.querySelectorAll("#filters label")];
  const select = labels.find((one) => one.textContent.includes(label)).querySelector("select");
  const before = shown();
  const start = performance.now();
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  while (shown() === before && performance.now() - start < 5000) {
    await new Promise((next) => setTimeout(next));
  }
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  return performance.now() - start;
}"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedSite]:
    with published_site(tmp_path_factory.mktemp("large"), LARGE) as site:
        yield site


def test_the_first_page_is_small_and_soon_painted(visit: Any, large: PublishedSite) -> None:
    paints, sizes = [], []
    for _ in range(3):
        tab = visit(large)
        session = tab.page.context.new_cdp_session(tab.page)
        session.send("Network.enable")
        received: list[int] = []
        session.on(
            "Network.loadingFinished", lambda event, into=received: into.append(event["encodedDataLength"])
        )
        tab.page.goto(tab.url)
        tab.wait()
        paints.append(
            tab.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        )
        sizes.append(sum(received))
    print(f"first load {max(sizes) / 1e3:.0f} kB, first contentful paint {min(paints):.0f} ms")
    assert 100_000 < max(sizes) <= FIRST_LOAD_BYTES
    # the best of three: other work on the machine must not count
    assert min(paints) <= FIRST_PAINT_MS


@pytest.mark.parametrize("days", [{}, {"from": "2000-01-01"}], ids=["12 months", "all days"])
def test_a_filter_answers_at_once(visit: Any, large: PublishedSite, days: dict[str, str]) -> None:
    tab = visit(large)
    tab.open("", **days)
    if days:
        [(trades,)] = large.marts.rows(
            "select count(*) from publish.fct_trades where not is_withdrawn and not is_superseded "
            f"and transaction_date <= '{LARGE.last}'"
        )
        expect(tab.value("trades")).to_have_text(f"{trades:,}")
    answers: dict[str, list[float]] = {}
    for _ in range(5):
        for label, value in (("Party", "D"), ("Chamber", "House"), ("Type", "purchase"), ("State", "TX")):
            for choice in (value, ""):
                answers.setdefault(f"{label} {choice}", []).append(
                    tab.page.evaluate(_ANSWER, [label, choice])
                )
    medians = {name: round(median(times)) for name, times in answers.items()}
    print(f"median of five: {medians}; of all {median(chain(*answers.values())):.0f} ms")
    assert max(medians.values()) <= ANSWER_MS
