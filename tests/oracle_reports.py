"""What the reports must show, computed apart: plain Python over the trades oracle and the files of a market.

`expected_reports(market, wanted)` answers for the passed batches that the trades oracle was asked for. It
reads the definitions as follows.

* Counted are live trades with a transaction date up to the last batch date. The window `12_months` begins on
  the day after the same day of the year before (February 28th, where there is no 29th).
* An official's chamber, party and state are those of the current row, in every report.
* Low ends add up with unknown ones left out; a high end that is open or unknown leaves the sum open; so does
  any missing end with the estimate. Sales are full and partial ones.
* A ticker's sector is that of its SIC code in the market's list of tickers, where the ticker is still listed
  at the end of the recording (the overview is asked for without a date). A ticker, stock or fund without one
  is Unknown.
* A seat is held on a day if the last instant of that day lies in it. A committee that is told without its
  chamber is of the one that the official was in at that instant. A trade from before its official's first
  observation is not_observed.
* A cluster: of a ticker's trades in one direction, in time order, the first that is in no cluster yet opens
  one, and takes in all up to 14 days later. Three officials make it count.
* A hit is a signed excess above 0; below five trades no rate, mean, median or percentile is told.
"""

import calendar
import csv
import gzip
import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from tests.oracle import Expected, Membership, OfficialRow, Trade
from tests.oracle_returns import HORIZONS, NO_STOCK_OR_FUND, Return, expected_prices, expected_returns

Row = dict[str, Any]
Thing = TypeVar("Thing")

SEEDS = Path(__file__).parents[1] / "dbt" / "seeds"
SALES = ("sale", "sale_partial")
FEWEST_MEASURED = 5
ENTRIES = ("transaction", "follower")


@dataclass(frozen=True)
class Official:
    """The current state of an official."""

    member_id: str
    display_name: str | None
    chamber: str | None
    party: str | None
    state_code: str | None
    district: str | None
    status: str | None


@dataclass(frozen=True)
class Seat:
    """A committee that an official sat on at a trade's date."""

    committee: str
    named: str
    valid_from: datetime
    valid_to: datetime | None


def expected_reports(market: Path, wanted: Expected) -> dict[str, list[Row]]:
    """The rows of each report by its name, in no order."""
    return _Reports(market, wanted).all()


class _Reports:
    def __init__(self, market: Path, wanted: Expected) -> None:
        self.wanted = wanted
        self.returns = expected_returns(market, wanted)
        self.prices = expected_prices(market, wanted)
        self.end = max(wanted.batches)
        self.codes = _sic_codes(market)
        self.ranges = _seed("sic_sectors")
        self.oversight = _seed("committee_sectors")
        self.live = [trade for trade in wanted.trades.values() if trade.is_live]
        self.trades = [trade for trade in self.live if trade.transaction_date <= self.end]

    def all(self) -> dict[str, list[Row]]:
        reports = {
            "fct_disclosures": self.disclosures(),
            "rpt_officials": self.officials_report(),
            "rpt_official_exclusions": self.exclusions(),
            "rpt_return_summary": self.return_summary(),
            "rpt_tickers": self.tickers(),
            "rpt_ticker_months": self.ticker_months(),
            "rpt_sectors": self.sectors(),
            "rpt_committee_overlap": self.overlaps(),
            "rpt_cluster_trades": self.cluster_trades(),
            "rpt_clusters": self.cluster_report(),
            "rpt_states": self.states(),
            "rpt_committees": self.committees(),
            "rpt_activity": self.activity(),
            "rpt_late_filings": self.late_filings(),
        }
        return {name: list(rows) for name, rows in reports.items()}

    # What the reports have in common

    @cached_property
    def officials(self) -> dict[str, Official]:
        return {
            row.member_id: Official(
                row.member_id,
                row.state["display_name"],
                row.state["chamber"],
                row.state["party"],
                row.state["state"],
                row.state["district"],
                row.state["status"],
            )
            for row in self.wanted.officials
            if row.is_current
        }

    @cached_property
    def states_of(self) -> dict[str, list[OfficialRow]]:
        """The states of each official, in time order."""
        return _by(sorted(self.wanted.officials, key=lambda row: row.valid_from), lambda row: row.member_id)

    def windows(self) -> Iterator[tuple[str, list[Trade]]]:
        yield "all", self.trades
        begin = _a_year_before(self.end)
        yield "12_months", [trade for trade in self.trades if trade.transaction_date > begin]

    @cached_property
    def sector_of(self) -> dict[str, str | None]:
        """The sector of each counted trade by its id."""
        return {trade.trade_id: self._sector(trade) for trade in self.trades}

    def _sector(self, trade: Trade) -> str | None:
        code = self.codes.get(trade.ticker or "")
        for each in self.ranges if code is not None else ():
            if int(each["sic_from"]) <= code <= int(each["sic_to"]):
                return each["sector"]
        kind = (trade.security_type or "").upper()
        return "Unknown" if trade.ticker or (kind and kind not in NO_STOCK_OR_FUND) else None

    @cached_property
    def memberships(self) -> dict[str, list[Membership]]:
        """The seats in committees of each official, in time order."""
        rows = [row for row in self.wanted.memberships if row.subcommittee is None]
        return _by(sorted(rows, key=lambda row: (row.valid_from, row.committee)), lambda row: row.member_id)

    def seats(self, trade: Trade) -> list[Seat] | None:
        """The committees of the official at the end of the day; None where they were not yet observed."""
        instant = datetime.combine(trade.transaction_date, time.max)
        states = [row.state for row in self.states_of[trade.member_id] if row.valid_from <= instant]
        if not states:
            return None
        held: dict[str, Seat] = {}
        for row in self.memberships.get(trade.member_id, []):
            if row.valid_from <= instant and (row.valid_to is None or instant < row.valid_to):
                name = row.committee.strip()
                if name.split(" on ")[0] in ("Committee", "Select Committee", "Special Committee"):
                    name = f"{states[-1]['chamber']} {name}"
                held.setdefault(name, Seat(name, row.committee, row.valid_from, row.valid_to))
        return list(held.values())

    def people(self, trades: list[Trade]) -> Row:
        people = [self.officials[member_id] for member_id in {trade.member_id for trade in trades}]
        return {
            "officials": len(people),
            "officials_house": sum(one.chamber == "House" for one in people),
            "officials_senate": sum(one.chamber == "Senate" for one in people),
            "officials_democrat": sum(one.party == "D" for one in people),
            "officials_republican": sum(one.party == "R" for one in people),
            "officials_other_party": sum(one.party not in ("D", "R") for one in people),
        }

    def is_incomplete(self, month: date) -> bool:
        """Whether one of the last 45 days is in the month."""
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        return (self.end - last).days < 45

    def person(self, member_id: str) -> Row:
        one = self.officials[member_id]
        names = ("member_id", "display_name", "chamber", "party", "state_code")
        return {name: getattr(one, name) for name in names}

    # The reports

    def disclosures(self) -> Iterator[Row]:
        for report_id, trades in _by(self.live, lambda trade: trade.report_id).items():
            longest = max(trade.lag_days for trade in trades)
            counted = _counts(trades)
            yield {
                "report_id": report_id,
                **self.person(min(trade.member_id for trade in trades)),
                "report_date": max(trade.report_date for trade in trades),
                "amendment_number": max(trade.amendment_number for trade in trades),
                "transactions": counted.pop("trades"),
                **counted,
                "partial_sales": sum(trade.transaction_type == "sale_partial" for trade in trades),
                **_amounts(trades),
                **_apart(trades),
                "amount_estimate": _estimate(trades),
                **_first_and_last(trades),
                "median_lag_days": statistics.median(trade.lag_days for trade in trades),
                "max_lag_days": longest,
                "late_transactions": sum(trade.is_late for trade in trades),
                "days_late": max(longest - 45, 0),
                "disclosure_url": max(
                    (one.disclosure_url for one in trades if one.disclosure_url), default=None
                ),
            }

    def officials_report(self) -> Iterator[Row]:
        for period, windowed in self.windows():
            ranks = self._ranks(windowed)
            of_member = _by(windowed, lambda trade: trade.member_id)
            for one in self.officials.values():
                trades = of_member.get(one.member_id, [])
                lags = [trade.lag_days for trade in trades]
                yield {
                    "period": period,
                    **vars(one),
                    **_counts(trades),
                    **_amounts(trades),
                    **_apart(trades),
                    "amount_estimate": _estimate(trades),
                    **_lateness(trades),
                    "median_lag_days": statistics.median(lags) if lags else None,
                    "max_lag_days": max(lags, default=None),
                    **_first_and_last(trades),
                    "last_report_date": max((trade.report_date for trade in trades), default=None),
                    **self._performance(trades),
                    "unpriced_trades": sum(
                        self.prices[trade.trade_id, "transaction"].price is None for trade in trades
                    ),
                    "peer_rank": ranks[one.chamber].get(one.member_id),
                    "peers_ranked": len(ranks[one.chamber]),
                }

    def _performance(self, trades: list[Trade]) -> Row:
        row = {}
        for (entry, days), returns in self._by_horizon(trades).items():
            figures = _figures(_excesses(returns))
            row |= {f"{entry}_{days}d_{name}": value for name, value in figures.items()}
        return row

    def _by_horizon(self, trades: list[Trade]) -> dict[tuple[str, int], list[Return]]:
        horizons = [(entry, days) for entry in ENTRIES for days in HORIZONS]
        return {
            (entry, days): [self.returns[trade.trade_id, entry, days] for trade in trades]
            for entry, days in horizons
        }

    def _ranks(self, windowed: list[Trade]) -> dict[str | None, dict[str, int]]:
        """In each chamber the place of everyone who has one; who is equal shares a place."""
        means: dict[str | None, dict[str, float]] = defaultdict(dict)
        for member_id, trades in _by(windowed, lambda trade: trade.member_id).items():
            mean = self._performance(trades)["transaction_90d_mean_excess"]
            if mean is not None:
                means[self.officials[member_id].chamber][member_id] = round(mean, 12)
        ranks: dict[str | None, dict[str, int]] = defaultdict(dict)
        for chamber, of_member in means.items():
            for member_id, mean in of_member.items():
                ranks[chamber][member_id] = 1 + sum(other > mean for other in of_member.values())
        return ranks

    def exclusions(self) -> Iterator[Row]:
        for period, windowed in self.windows():
            counts = Counter(
                (each.member_id, entry, days, each.missing_reason)
                for (entry, days), returns in self._by_horizon(windowed).items()
                for each in returns
                if each.missing_reason
            )
            for (member_id, entry, days, reason), trades in counts.items():
                yield {
                    "member_id": member_id,
                    "period": period,
                    "entry": entry,
                    "horizon_days": days,
                    "missing_reason": reason,
                    "trades": trades,
                }

    def return_summary(self) -> Iterator[Row]:
        for period, windowed in self.windows():
            for side in ("purchase", "sale"):
                trades = [trade for trade in windowed if _direction(trade) == side]
                for (entry, days), returns in self._by_horizon(trades).items():
                    excesses = _excesses(returns)
                    told = len(excesses) >= FEWEST_MEASURED
                    if returns:
                        yield {
                            "period": period,
                            "entry": entry,
                            "horizon_days": days,
                            "side": side,
                            **_figures(excesses),
                            **{f"p{n}": _percentile(excesses, n) if told else None for n in (10, 25, 75, 90)},
                            "excluded": len(returns) - len(excesses),
                        }

    def tickers(self) -> Iterator[Row]:
        for ticker, trades in _by(self.trades, lambda trade: trade.ticker).items():
            if ticker is not None:
                sectors = {self.sector_of[trade.trade_id] for trade in trades}
                assert len(sectors) == 1
                yield {
                    "ticker": ticker,
                    "sector": sectors.pop(),
                    **self._flow(trades),
                    **_first_and_last(trades),
                }

    def ticker_months(self) -> Iterator[Row]:
        traded = [trade for trade in self.trades if trade.ticker is not None]
        for (ticker, month), trades in _by(traded, lambda trade: (trade.ticker, _month(trade))).items():
            flow = self._flow(trades)
            del flow["exchanges"]
            yield {
                "ticker": ticker,
                "month": month,
                **flow,
                **_first_and_last(trades),
                "is_incomplete": self.is_incomplete(month),
            }

    def sectors(self) -> Iterator[Row]:
        of_sector = _by(self.trades, lambda trade: (self.sector_of[trade.trade_id], _month(trade)))
        for (sector, month), trades in of_sector.items():
            if sector is not None:
                yield {
                    "sector": sector,
                    "month": month,
                    **self._flow(trades),
                    "is_incomplete": self.is_incomplete(month),
                }

    def _flow(self, trades: list[Trade]) -> Row:
        counts = _counts(trades)
        net = counts["purchases"] - counts["sales"]
        return {
            **counts,
            **self.people(trades),
            **_amounts(trades),
            **_apart(trades),
            "net_trades": net,
            "net_direction": "buying" if net > 0 else "selling" if net < 0 else "even",
        }

    def states(self) -> Iterator[Row]:
        for period, windowed in self.windows():
            of_state = _by(windowed, lambda trade: self.officials[trade.member_id].state_code)
            for state_code, trades in of_state.items():
                yield {"state_code": state_code, "period": period, **self._group(trades)}

    def committees(self) -> Iterator[Row]:
        for period, windowed in self.windows():
            of_committee: dict[str, list[Trade]] = defaultdict(list)
            for trade in windowed:
                seats = self.seats(trade)
                names = ["not_observed"] if seats is None else [seat.committee for seat in seats]
                for name in names:
                    of_committee[name].append(trade)
            for committee, trades in of_committee.items():
                yield {"committee": committee, "period": period, **self._group(trades)}

    def _group(self, trades: list[Trade]) -> Row:
        return {
            **self.people(trades),
            **_counts(trades),
            **_amounts(trades),
            **_apart(trades),
            **_lateness(trades),
        }

    def activity(self) -> Iterator[Row]:
        def place(trade: Trade) -> tuple[Any, ...]:
            one = self.officials[trade.member_id]
            return _month(trade), trade.transaction_type, one.chamber, one.party

        for (month, kind, chamber, party), trades in _by(self.trades, place).items():
            yield {
                "month": month,
                "transaction_type": kind,
                "chamber": chamber,
                "party": party,
                "trades": len(trades),
                "officials": len({trade.member_id for trade in trades}),
                **_amounts(trades),
                "is_incomplete": self.is_incomplete(month),
            }

    def late_filings(self) -> Iterator[Row]:
        for trade in self.trades:
            if trade.lag_days > 45:
                yield {
                    **self.person(trade.member_id),
                    **_facts(trade),
                    "report_id": trade.report_id,
                    "lag_days": trade.lag_days,
                    "days_late": trade.lag_days - 45,
                    "amount_min": trade.amount_min,
                    "amount_max": trade.amount_max,
                }

    def overlaps(self) -> Iterator[Row]:
        recent = dict(self.windows())["12_months"]
        for trade in self.trades:
            sector = self.sector_of[trade.trade_id]
            overseers = {each["committee"]: each for each in self.oversight if each["sector"] == sector}
            if not overseers:
                continue
            alike = [one for one in self.trades if self.sector_of[one.trade_id] == sector]
            recent_alike = [one for one in recent if self.sector_of[one.trade_id] == sector]
            row = {
                **self.person(trade.member_id),
                **_facts(trade),
                "amount_min": trade.amount_min,
                "amount_max": trade.amount_max,
                "sector": sector,
                "sector_trades": len(alike),
                "all_trades": len(self.trades),
                "base_rate": len(alike) / len(self.trades),
                "base_rate_12_months": len(recent_alike) / len(recent) if recent else None,
            }
            seats = self.seats(trade)
            if seats is None:
                yield {**row, "committee": None, "missing_reason": "not_observed"}
            for seat in seats or ():
                if seat.committee in overseers:
                    yield {
                        **row,
                        **overseers[seat.committee],
                        "membership_committee": seat.named,
                        "membership_valid_from": seat.valid_from,
                        "membership_valid_to": seat.valid_to,
                        "missing_reason": None,
                    }

    @cached_property
    def clusters(self) -> dict[str, tuple[str, list[Trade]]]:
        """Direction and trades of each cluster."""
        found = {}
        directed = [
            one for one in self.trades if one.ticker is not None and one.transaction_type != "exchange"
        ]
        for (ticker, direction), trades in _by(directed, lambda one: (one.ticker, _direction(one))).items():
            left = sorted(trades, key=lambda trade: trade.transaction_date)
            while left:
                first = left[0].transaction_date
                taken = [one for one in left if (one.transaction_date - first).days <= 14]
                left = left[len(taken) :]
                if len({trade.member_id for trade in taken}) >= 3:
                    found[f"{ticker}|{direction}|{first}"] = (direction, taken)
        return found

    def cluster_trades(self) -> Iterator[Row]:
        for cluster_id, (direction, trades) in self.clusters.items():
            for trade in trades:
                person = self.person(trade.member_id)
                del person["state_code"]
                facts = _facts(trade)
                del facts["security_name"]
                yield {"cluster_id": cluster_id, "direction": direction, **person, **facts}

    def cluster_report(self) -> Iterator[Row]:
        for cluster_id, (direction, trades) in self.clusters.items():
            people = self.people(trades)
            yield {
                "cluster_id": cluster_id,
                "ticker": trades[0].ticker,
                "direction": direction,
                "trades": len(trades),
                **people,
                "is_bipartisan": bool(people["officials_democrat"] and people["officials_republican"]),
                **_amounts(trades),
                **_first_and_last(trades),
            }


# Sums


def _by(things: Iterable[Thing], key: Callable[[Thing], Any]) -> dict[Any, list[Thing]]:
    groups: dict[Any, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups


def _direction(trade: Trade) -> str:
    return "sale" if trade.transaction_type in SALES else trade.transaction_type


def _counts(trades: list[Trade]) -> Row:
    kinds = [_direction(trade) for trade in trades]
    named = {"purchases": "purchase", "sales": "sale", "exchanges": "exchange"}
    return {"trades": len(trades), **{name: kinds.count(kind) for name, kind in named.items()}}


def _range(trades: list[Trade]) -> tuple[Decimal, Decimal | None]:
    low = sum((trade.amount_min or Decimal(0) for trade in trades), Decimal(0))
    highs = [trade.amount_max for trade in trades]
    return low, None if None in highs else sum((high or Decimal(0) for high in highs), Decimal(0))


def _amounts(trades: list[Trade]) -> Row:
    low, high = _range(trades)
    still_open = sum(trade.amount_max is None for trade in trades)
    return {"amount_low": low, "amount_high": high, "open_amounts": still_open}


def _apart(trades: list[Trade]) -> Row:
    row = {}
    for side in ("purchase", "sale"):
        low, high = _range([trade for trade in trades if _direction(trade) == side])
        row |= {f"{side}_amount_low": low, f"{side}_amount_high": high}
    return row


def _estimate(trades: list[Trade]) -> Decimal | None:
    total = Decimal(0)
    for trade in trades:
        if trade.amount_min is None or trade.amount_max is None:
            return None
        total += (trade.amount_min + trade.amount_max) / 2
    return total.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _lateness(trades: list[Trade]) -> Row:
    late = sum(trade.lag_days > 45 for trade in trades)
    return {"late_trades": late, "late_share": late / len(trades) if trades else None}


def _first_and_last(trades: list[Trade]) -> Row:
    dates = sorted(trade.transaction_date for trade in trades)
    return {
        "first_transaction_date": dates[0] if dates else None,
        "last_transaction_date": dates[-1] if dates else None,
    }


def _facts(trade: Trade) -> Row:
    names = ("trade_id", "ticker", "security_name", "transaction_type", "transaction_date", "report_date")
    return {name: getattr(trade, name) for name in (*names, "amount_raw", "disclosure_url")}


def _excesses(returns: list[Return]) -> list[float]:
    return [each.excess_return for each in returns if each.excess_return is not None]


def _figures(excesses: list[float]) -> Row:
    row: Row = {"measured": len(excesses), "hit_rate": None, "mean_excess": None, "median_excess": None}
    if len(excesses) >= FEWEST_MEASURED:
        row["hit_rate"] = sum(excess > 0 for excess in excesses) / len(excesses)
        row["mean_excess"] = statistics.fmean(excesses)
        row["median_excess"] = statistics.median(excesses)
    return row


def _percentile(values: list[float], percent: int) -> float:
    """Between the two nearest values, in proportion."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


# Dates and files


def _month(trade: Trade) -> date:
    return trade.transaction_date.replace(day=1)


def _a_year_before(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def _seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


def _sic_codes(market: Path) -> dict[str, int]:
    path = market / "tickers.ndjson.gz"
    if not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    listed = [one for one in records if one.get("sic_code") and not one.get("delisted_utc")]
    return {one["ticker"]: int(one["sic_code"]) for one in listed}
