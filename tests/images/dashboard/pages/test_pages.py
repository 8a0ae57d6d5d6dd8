"""Each page renders, with charts and tables that can be read by everyone."""

import pytest
from playwright.sync_api import expect
from tests.browser import PAGES, Visit
from tests.generated_marts import SMALL
from tests.site import PublishedSite, published_site

DRAWN = {
    "": 6,
    "officials/Z000000": 3,
    "tickers/ZZA": 2,
    "late": 1,
    "overlap": 1,
    "clusters": 1,
    "returns": 2,
    "sectors": 2,
    "health": 2,
}
ALL = (*PAGES, "officials/Z000000", "tickers/ZZA")
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}, "has_touch": True},
}


@pytest.mark.parametrize("path", ALL)
def test_a_page_has_its_charts_its_tables_and_its_labels(tab: Visit, path: str) -> None:
    tab.open(path)
    tab.look_around()
    assert tab.page.locator("figure svg").count() == DRAWN.get(path, 0)
    if path != "methodology":
        assert tab.page.locator("tbody td[data-column]").count() > 5
    expect(tab.page.locator(".invented")).to_contain_text("Invented sample data.")
    expect(tab.page.locator("[data-through]")).to_have_text("Mar 31, 2023")
    expect(tab.page.locator("footer")).to_contain_text("Not investment advice.")
    expect(tab.page).to_have_title(f"{tab.page.locator('h1').inner_text()} · Congress trades")


@pytest.mark.parametrize("path", ALL)
def test_a_page_is_accessible_in_light_in_dark_and_on_a_phone(visit, small: PublishedSite, path: str) -> None:
    for name, look in LOOKS.items():
        tab = visit(small, **look)
        tab.open(path)
        tab.look_around()
        assert tab.violations() == [], name
        if name == "phone":
            # nothing runs out of the screen
            assert tab.page.evaluate("document.documentElement.scrollWidth") == look["viewport"]["width"]
        tab.page.context.close()


def test_behind_each_chart_is_a_table_and_a_text(tab: Visit) -> None:
    seen = 0
    for path in DRAWN:
        tab.open(path)
        tab.look_around()
        for figure in tab.page.locator("figure").all():
            seen += 1
            assert len(figure.locator("svg").first.get_attribute("aria-label") or "") > 20
            assert figure.locator("table tbody td[data-column]").count()
    assert seen == sum(DRAWN.values())


def test_the_days_that_are_not_complete_are_shaded(tab: Visit) -> None:
    for path in ("", "officials/Z000000", "tickers/ZZA", "clusters", "sectors"):
        tab.open(path)
        tab.look_around()
        expect(tab.page.locator("figure svg", has_text="not all disclosed yet").first).to_be_visible()
    tab.open("", to="2023-01-31")
    tab.look_around()
    expect(tab.page.locator("figure svg", has_text="not all disclosed yet")).to_have_count(0)


def test_a_recorded_market_is_not_called_invented(visit, tmp_path_factory: pytest.TempPathFactory) -> None:
    with published_site(tmp_path_factory.mktemp("recorded"), SMALL, DASHBOARD_MARKET="senate_2015") as site:
        tab = visit(site)
        tab.open()
        expect(tab.page.locator(".invented")).to_have_count(0)
        expect(tab.page.locator("footer")).to_contain_text("Recorded market senate_2015")


def test_the_keyboard_reaches_search_navigation_and_tables(tab: Visit) -> None:
    tab.open()
    tab.page.keyboard.press("Tab")
    expect(tab.page.locator(".skip")).to_be_focused()
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("h1")).to_be_focused()
    tab.page.get_by_role("combobox", name="Search").focus()
    tab.page.keyboard.type("ZZA")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("h1")).to_have_text("ZZA")
    sort = tab.page.get_by_role("button", name="Trades")
    header = tab.page.locator("[data-table=people] th", has=sort)
    header.get_by_role("button").focus()
    tab.page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "descending")


def test_search_finds_officials_and_tickers_without_case_or_accents(tab: Visit) -> None:
    tab.open()
    search = tab.page.get_by_role("combobox", name="Search")
    hits = tab.page.locator("#hits")
    search.fill("SOHNE")
    expect(hits.get_by_role("option")).to_have_count(1)
    expect(hits).to_contain_text("Söhne")
    search.fill("company 12")
    expect(hits).to_contain_text("Invented Company 12")
    search.fill("nobody at all")
    expect(tab.page.get_by_text("No official or ticker of that name.")).to_be_visible()
    search.fill("invented official 5")
    hits.get_by_role("option", name="Invented Official 5").click()
    expect(tab.page.locator("h1")).to_have_text("Invented Official 5")


def test_light_and_dark_can_be_chosen_and_are_kept(tab: Visit) -> None:
    tab.open()
    button = tab.page.locator("button.theme")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = tab.page.evaluate(paper)
    button.click()
    button.click()
    expect(button).to_have_accessible_name("Theme: dark")
    dark = tab.page.evaluate(paper)
    assert dark != light
    tab.open("late")
    assert tab.page.evaluate(paper) == dark


def test_an_address_without_a_page_says_so(tab: Visit) -> None:
    for path in ("nothing", "officials/X999999", "tickers/NOPE", "officials/Z000000/more", "%E0%A4%A"):
        tab.open(path)
        expect(tab.page.locator("h1")).to_have_text("There is no such page")
