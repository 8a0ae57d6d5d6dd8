"""Empty marts, one trade, an official without trades, a ticker without prices, names with markup."""

import pytest
from playwright.sync_api import expect
from tests.browser import PAGES, Visit
from tests.site import PublishedSite


@pytest.mark.parametrize("path", PAGES)
def test_before_anything_is_published_each_page_says_so(visit, nothing: PublishedSite, path: str) -> None:
    tab = visit(nothing)
    tab.open(path)
    tab.look_around()
    expect(tab.page.locator("main")).to_contain_text("Nothing is published yet.")


@pytest.mark.parametrize("path", [*PAGES, "officials/Z000000", "officials/Z000001"])
def test_one_trade_is_enough_for_each_page(visit, one_trade: PublishedSite, path: str) -> None:
    tab = visit(one_trade)
    tab.open(path, **{"from": "2000-01-01"})
    tab.look_around()
    if path == "":
        expect(tab.value("trades")).to_have_text("1")


def test_an_official_without_trades_has_a_page(tab: Visit) -> None:
    tab.open("officials/Z000023")
    tab.look_around()
    expect(tab.value("trades")).to_have_text("0")
    expect(tab.page.get_by_text("No trades in the chosen period.")).to_be_visible()
    expect(tab.page.get_by_text("Not ranked")).to_be_visible()


def test_an_official_without_a_name_is_called_what_is_known(tab: Visit) -> None:
    for member, name in (("Z000021", "Official, Invented 21"), ("Z000022", "Z000022")):
        tab.open(f"officials/{member}")
        expect(tab.page.locator("h1")).to_have_text(name)
        tab.page.get_by_role("combobox", name="Search").fill(name)
        expect(tab.page.locator("#hits").get_by_role("option")).to_have_count(1)


def test_a_ticker_without_prices_has_a_page(tab: Visit, small: PublishedSite) -> None:
    [(ticker,)] = small.marts.rows(
        "select min(ticker) from publish.fct_trades where price_missing_reason = 'not_found'"
    )
    tab.open(f"tickers/{ticker}", **{"from": "2000-01-01"})
    tab.look_around()
    expect(tab.page.locator("[data-figure=price]")).to_contain_text(f"No prices of {ticker} are known")
    assert tab.table("trades")


def test_names_are_shown_as_they_are_and_do_nothing(tab: Visit, small: PublishedSite) -> None:
    [(name,)] = small.marts.rows("select display_name from publish.dim_officials where member_id = 'Z000000'")
    [(company,)] = small.marts.rows("select min(security_name) from publish.fct_trades where ticker = 'ZAAA'")
    assert "<script>" in name
    assert "onerror" in company
    for path in (
        "",
        "officials",
        "officials/Z000000",
        "tickers",
        "tickers/ZAAA",
        "late",
        "clusters",
        "returns",
    ):
        tab.open(path, **{"from": "2000-01-01"})
        tab.look_around()
        assert tab.page.locator("body img, body script:not([src]), h1 b").count() == 0
    tab.open("officials/Z000000")
    expect(tab.page.locator("h1")).to_have_text(name)
    assert tab.page.title() == f"{name} · Congress trades"
    tab.open("tickers/ZAAA")
    expect(tab.page.locator(".lead")).to_contain_text(company)
    tab.page.get_by_role("combobox", name="Search").fill("<script>")
    expect(tab.page.locator("#hits")).to_contain_text(name)


def test_only_addresses_of_the_web_become_links(tab: Visit) -> None:
    addresses = [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://efd.example/'\"><b>",
        "HTTP://a.example/",
    ]

    def replace(trades: dict) -> None:
        urls = trades["reports"]["url"]
        trades["reports"]["url"] = [addresses[index % len(addresses)] for index in range(len(urls))]

    tab.alter(r"/trades/\d+q\d\.json", replace)
    tab.open("late", **{"from": "2000-01-01"})
    links = tab.page.locator("td[data-column=filing] a")
    found = {link.get_attribute("href") for link in links.all()}
    assert found == set(addresses[3:])
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    expect(tab.page.get_by_text("no link").first).to_be_visible()


def test_prices_are_left_out_where_the_licence_says_so(tab: Visit) -> None:
    tab.alter(r"/meta\.json", lambda meta: meta["prices"].update(shown=False))
    tab.alter(r"/tickers/\d+\.json", lambda ticker: ticker.update(prices=None, trade_prices=None))
    tab.open("tickers/ZZA")
    tab.look_around()
    expect(tab.page.locator("[data-figure=price]")).to_contain_text("licence does not let prices be shown")


def test_a_version_that_expired_asks_for_a_reload(tab: Visit) -> None:
    tab.page.route("**/data/trades/*.json", lambda route: route.fulfill(status=404))
    tab.page.goto(f"{tab.url}#/late")
    expect(tab.page.get_by_role("alert")).to_contain_text("old versions expire")
    expect(tab.page.get_by_role("button", name="load the newest")).to_be_visible()
    # the browser notes each of those answers
    tab.page.unroute_all(behavior="wait")
    tab.page.goto("about:blank")
    tab.problems.clear()
