"""The numbers that the pages show are those of the marts."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser import NONE, Visit, amounts, count, percent
from tests.site import PublishedSite

PERIODS = {"12_months": {}, "all": {"from": "2000-01-01"}}
PEOPLE = "officials_house, officials_senate, officials_democrat, officials_republican, officials_other_party"
SIDES = "purchase_amount_low, purchase_amount_high, sale_amount_low, sale_amount_high"


def rows(site: PublishedSite, sql: str) -> list[tuple[Any, ...]]:
    found = site.marts.rows(sql)
    assert found, sql
    return found


def people(site: PublishedSite, traded: str) -> list[str]:
    """The officials of some rows by chamber and by party, as the pages write them."""
    [split] = rows(
        site,
        f"""select count(distinct case when chamber = 'House' then member_id end),
            count(distinct case when chamber = 'Senate' then member_id end),
            count(distinct case when party = 'D' then member_id end),
            count(distinct case when party = 'R' then member_id end),
            count(distinct case when coalesce(party, '') not in ('D', 'R') then member_id end)
        from {traded}""",
    )
    return [f"{split[0]} House · {split[1]} Senate", f"{split[2]} D · {split[3]} R · {split[4]} other"]


@pytest.mark.parametrize("period", PERIODS)
def test_the_key_figures(tab: Visit, small: PublishedSite, period: str) -> None:
    [(trades, purchases, sales, exchanges, late)] = rows(
        small,
        f"""select sum(trades), sum(purchases), sum(sales), sum(exchanges), sum(late_trades)
        from publish.rpt_officials where period = '{period}'""",
    )
    [split] = rows(
        small,
        f"""select count(*), count_if(chamber = 'House'), count_if(chamber = 'Senate'), count_if(party = 'D'),
            count_if(party = 'R'), count_if(party not in ('D', 'R'))
        from publish.rpt_officials where period = '{period}' and trades > 0""",
    )
    tab.open("", **PERIODS[period])
    expect(tab.value("trades")).to_have_text(count(trades))
    expect(tab.value("purchases")).to_have_text(count(purchases))
    expect(tab.value("sales")).to_have_text(count(sales))
    expect(tab.value("late")).to_have_text(percent(late / trades))
    expect(tab.value("officials")).to_have_text(count(split[0]))
    assert tab.details("officials") == [
        f"{split[1]} House · {split[2]} Senate",
        f"{split[3]} D · {split[4]} R · {split[5]} other",
    ]
    assert tab.details("trades") == [f"of which {exchanges} exchanges"]


@pytest.mark.parametrize("period", PERIODS)
def test_the_states(tab: Visit, small: PublishedSite, period: str) -> None:
    tab.open("", **PERIODS[period])
    shown = tab.figure_table("states")
    marts = rows(
        small,
        f"""select state_name, trades, officials, {PEOPLE}, purchases, sales, exchanges, late_share, {SIDES},
            purchases + sales from publish.rpt_states where period = '{period}'""",
    )
    assert len(shown) == len(marts) > 5
    by_state = {row["state"]: row for row in shown}
    for (
        name,
        trades,
        officials,
        house,
        senate,
        dem,
        rep,
        other,
        bought,
        sold,
        exchanges,
        late,
        *sides,
        _,
    ) in marts:
        row = by_state[name]
        assert [row["trades"], row["officials"], row["purchases"], row["sales"], row["exchanges"]] == [
            count(value) for value in (trades, officials, bought, sold, exchanges)
        ]
        assert row["chambers"] == f"{house} · {senate}"
        assert row["parties"] == f"{dem} · {rep} · {other}"
        assert row["late"] == percent(late)
        assert row["purchaseAmount"] == amounts(sides[0], sides[1], int(sides[1] is None))
        assert row["saleAmount"] == amounts(sides[2], sides[3], int(sides[3] is None))


@pytest.mark.parametrize("period", PERIODS)
def test_the_committees(tab: Visit, small: PublishedSite, period: str) -> None:
    tab.open("", **PERIODS[period])
    shown = {row["committee"]: row for row in tab.figure_table("committees")}
    marts = rows(
        small,
        f"""select committee, trades, officials, purchases, sales, late_share from publish.rpt_committees
        where period = '{period}' and committee <> 'not_observed'""",
    )
    assert len(shown) == len(marts)
    for committee, trades, officials, purchases, sales, late in marts:
        [row] = [row for name, row in shown.items() if name.startswith(committee)]
        assert [row["trades"], row["officials"], row["purchases"], row["sales"], row["late"]] == [
            *map(count, (trades, officials, purchases, sales)),
            percent(late),
        ]


def test_the_types_over_time(tab: Visit, small: PublishedSite) -> None:
    tab.open("", **PERIODS["all"])
    shown = tab.figure_table("activity")
    names = {"purchase": "Purchase", "sale": "Sale", "sale_partial": "Partial sale", "exchange": "Exchange"}
    marts = rows(
        small,
        """select strftime(month, '%b %-d, %Y'), transaction_type, sum(trades) from publish.rpt_activity
        where month <= '2023-03-01' group by 1, 2""",
    )
    by_month = {row["start"]: row for row in shown}
    for month, kind, trades in marts:
        assert by_month[month][names[kind]] == count(trades)
    total = sum(int(row[name].replace(",", "")) for row in shown for name in names.values())
    assert total == sum(trades for *_, trades in marts)


def test_the_officials(tab: Visit, small: PublishedSite) -> None:
    tab.open("officials")
    shown = tab.table("officials")
    marts = rows(
        small,
        f"""select coalesce(display_name, member_name, member_id), party, state_code, trades, purchases,
            sales, exchanges, late_share, {SIDES}
        from publish.rpt_officials
        inner join (select member_id, member_name from publish.dim_officials) using (member_id)
        where period = '12_months'""",
    )
    assert len(shown) == len(marts)
    by_name = {row["official"]: row for row in shown}
    for name, party, state, trades, purchases, sales, exchanges, late, *sides in marts:
        row = by_name[f"{name} {party}-{state}"]
        assert [row["trades"], row["purchases"], row["sales"], row["exchanges"]] == [
            count(value or 0) for value in (trades, purchases, sales, exchanges)
        ]
        assert row["late"] == percent(late)
        assert row["purchaseAmount"] == amounts(sides[0], sides[1], int(trades > 0 and sides[1] is None))
    split = people(small, "publish.rpt_officials where period = '12_months' and trades > 0")
    expect(tab.page.locator(".lead")).to_contain_text(f"({'; '.join(split)})")


@pytest.mark.parametrize("period", PERIODS)
def test_the_types(tab: Visit, small: PublishedSite, period: str) -> None:
    since = "2022-04-01" if period == "12_months" else "2000-01-01"
    tab.open("", **PERIODS[period])
    shown = tab.figure_table("types")
    names = {"purchase": "Purchase", "sale": "Sale", "sale_partial": "Partial sale", "exchange": "Exchange"}
    assert len(shown) == len(names)
    for row, (kind, name) in zip(shown, names.items(), strict=True):
        traded = f"publish.report_trades where transaction_type = '{kind}' and transaction_date >= '{since}'"
        chambers, parties = people(small, traded)
        [trades] = rows(
            small,
            f"""select count(*), count_if(party = 'D'), count_if(party = 'R'),
                count_if(party not in ('D', 'R')), count(distinct member_id) from {traded}""",
        )
        assert row["type"] == name
        assert [row["trades"], *row["sides"].split(" · "), row["officials"]] == [*map(count, trades)]
        assert row["chambers"] == chambers.replace(" House", "").replace(" Senate", "")
        assert row["parties"] == parties.replace(" D", "").replace(" R", "").replace(" other", "")


def test_what_is_not_all_disclosed_yet_is_marked_in_the_tables_too(tab: Visit) -> None:
    for path in ("", "officials/Z000000", "tickers/ZZA"):
        tab.open(path, **PERIODS["all"])
        shown = tab.figure_table("activity")
        # of the last 45 days until 31 March
        assert [row["start"] for row in shown if row["incomplete"] == "not yet"] == [
            "Feb 1, 2023",
            "Mar 1, 2023",
        ]
        assert {row["incomplete"] for row in shown} == {"yes", "not yet"}


@pytest.mark.parametrize("period", PERIODS)
def test_an_official(tab: Visit, small: PublishedSite, period: str) -> None:
    columns = ", ".join(
        f"{entry}_{horizon}d_{measure}"
        for horizon in (7, 30, 90, 180, 365)
        for entry in ("transaction", "follower")
        for measure in ("measured", "hit_rate", "mean_excess", "median_excess")
    )
    seen_below_five = False
    for member in ("Z000000", "Z000003", "Z000019"):
        [(trades, late, median, rank, ranked, *measures)] = rows(
            small,
            f"""select trades, late_share, median_lag_days, peer_rank, peers_ranked, {columns}
            from publish.rpt_officials where period = '{period}' and member_id = '{member}'""",
        )
        tab.open(f"officials/{member}", **PERIODS[period])
        if period == "12_months":
            tab.page.get_by_role("button", name="Last 12 months").click()
        expect(tab.value("trades")).to_have_text(count(trades))
        expect(tab.value("late")).to_have_text(percent(late))
        expect(tab.value("lag")).to_have_text(
            f"{round(median)} days" if median % 1 == 0 else f"{median + 0.5:.0f} days"
        )
        rank_text = tab.page.locator(".periods p").last.inner_text()
        assert (f"Rank {rank} of {ranked}" in rank_text) if rank else ("Not ranked" in rank_text)
        shown = tab.figure_table("means") if any(measures[1::4]) else []
        for index, row in enumerate(shown):
            measured, hit, mean, middle = measures[4 * index : 4 * index + 4]
            assert [row["measured"], row["hit"], row["mean"], row["median"]] == [
                count(measured),
                percent(hit),
                percent(mean, signed=True),
                percent(middle, signed=True),
            ]
            seen_below_five |= 0 < measured < 5
            assert measured >= 5 or row["mean"] == NONE
        excluded = {
            (row["reason"], row["entry"]): [row[f"h{horizon}"] for horizon in (7, 30, 90, 180, 365)]
            for row in tab.table("excluded")
        }
        marts = rows(
            small,
            f"""select sum(trades) from publish.rpt_official_exclusions
            where period = '{period}' and member_id = '{member}'""",
        )
        assert sum(int(text.replace(",", "")) for row in excluded.values() for text in row) == marts[0][0]
    assert seen_below_five or period == "all"


def test_a_ticker(tab: Visit, small: PublishedSite) -> None:
    for ticker in ("ZZA", "ZZa", "ZAAA"):
        marts = rows(
            small,
            f"""select officials, {PEOPLE}, trades, purchases, sales, net_trades, purchase_amount_low,
                purchase_amount_high from publish.rpt_tickers where ticker = '{ticker}'""",
        )
        officials, house, senate, dem, rep, other, trades, purchases, sales, net, low, high = marts[0]
        tab.open(f"tickers/{ticker}", **PERIODS["all"])
        expect(tab.page.locator("h1")).to_have_text(ticker)
        expect(tab.value("officials")).to_have_text(count(officials))
        assert tab.details("officials") == [
            f"{house} House · {senate} Senate",
            f"{dem} D · {rep} R · {other} other",
        ]
        expect(tab.value("trades")).to_have_text(count(trades))
        expect(tab.value("purchases")).to_have_text(count(purchases))
        expect(tab.value("sales")).to_have_text(count(sales))
        assert tab.value("net").inner_text().replace("+", "") == count(net).replace("-", "\N{MINUS SIGN}")
        assert tab.details("purchases") == [amounts(low, high, int(high is None))]
        assert len(tab.table("trades")) == trades


def test_a_trade_s_price_and_kind_are_the_marts(tab: Visit, small: PublishedSite) -> None:
    reasons = {"not_a_stock_or_fund": "Option, bond or private holding"}
    seen: set[str] = set()
    for ticker in ("ZZA", "ZZa", "ZAAA"):
        marts = rows(
            small,
            f"""select strftime(transaction_date, '%b %-d, %Y'), security_type, price, price_missing_reason,
                reports.disclosure_url
            from publish.fct_trades inner join publish.fct_disclosures as reports using (report_id)
            where ticker = '{ticker}' and not is_withdrawn and not is_superseded
            order by transaction_date desc, fct_trades.report_date desc, trade_id desc""",
        )
        kinds = {"STOCK": "Stock", "STOCK OPTION": "Stock option"}
        tab.open(f"tickers/{ticker}", **PERIODS["all"])
        shown = tab.figure_table("price")
        assert [(row["day"], row["kind"], row["close"]) for row in shown] == [
            (day, kinds[kind], reasons[reason] if price is None else f"${price:,.2f}")
            for day, kind, price, reason, _ in marts
        ]
        assert [row["filing"].startswith("Filing") for row in shown] == [bool(url) for *_, url in marts]
        assert [row["kind"] for row in tab.table("trades")] == [row["kind"] for row in shown]
        seen |= {row["kind"] for row in shown}
    assert seen == {"Stock", "Stock option"}


def test_sales_point_down(tab: Visit, small: PublishedSite) -> None:
    [(sales,)] = rows(
        small,
        """select count_if(direction = 'sale') from publish.rpt_clusters
        where first_transaction_date <= '2023-03-31'""",
    )
    turned = "svg path[transform*='rotate(180)']"
    tab.open("clusters", **PERIODS["all"])
    tab.look_around()
    expect(tab.page.locator(f"[data-figure=timeline] {turned}")).to_have_count(sales)
    [(others,)] = rows(
        small,
        """select count(price) from publish.fct_trades
        where ticker = 'ZZA' and transaction_type != 'purchase' and transaction_date <= '2023-03-31'
            and not is_withdrawn and not is_superseded""",
    )
    tab.open("tickers/ZZA", **PERIODS["all"])
    tab.look_around()
    expect(tab.page.locator(f"[data-figure=price] {turned}")).to_have_count(others)


def test_every_late_trade_worst_first(tab: Visit, small: PublishedSite) -> None:
    tab.open("late", **PERIODS["all"])
    shown = tab.table("late")
    marts = rows(
        small,
        """select days_late, strftime(report_date, '%b %-d, %Y'), amount_raw from publish.rpt_late_filings
        where transaction_date <= '2023-03-31'""",
    )
    assert [row["late"] for row in shown] == [count(days) for days, *_ in sorted(marts, reverse=True)]
    assert sorted((row["late"], row["disclosed"], row["amount"]) for row in shown) == sorted(
        (count(days), reported, amount) for days, reported, amount in marts
    )
    assert all(row["filing"] in ("no link",) or row["filing"].startswith("Filing") for row in shown)


@pytest.mark.parametrize(("period", "rate"), [("all", "base_rate"), ("12_months", "base_rate_12_months")])
def test_the_overlap_with_its_base_rates(tab: Visit, small: PublishedSite, period: str, rate: str) -> None:
    since = "2022-04-01" if period == "12_months" else "2000-01-01"
    tab.open("overlap", **PERIODS[period])
    shown = tab.table("overlap")
    marts = rows(
        small,
        f"""select sector, strftime(transaction_date, '%b %-d, %Y'), amount_raw, {rate}, trade_id
        from publish.rpt_committee_overlap where missing_reason is null and transaction_date >= '{since}'""",
    )
    assert sorted((row["sector"], row["day"], row["amount"], row["base"]) for row in shown) == sorted(
        (sector, day, amount, percent(rate)) for sector, day, amount, rate, _ in marts
    )
    expect(tab.value("trades")).to_have_text(count(len({trade for *_, trade in marts})))
    [(missing,)] = rows(
        small,
        f"""select count(distinct trade_id)
        from publish.report_trade_committees inner join publish.report_trades using (trade_id)
        where missing_reason = 'not_observed' and transaction_date >= '{since}'""",
    )
    expect(tab.value("unknown")).to_have_text(count(missing))


def test_a_base_rate_is_of_the_chosen_days_and_of_everyone(tab: Visit, small: PublishedSite) -> None:
    days = ("2022-10-01", "2023-01-31")
    traded = f"publish.report_trades where transaction_date between '{days[0]}' and '{days[1]}'"
    rates = dict(
        rows(
            small, f"select sector, count(*) / (select count(*) from {traded}) from {traded} group by sector"
        )
    )
    for choice in ({}, {"chamber": "Senate"}, {"type": "purchase"}):
        tab.open("overlap", **{"from": days[0], "to": days[1]}, **choice)
        for shown in (tab.table("overlap"), tab.figure_table("pairs")):
            assert shown
            assert {row["base"] for row in shown} <= {percent(rate) for rate in rates.values()}
            assert all(row["base"] == percent(rates[row["sector"]]) for row in shown)


def test_the_clusters(tab: Visit, small: PublishedSite) -> None:
    tab.open("clusters", **PERIODS["all"])
    shown = tab.table("clusters")
    marts = rows(
        small,
        f"""select strftime(first_transaction_date, '%b %-d, %Y'), officials, {PEOPLE}, trades, is_bipartisan,
            amount_low, amount_high, open_amounts from publish.rpt_clusters""",
    )
    assert sorted(
        tuple(row[key] for key in ("first", "officials", "chambers", "parties", "trades", "amount"))
        for row in shown
    ) == sorted(
        (
            first,
            count(officials),
            f"{house} · {senate}",
            f"{dem} · {rep} · {other}",
            count(trades),
            amounts(low, high, opened),
        )
        for first, officials, house, senate, dem, rep, other, trades, _, low, high, opened in marts
    )
    most = max(row[1] for row in marts)
    assert tab.details("largest") in [
        [f"{house} House · {senate} Senate", f"{dem} D · {rep} R · {other} other"]
        for _, officials, house, senate, dem, rep, other, *_ in marts
        if officials == most
    ]
    bipartisan = sum(bool(row[8]) for row in marts)
    assert 0 < bipartisan == sum("both" in row["bipartisan"] for row in shown)
    expect(tab.value("bipartisan")).to_have_text(count(bipartisan))
    first = tab.page.locator("[data-table=clusters]").get_by_role("link", name="Show").first
    trades = int(shown[0]["trades"])
    tab.open("clusters")
    first.click()
    assert len(tab.table("members")) == trades


@pytest.mark.parametrize("period", PERIODS)
def test_the_returns(tab: Visit, small: PublishedSite, period: str) -> None:
    tab.open("returns", **PERIODS[period])
    shown = {(row["horizon"], row["side"], row["entry"]): row for row in tab.table("summary")}
    sides = {"purchase": "Purchases", "sale": "Sales"}
    entries = {"transaction": "From the trade", "follower": "From the disclosure"}
    marts = rows(
        small,
        f"""select horizon_days, side, entry, measured, hit_rate, mean_excess, median_excess,
            p10, p25, p75, p90, excluded from publish.rpt_return_summary where period = '{period}'""",
    )
    assert len(shown) == 20
    for horizon, side, entry, measured, hit, mean, median, p10, p25, p75, p90, excluded in marts:
        row = shown[f"{horizon} days", sides[side], entries[entry]]
        assert [row["measured"], row["hit"], row["excluded"]] == [
            count(measured),
            percent(hit),
            count(excluded),
        ]
        assert [row[key] for key in ("mean", "median", "p10", "p25", "p75", "p90")] == [
            percent(value, signed=True) for value in (mean, median, p10, p25, p75, p90)
        ]


def test_the_sectors_by_month(tab: Visit, small: PublishedSite) -> None:
    tab.open("sectors", **PERIODS["all"])
    shown = {(row["sector"], row["month"]): row for row in tab.figure_table("flows")}
    marts = rows(
        small,
        f"""select sector, strftime(month, '%b %Y'), trades, officials, {PEOPLE}, purchases, sales
        from publish.rpt_sectors where month <= '2023-03-01'""",
    )
    assert len(shown) == len(marts)
    for sector, month, trades, officials, house, senate, dem, rep, other, purchases, sales in marts:
        row = shown[sector, month]
        assert [
            row["trades"],
            row["officials"],
            row["chambers"],
            row["parties"],
            row["purchases"],
            row["sales"],
        ] == [
            count(trades),
            count(officials),
            f"{house} · {senate}",
            f"{dem} · {rep} · {other}",
            count(purchases),
            count(sales),
        ]


def test_the_latest_disclosures(tab: Visit, small: PublishedSite) -> None:
    tab.open()
    shown = tab.table("latest")
    marts = rows(
        small,
        """select strftime(report_date, '%b %-d, %Y'), purchases, sales, amount_low, amount_high, open_amounts
        from publish.fct_disclosures order by report_date desc, report_id desc""",
    )
    assert [(row["reported"], row["purchases"], row["sales"], row["amount"]) for row in shown] == [
        (day, count(purchases), count(sales), amounts(low, high, opened))
        for day, purchases, sales, low, high, opened in marts[: len(shown)]
    ]
    assert len(shown) >= 40


def test_the_state_of_the_data(tab: Visit, small: PublishedSite) -> None:
    tab.open("health")
    [(live, superseded, withdrawn)] = rows(
        small,
        """select count_if(not is_withdrawn and not is_superseded), count_if(is_superseded),
            count_if(is_withdrawn)
        from publish.fct_trades""",
    )
    expect(tab.value("trades")).to_have_text(count(live))
    expect(tab.value("superseded")).to_have_text(count(superseded))
    expect(tab.value("withdrawn")).to_have_text(count(withdrawn))
    assert tab.details("trades")[2:] == people(
        small, "publish.rpt_officials where period = 'all' and trades > 0"
    )
    amended = rows(
        small,
        """select strftime(report_date, '%b %-d, %Y'), disclosure_url from publish.rpt_amendments
        order by report_date, report_id""",
    )
    assert [(row["reported"], row["filing"].startswith("Filing")) for row in tab.table("amendments")] == [
        (day, bool(url)) for day, url in amended
    ]
    links = tab.page.locator("[data-table=amendments] td[data-column=filing] a")
    assert {link.get_attribute("href") for link in links.all()} <= {url for _, url in amended}
    batches = rows(small, "select batch_date, dataset, reason, published from publish.rpt_data_quality")
    assert len(tab.table("batch")) == len(batches)


def test_the_open_data_files_are_there(tab: Visit) -> None:
    tab.open("data")
    links = tab.page.locator("[data-table^=files-] td[data-column=format] a")
    assert links.count() > 4
    for address in {link.get_attribute("href") for link in links.all()}:
        answer = tab.page.request.get(tab.url + str(address))
        assert answer.ok, address
        assert len(answer.body()) > 50
