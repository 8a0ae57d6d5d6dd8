from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser import Visit
from tests.generated_marts import NOTHING, ONE_TRADE, SMALL
from tests.site import PublishedSite, published_site

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 20_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if path is None:
        pytest.skip(f"The pages are NOT tested: none of {', '.join(_CHROMIUM)} is installed.")
    with sync_playwright() as playwright:
        # as root, Chromium starts without its sandbox only
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def _site(size: Any) -> Any:
    def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedSite]:
        with published_site(tmp_path_factory.mktemp("site"), size) as published:
            yield published

    return pytest.fixture(scope="session")(site)


small = _site(SMALL)
one_trade = _site(ONE_TRADE)
nothing = _site(NOTHING)

Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visitor]:
    """Opens tabs on a site; what went wrong in one fails the test at its end."""
    visits: list[Visit] = []
    with ExitStack() as closing:

        def start(site: PublishedSite, **options: Any) -> Visit:
            context = browser.new_context(
                **{"viewport": {"width": 1280, "height": 900}, "locale": "en-US", **options}
            )
            context.set_default_timeout(_PATIENCE)
            closing.callback(context.close)
            visits.append(Visit(context.new_page(), site.url))
            return visits[-1]

        yield start
        problems = [problem for one in visits for problem in one.problems]
    assert not problems


@pytest.fixture
def tab(visit: Visitor, small: PublishedSite) -> Visit:
    """A tab on the site of the small marts."""
    return visit(small)
