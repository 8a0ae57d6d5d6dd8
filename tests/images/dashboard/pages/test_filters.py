"""Filters, sorting and pages stand in the address; links carry the filters, and back undoes them."""

import pytest
from playwright.sync_api import expect
from tests.browser import MINUS, NONE, PAGES, Visit, count
from tests.site import PublishedSite

LIVE = """
    select count(*) from publish.fct_trades
    inner join publish.dim_officials using (member_id)
    where not is_withdrawn and not is_superseded and transaction_date between '{first}' and '{last}'
        and {condition}
"""
FILTERS = {
    "chamber": ("Chamber", "Senate", "Senate", "dim_officials.chamber = 'Senate'"),
    "party": ("Party", "Republicans", "R", "party = 'R'"),
    "other": ("Party", "Other parties", "other", "party not in ('D', 'R')"),
    "state": ("State", "Texas", "TX", "state_code = 'TX'"),
    "type": ("Type", "Purchases", "purchase", "transaction_type = 'purchase'"),
    "sales": ("Type", "All sales", "sales", "transaction_type in ('sale', 'sale_partial')"),
    "partial": ("Type", "Partial sales", "sale_partial", "transaction_type = 'sale_partial'"),
    "exchanges": ("Type", "Exchanges", "exchange", "transaction_type = 'exchange'"),
}
YEAR = ("2022-04-01", "2023-03-31")


def trades(site: PublishedSite, condition: str = "true", first: str = YEAR[0], last: str = YEAR[1]) -> str:
    [(found,)] = site.marts.rows(LIVE.format(first=first, last=last, condition=condition))
    assert found
    return count(found)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_changes_the_figures_and_the_address(tab: Visit, small: PublishedSite, name: str) -> None:
    label, option, value, condition = FILTERS[name]
    tab.open()
    expect(tab.value("trades")).to_have_text(trades(small))
    tab.choose(label, option)
    expect(tab.value("trades")).to_have_text(trades(small, condition))
    assert tab.page.url.endswith(f"#/?{label.lower()}={value}")
    tab.page.get_by_role("button", name="Clear").click()
    expect(tab.value("trades")).to_have_text(trades(small))
    assert tab.page.url.endswith("#/")


def test_days_filter_both_ends_included(tab: Visit, small: PublishedSite) -> None:
    tab.open()
    tab.page.locator("input[name=from]").fill("2022-10-03")
    tab.wait()
    tab.page.locator("input[name=to]").fill("2022-12-20")
    tab.wait()
    expect(tab.value("trades")).to_have_text(trades(small, first="2022-10-03", last="2022-12-20"))
    assert tab.page.url.endswith("#/?from=2022-10-03&to=2022-12-20")
    tab.page.get_by_role("button", name="All", exact=True).click()
    tab.wait()
    expect(tab.value("trades")).to_have_text(trades(small, first="2000-01-01"))


@pytest.mark.parametrize("kind", ["sale", "sale_partial"])
def test_a_report_is_shown_for_the_type_of_sale_that_it_holds(
    tab: Visit, small: PublishedSite, kind: str
) -> None:
    days = {"from": "2023-02-01", "to": "2023-03-31"}
    [(found,)] = small.marts.rows(
        f"""select count(distinct report_id) from publish.fct_trades
        where not is_withdrawn and not is_superseded and transaction_type = '{kind}'
            and report_date between '{days["from"]}' and '{days["to"]}'"""
    )
    tab.open("", type=kind, **days)
    assert len(tab.table("latest")) == found > 8


def test_a_cluster_that_began_before_the_days_is_shown_for_a_trade_in_them(
    tab: Visit, small: PublishedSite
) -> None:
    marts = small.marts.rows(
        """select strftime(first_transaction_date, '%b %-d, %Y'), first_transaction_date < '2022-04-01'
        from publish.rpt_clusters inner join publish.rpt_cluster_trades using (cluster_id)
        where transaction_date between '2022-04-01' and '2022-06-30'
        group by cluster_id, first_transaction_date"""
    )
    assert any(is_earlier for _, is_earlier in marts)
    tab.open("clusters", **{"from": "2022-04-01", "to": "2022-06-30"})
    assert sorted(row["first"] for row in tab.table("clusters")) == sorted(first for first, _ in marts)


@pytest.mark.parametrize("path", ["officials/Z000003", "returns"])
def test_the_period_of_returns_stands_in_the_address(visit, small: PublishedSite, path: str) -> None:
    tab, other = visit(small), visit(small)
    name = "ranking" if path == "returns" else "excluded"

    def shown(of: Visit) -> str:
        return of.page.locator(f"[data-table={name}]").inner_text()

    tab.open(path)
    all_time = shown(tab)
    tab.page.get_by_role("group", name="Period", exact=False).get_by_role(
        "button", name="Last 12 months"
    ).click()
    expect(tab.page.locator(f"[data-table={name}]")).not_to_have_text(all_time, use_inner_text=True)
    year = shown(tab)
    assert tab.page.url.endswith(f"#/{path}?period=12_months")
    other.page.goto(tab.page.url)
    other.wait()
    assert shown(other) == year
    link = tab.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Officials")
    assert str(link.get_attribute("href")).endswith("?period=12_months")
    tab.page.go_back()
    expect(tab.page.locator(f"[data-table={name}]")).to_have_text(all_time, use_inner_text=True)


def test_a_shared_address_shows_the_same_view(visit, small: PublishedSite) -> None:
    first, second = visit(small), visit(small)
    first.open("late", chamber="House", **{"from": "2000-01-01"})
    first.page.get_by_role("button", name="Amount disclosed").click()
    first.page.get_by_role("button", name="Next").click()
    shown = first.page.locator("[data-table=late]").inner_text()
    second.page.goto(first.page.url)
    second.wait()
    expect(second.page.locator("[data-table=late]")).to_have_text(shown, use_inner_text=True)
    assert (
        "Senate" not in second.page.locator("#filters").get_by_role("combobox", name="Chamber").input_value()
    )


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path not in ("", "health", "methodology", "data")]
)
def test_each_filter_changes_each_page(tab: Visit, path: str) -> None:
    def shown() -> str:
        tab.look_around()
        return "\n".join(
            tab.page.locator("main .stack [data-rows], main .stack table, main .lead").all_inner_texts()
        )

    tab.open(path)
    before = shown()
    views = [before]
    for label, option in (
        ("Chamber", "Senate"),
        ("Party", "Democrats"),
        ("State", "Texas"),
        ("Type", "All sales"),
    ):
        tab.open(path)
        tab.choose(label, option)
        views.append(shown())
    tab.open(path, **{"from": "2022-11-01", "to": "2022-12-31"})
    views.append(shown())
    assert len(set(views)) == len(views)


def test_links_carry_the_filters_and_back_restores_the_view(tab: Visit, small: PublishedSite) -> None:
    tab.open(chamber="House", type="purchase")
    figure = tab.value("trades").inner_text()
    tab.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Tickers").click()
    tab.wait()
    assert tab.page.url.endswith("#/tickers?chamber=House&type=purchase")
    first = tab.page.locator("[data-table=tickers] tbody a").first
    symbol = first.inner_text()
    first.click()
    expect(tab.page.locator("h1")).to_have_text(symbol)
    expect(tab.page.locator("h1")).to_be_focused()
    tab.wait()
    expect(tab.value("sales")).to_have_text("0")
    tab.page.go_back()
    expect(tab.page.locator("h1")).to_have_text("Tickers")
    tab.page.go_back()
    tab.wait()
    expect(tab.value("trades")).to_have_text(figure)
    tab.choose("Party", "Democrats")
    tab.choose("Party", "Republicans")
    tab.page.go_back()
    tab.wait()
    expect(tab.value("trades")).to_have_text(
        trades(small, "dim_officials.chamber = 'House' and party = 'D' and transaction_type = 'purchase'")
    )


def test_back_restores_order_and_page_of_a_table(tab: Visit) -> None:
    tab.open("officials", **{"from": "2021-01-01"})
    names = tab.page.locator("[data-table=officials] [data-column=official]")
    by_trades = names.all_inner_texts()
    tab.page.get_by_role("button", name="Official", exact=True).click()
    by_name = names.all_inner_texts()
    assert by_name == sorted(by_name, key=str.lower) != by_trades
    tab.page.get_by_role("button", name="Official", exact=True).click()
    assert names.all_inner_texts() == by_name[::-1]
    tab.page.go_back()
    expect(names.first).to_have_text(by_name[0], use_inner_text=True)


def test_numbers_are_sorted_as_numbers_and_unknown_comes_last(tab: Visit) -> None:
    tab.open("returns", **{"from": "2021-01-01"})
    tab.page.locator("[data-table=ranking]").get_by_role("button", name="Mean from trade").click()
    means = [row["transaction_90d_mean_excess"] for row in tab.table("ranking")]
    known = [float(text.rstrip("%").replace(MINUS, "-")) for text in means if text != NONE]
    assert len(known) > 5
    assert known == sorted(known, reverse=True)
    assert means[len(known) :] == [NONE] * (len(means) - len(known))


def test_a_wrong_filter_in_an_address_is_the_default(tab: Visit, small: PublishedSite) -> None:
    tab.open(
        chamber="<img src=x>",
        party="Q",
        state="ZZ",
        type="gift",
        **{"from": "2022-13-45", "to": "soon", "late": "a.b.c"},
    )
    expect(tab.value("trades")).to_have_text(trades(small))


def test_a_state_of_the_map_is_a_filter(tab: Visit, small: PublishedSite) -> None:
    tab.open()
    tab.look_around()
    tab.page.locator("[data-figure=states] svg a", has_text="Texas:").click()
    tab.wait()
    expect(tab.value("trades")).to_have_text(trades(small, "state_code = 'TX'"))
