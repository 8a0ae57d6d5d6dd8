"""The data files and the open data say what the marts hold, all of it."""

import io
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import pytest
from tests.generated_marts import NOTHING, SMALL
from tests.images.dashboard.conftest import Desk, Open

from dashboard.data import _returns_block

TYPES = ("purchase", "sale", "sale_partial", "exchange")
OWNERS = ("self", "spouse", "joint", "dependent", "unknown")
HORIZONS = (7, 30, 90, 180, 365)
LIVE = "not is_withdrawn and not is_superseded"

Row = tuple[Any, ...]


@pytest.fixture(scope="module")
def desk(open_desk: Open) -> Iterator[Desk]:
    with open_desk(SMALL) as opened:
        outcome = opened.publish()
        assert outcome.exit_code == 0, outcome.err
        yield opened


@pytest.fixture(scope="module")
def data(desk: Desk) -> dict[str, Any]:
    """Every data file of the version, by its name."""
    prefix = f"versions/{desk.published.version}/data/"
    found = {
        key.removeprefix(prefix).removesuffix(".json"): json.loads(
            # NaN and its like are no JSON, though Python reads them
            desk.published.content(key),
            parse_constant=pytest.fail,
        )
        for key in desk.published.objects
        if key.startswith(prefix)
    }
    assert len(found) > 100
    return found


def day(number: int | None) -> date | None:
    return None if number is None else date(1970, 1, 1) + timedelta(days=number)


def chunks(data: dict[str, Any], kind: str) -> list[Any]:
    """The files of a kind in their order, after checking that meta.json lists exactly them."""
    listed = data["meta"]["chunks"][kind]
    assert [chunk["key"] for chunk in listed] == sorted(
        name.split("/")[1] for name in data if name.startswith(f"{kind}/")
    )
    return [data[f"{kind}/{chunk['key']}"] for chunk in listed]


def trades_of(data: dict[str, Any], block: dict[str, Any]) -> list[Row]:
    """The rows of a Trades object, with what its numbers refer to."""
    names = data["tickers"]["name"]
    rows = []
    for n, traded in enumerate(block["day"]):
        ticker, name = block["ticker"][n], block["name"][n]
        sector, committees, kind = block["sector"][n], block["committees"][n], block["kind"][n]
        amount = {part: block["amounts"][part][block["amount"][n]] for part in ("raw", "min", "max")}
        rows.append(
            (
                day(traded),
                block["lag"][n],
                data["officials"]["member_id"][block["official"][n]],
                None if ticker is None else data["tickers"]["ticker"][ticker],
                TYPES[block["type"][n]],
                OWNERS[block["owner"][n]],
                *amount.values(),
                block["reports"]["url"][block["report"][n]],
                block["names"][name] if name is not None else names[ticker],
                None if kind is None else block["kinds"][kind],
                None if sector is None else data["meta"]["sectors"][sector],
                None
                if committees is None
                else ", ".join(
                    data["committees"]["name"][number] for number in data["committees"]["sets"][committees]
                ),
            )
        )
    return rows


TRADES = f"""
    with seats as (
        select
            trade_id,
            case
                when count(missing_reason) = 0 then string_agg(committee, ', ' order by committee)
            end as held
        from publish.report_trade_committees
        group by trade_id
    )

    select
        trades.transaction_date, trades.lag_days, trades.member_id, trades.ticker, trades.transaction_type,
        trades.ownership, trades.amount_raw, trades.amount_min::double, trades.amount_max::double,
        trades.disclosure_url, trades.security_name, trades.security_type, report_trades.sector,
        -- an official who was observed without a seat has no row
        case when seats.trade_id is null then '' else seats.held end as committees
    from publish.fct_trades as trades
    left join publish.report_trades on trades.trade_id = report_trades.trade_id
    left join seats on trades.trade_id = seats.trade_id
    where {LIVE}
    order by trades.transaction_date, trades.report_date, trades.trade_id
"""


@pytest.fixture(scope="module")
def trades(desk: Desk) -> list[Row]:
    """Every live trade of the marts, in the order of the files."""
    found = desk.marts.rows(TRADES)
    assert len(found) > 1000
    return found


def by(rows: list[Row], column: int) -> dict[Any, list[Row]]:
    """The rows of each value of a column, in their order."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def test_the_quarters_hold_every_live_trade_in_order(data: dict[str, Any], trades: list[Row]) -> None:
    assert [row for block in chunks(data, "trades") for row in trades_of(data, block)] == trades
    assert [chunk["rows"] for chunk in data["meta"]["chunks"]["trades"]] == [
        len(block["day"]) for block in chunks(data, "trades")
    ]


def test_a_chunk_holds_its_quarter(data: dict[str, Any]) -> None:
    for chunk in data["meta"]["chunks"]["trades"]:
        year, quarter = map(int, chunk["key"].split("q"))
        days = [day(number) for number in data[f"trades/{chunk['key']}"]["day"]]
        assert {(each.year, (each.month + 2) // 3) for each in days if each} == {(year, quarter)}


def test_the_returns_stand_beside_their_trades(desk: Desk, data: dict[str, Any]) -> None:
    for entry, horizon in itertools.product(("transaction", "follower"), HORIZONS):
        expected = desk.marts.rows(
            "select excess_return, missing_reason "
            "from publish.fct_trade_returns inner join publish.fct_trades using (trade_id) "
            f"where entry = '{entry}' and horizon_days = {horizon} "
            "order by fct_trades.transaction_date, fct_trades.report_date, trade_id"
        )
        shown = []
        for block in chunks(data, "returns"):
            for value in block[f"{entry}_{horizon}"]:
                is_reason = isinstance(value, str)
                shown.append((None, block["reasons"][int(value)]) if is_reason else (value * 1e-6, None))
        assert len(shown) == len(expected) > 1000
        for (value, reason), (excess, missing) in zip(shown, expected, strict=True):
            assert reason == missing
            if excess is None:
                assert value is None
            else:
                # the sign is what a hit is: it is never rounded away
                assert (value > 0) == (excess > 0)
                assert value == pytest.approx(excess, abs=1.00001e-6)


def test_a_small_return_keeps_its_sign() -> None:
    # its sign is what a hit is
    names = [f"{entry}_{horizon}" for entry in ("transaction", "follower") for horizon in HORIZONS]
    rows = pyarrow.table(
        {name: [4e-7, -4e-7, 0.0, None] for name in names}
        | {f"{name}_reason": [None, None, None, "exchange"] for name in names}
    )
    block = _returns_block(rows)
    assert block["reasons"] == ["exchange"]
    assert [block[name] for name in names] == [[1, -1, 0, "0"]] * 10


def test_each_official_has_its_trades_and_its_figures(
    desk: Desk, data: dict[str, Any], trades: list[Row]
) -> None:
    names = list(desk.marts.tables()["rpt_officials"])
    figures = by(desk.marts.rows(f"select {', '.join(names)} from publish.rpt_officials"), 0)
    exclusions = by(
        desk.marts.rows(
            "select member_id, period, entry, horizon_days, missing_reason, trades "
            "from publish.rpt_official_exclusions order by all"
        ),
        0,
    )
    seats = by(
        desk.marts.rows(
            "select member_id, committee, subcommittee, valid_from::date::varchar, valid_to::date::varchar "
            "from publish.dim_committee_memberships order by member_id, committee"
        ),
        0,
    )
    own = by(trades, 2)
    members = data["officials"]["member_id"]
    assert len(members) == len(figures) == 24
    # one of them traded nothing
    assert data["officials"]["trades"] == [len(own[member]) for member in members]
    assert min(data["officials"]["trades"]) == 0
    for number, member in enumerate(members):
        page = data[f"officials/{number}"]
        assert trades_of(data, page["trades"]) == own[member]
        assert [(member, *row) for row in zip(*page["exclusions"].values(), strict=True)] == exclusions[
            member
        ]
        assert [(member, *row) for row in zip(*page["memberships"].values(), strict=True)] == seats[member]
        shown = page["stats"]
        expected = {row[1]: dict(zip(names, row, strict=True)) for row in figures[member]}
        assert set(shown) == set(expected) == {"all", "12_months"}
        for period, stats in expected.items():
            for name, value in stats.items():
                told = str(value) if isinstance(value, date) else value
                if isinstance(value, Decimal | float):
                    told = pytest.approx(float(value), abs=1e-6)
                assert shown[period][name] == told, name


def test_each_ticker_has_its_trades_prices_and_months(
    desk: Desk, data: dict[str, Any], trades: list[Row]
) -> None:
    own = by(trades, 3)
    bars = by(
        desk.marts.rows("select ticker, trade_date, close from publish.fct_daily_prices order by all"), 0
    )
    splits = by(
        desk.marts.rows("select ticker, execution_date, split_from, split_to from publish.fct_splits"), 0
    )
    months = by(
        desk.marts.rows(
            "select ticker, month::varchar, trades, officials from publish.rpt_ticker_months order by all"
        ),
        0,
    )
    tickers = data["tickers"]["ticker"]
    assert set(tickers) == set(own) - {None}
    assert any(splits[ticker] for ticker in tickers)
    # the last one is unknown to the market
    assert data["tickers"]["has_prices"] == [bool(bars[ticker]) for ticker in tickers]
    assert not all(data["tickers"]["has_prices"])
    for number, ticker in enumerate(tickers):
        page = data[f"tickers/{number}"]
        assert trades_of(data, page["trades"]) == own[ticker]
        if bars[ticker]:
            line = zip(map(day, page["prices"]["day"]), page["prices"]["close"], strict=True)
            assert [(ticker, *point) for point in line] == bars[ticker]
        else:
            assert page["prices"] is None
        listed = (page["months"][name] for name in ("month", "trades", "officials"))
        assert [(ticker, *row) for row in zip(*listed, strict=True)] == months[ticker]
        days = map(day, page["splits"]["day"])
        shown = zip(days, page["splits"]["from"], page["splits"]["to"], strict=True)
        assert [(ticker, *row) for row in shown] == splits[ticker]


def test_tickers_are_told_apart_by_case(data: dict[str, Any]) -> None:
    tickers = data["tickers"]["ticker"]
    assert {"ZZa", "ZZA"} <= set(tickers)
    assert tickers == sorted(tickers)


def test_the_clusters_are_all_there_with_their_trades(desk: Desk, data: dict[str, Any]) -> None:
    expected = desk.marts.rows(
        "select ticker, direction, first_transaction_date, last_transaction_date, trades, officials, "
        "officials_house, is_bipartisan from publish.rpt_clusters "
        "order by first_transaction_date, ticker, direction"
    )
    shown = []
    for block in chunks(data, "clusters"):
        rows = trades_of(data, block["rows"])
        for number, ticker in enumerate(block["ticker"]):
            cluster = (
                data["tickers"]["ticker"][ticker],
                ("purchase", "sale")[block["direction"][number]],
                day(block["first_day"][number]),
                day(block["last_day"][number]),
                *(block[name][number] for name in ("trades", "officials", "house", "bipartisan")),
            )
            shown.append(cluster)
            own = [row for row, mine in zip(rows, block["rows"]["cluster"], strict=True) if mine == number]
            assert len(own) == block["trades"][number]
            assert {row[3] for row in own} == {cluster[0]}
    assert len(shown) > 20
    assert shown == expected


def test_the_overlap_has_each_trade_under_its_committee(desk: Desk, data: dict[str, Any]) -> None:
    expected = desk.marts.rows(
        "select transaction_date, member_id, ticker, committee, membership_valid_from::date::varchar "
        "from publish.rpt_committee_overlap where committee is not null "
        "order by transaction_date, report_date, trade_id, committee"
    )
    shown = []
    for block in chunks(data, "overlap"):
        for row, committee, since in zip(
            trades_of(data, block), block["committee"], block["from"], strict=True
        ):
            shown.append((row[0], row[2], row[3], data["committees"]["name"][committee], since))
    assert len(shown) > 50
    assert shown == expected
    rates = desk.marts.rows(
        "select distinct sector, sector_trades, all_trades from publish.rpt_committee_overlap order by sector"
    )
    sectors = data["overlap"]["sectors"]
    named = [data["meta"]["sectors"][number] for number in sectors["sector"]]
    assert list(zip(named, sectors["sector_trades"], sectors["all_trades"], strict=True)) == rates


def test_disclosures_returns_and_health_are_the_marts(desk: Desk, data: dict[str, Any]) -> None:
    shown = [
        (day(reported), transactions, url)
        for block in chunks(data, "disclosures")
        for reported, transactions, url in zip(
            block["report_day"], block["transactions"], block["url"], strict=True
        )
    ]
    assert shown == desk.marts.rows(
        "select report_date, transactions, disclosure_url from publish.fct_disclosures "
        "order by report_date, report_id"
    )
    summary = data["return_summary"]
    assert list(zip(summary["period"], summary["side"], summary["measured"], strict=True)) == desk.marts.rows(
        "select period, side, measured from publish.rpt_return_summary "
        "order by period, entry, horizon_days, side"
    )
    health = [row for block in chunks(data, "health") for row in block["batch_date"]]
    assert len(health) == desk.marts.rows("select count(*) from publish.rpt_data_quality")[0][0]


def test_the_ranking_has_who_traded_in_the_period(desk: Desk, data: dict[str, Any]) -> None:
    for period, block in data["official_returns"].items():
        expected = desk.marts.rows(
            "select member_id, trades, peer_rank, transaction_90d_measured from publish.rpt_officials "
            f"where period = '{period}' and trades > 0 order by member_id"
        )
        members = [data["officials"]["member_id"][number] for number in block["official"]]
        figures = (block[name] for name in ("trades", "peer_rank", "transaction_90d_measured"))
        assert list(zip(members, *figures, strict=True)) == expected


def test_meta_says_what_there_is(desk: Desk, data: dict[str, Any]) -> None:
    meta = data["meta"]
    counted = (
        f"select count_if({LIVE}), count_if(is_superseded), count_if(is_withdrawn) from publish.fct_trades"
    )
    counts = meta["counts"]
    assert [(counts["trades"], counts["superseded"], counts["withdrawn"])] == desk.marts.rows(counted)
    assert counts["quarantined"] == 2
    assert counts["officials"] == counts["officials_with_trades"] + 1 == 24
    assert meta["world"] == {"kind": "sample", "name": "sample", "is_invented": True}
    assert (meta["data_through"], meta["incomplete_from"]) == ("2023-03-31", "2023-02-15")
    assert (meta["collected_from"], meta["default_from"]) == ("2023-03-29", "2022-04-01")
    assert meta["last_published_at"] == "2023-04-01T02:00:00Z"
    assert meta["prices"] == {"shown": True}


def test_markup_is_data(data: dict[str, Any]) -> None:
    assert data["officials"]["name"][0] == (
        'Invented "Official" O\'Nought <b>&amp; Söhne</b><script>alert(1)</script>'
    )
    assert "<img src=x onerror=alert(2)> Invented & Co" in data["tickers"]["name"]


# --- open data


def open_tables(data: dict[str, Any]) -> dict[str, Any]:
    return {table["name"]: table for table in data["open_data"]["tables"]}


def test_the_open_data_is_the_marts_row_by_row_in_both_formats(desk: Desk, data: dict[str, Any]) -> None:
    tables = open_tables(data)
    assert len(tables) == 20
    for name, table in tables.items():
        columns = desk.marts.tables()[name]
        expected = desk.marts.rows(f"select count(*) from publish.{name}")[0][0]
        assert table["rows"] == expected > 0, name
        assert [(column["name"], column["type"]) for column in table["columns"]] == list(columns.items())
        for format_ in ("csv", "parquet"):
            files = [file for file in table["files"] if file["format"] == format_]
            assert sum(file["rows"] for file in files) == expected
            for file in files:
                content = desk.published.content(file["path"])
                assert desk.published.objects[file["path"]]["Size"] == file["bytes"]
                read = (
                    pyarrow.csv.read_csv(io.BytesIO(content))
                    if format_ == "csv"
                    else pyarrow.parquet.read_table(io.BytesIO(content))
                )
                assert read.column_names == list(columns)
                assert read.num_rows == file["rows"]


def test_parquet_has_the_types_and_the_words_of_the_contract(desk: Desk, data: dict[str, Any]) -> None:
    files = [file for file in open_tables(data)["fct_trades"]["files"] if file["format"] == "parquet"]
    tables = [pyarrow.parquet.read_table(io.BytesIO(desk.published.content(file["path"]))) for file in files]
    schema = tables[0].schema
    assert {name: str(schema.field(name).type) for name in ("amount_min", "is_late", "report_date")} == {
        "amount_min": "decimal128(18, 2)",
        "is_late": "bool",
        "report_date": "date32[day]",
    }
    assert schema.field("ticker").metadata[b"description"] == b"Generated ticker."
    rows = pyarrow.concat_tables(tables).to_pylist()
    names = ", ".join(schema.names)
    expected = desk.marts.rows(f"select {names} from publish.fct_trades order by transaction_date, trade_id")
    assert [tuple(row.values()) for row in rows] == expected
    assert [file["partition"] for file in files] == ["2021", "2022", "2023"]


def test_a_live_market_s_prices_are_nobody_s_but_the_vendor_s(desk: Desk) -> None:
    outcome = desk.publish(DASHBOARD_MARKET="live")
    assert outcome.exit_code == 0, outcome.err
    published = desk.published
    assert published.data("meta")["prices"] == {"shown": False}
    assert published.data("meta")["world"] == {"kind": "live", "name": "live", "is_invented": False}
    assert {published.data(f"tickers/{number}")["prices"] for number in range(5)} == {None}
    assert not any(published.data("tickers")["has_prices"])
    listed = published.data("open_data")
    assert "licence" in listed["licence_note"]
    columns = {column["name"] for table in listed["tables"] for column in table["columns"]}
    assert not columns & {"price", "follower_price", "entry_close", "exit_close", "close"}
    assert {"excess_return", "price_missing_reason"} <= columns
    [parquet, *_] = [
        file["path"]
        for table in listed["tables"]
        if table["name"] == "fct_trade_returns"
        for file in table["files"]
        if file["format"] == "parquet"
    ]
    schema = pyarrow.parquet.read_schema(io.BytesIO(published.content(parquet)))
    assert "entry_close" not in schema.names
    # with the setting they are there
    assert desk.publish(DASHBOARD_MARKET="live", DASHBOARD_VENDOR_PRICES="true").exit_code == 0
    assert published.data("meta")["prices"] == {"shown": True}
    assert any(published.data("tickers")["has_prices"])


def test_empty_marts_are_a_site_too(open_desk: Open) -> None:
    with open_desk(NOTHING) as empty:
        outcome = empty.publish()
        assert outcome.exit_code == 0, outcome.err
        meta = empty.published.data("meta")
        assert meta["data_through"] is None
        assert meta["counts"]["trades"] == 0
        assert set(map(len, meta["chunks"].values())) == {0}
        assert empty.published.data("officials")["member_id"] == []
        assert all(table["rows"] == 0 for table in empty.published.data("open_data")["tables"])
