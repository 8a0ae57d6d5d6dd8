"""The officials of the sample, none of whom exists, and what becomes of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

State = dict[str, Any]


@dataclass(frozen=True)
class Official:
    """A member of Congress, and how the API's picture of them changes."""

    member_id: str
    first: State
    joined: date | None = None  # reports from this day on; None: from the beginning
    changes: tuple[tuple[datetime, State], ...] = ()

    def filer_info(self, instant: datetime) -> State:
        """What the API tells of the official at an instant, with the instant at which it was observed."""
        state = self.first
        observed = _week_begin(instant)
        for changed, new in self.changes:
            if changed <= instant:
                state = {**state, **new}
                observed = max(observed, changed)
        return {
            **state,
            "id": f"sample-{self.member_id}",
            "member_id": self.member_id,
            "updated": int(observed.timestamp()),
        }


def _week_begin(instant: datetime) -> datetime:
    """Sunday, 06:00 UTC: every week the same state is observed again."""
    early = instant - timedelta(hours=6)
    return datetime.combine(early.date() - timedelta(days=(early.weekday() + 1) % 7), time(6), UTC)


def _member(
    number: int,
    tree: str,
    party: str,
    state: str,
    district: str,
    committees: dict[str, list[str]],
    leadership: tuple[str, ...] = (),
    joined: date | None = None,
    changes: tuple[tuple[datetime, State], ...] = (),
) -> Official:
    chamber = "House" if district else "Senate"
    name = f"Sample Official {tree}"
    first = {
        "chamber": chamber,
        "committees": committees,
        "display_name": name,
        "district": district,
        "headshot": "",
        "leadership_positions": list(leadership),
        "member_name": name,
        "party": party,
        "state": state,
        "status": "Member",
        "website": "",
    }
    return Official(f"Z9{number:05}", first, joined, changes)


SERVICES = "Committee on Financial Services"
ENERGY = "Committee on Energy and Commerce"
ARMED = "Committee on Armed Services"
FOREIGN = "Committee on Foreign Affairs"
BANKING = "Senate Committee on Banking, Housing, and Urban Affairs"
FINANCE = "Senate Committee on Finance"
HEALTH = "Senate Committee on Health, Education, Labor, and Pensions"

TUESDAY_NOON = datetime(2024, 6, 18, 12, tzinfo=UTC)

OFFICIALS = [
    _member(1, "Aspen", "D", "CA", "99", {SERVICES: ["Capital Markets"]}),
    _member(2, "Birch", "R", "TX", "98", {ENERGY: ["Health", "Oversight and Investigations"]}),
    _member(3, "Cedar", "D", "NY", "97", {ARMED: ["Readiness"], FOREIGN: []}),
    _member(4, "Elder", "R", "FL", "96", {FOREIGN: ["Europe"]}, leadership=("Sample Whip",)),
    _member(5, "Fir", "R", "OH", "95", {}),
    _member(6, "Hazel", "D", "WA", "", {BANKING: ["Securities, Insurance, and Investment"]}),
    _member(7, "Juniper", "R", "UT", "", {FINANCE: ["Health Care"], HEALTH: []}),
    _member(8, "Larch", "I", "VT", "", {HEALTH: ["Primary Health and Retirement Security"]}),
    _member(9, "Maple", "D", "GU", "0", {ARMED: []}),
    # Moves to another committee, keeping one of two subcommittees of the first.
    _member(
        10,
        "Oak",
        "R",
        "GA",
        "94",
        {ENERGY: ["Energy, Climate, and Grid Security", "Health"]},
        changes=((TUESDAY_NOON, {"committees": {ENERGY: ["Health"], ARMED: ["Readiness"]}}),),
    ),
    # Changes party, and changes back.
    _member(
        11,
        "Pine",
        "D",
        "WV",
        "",
        {FINANCE: []},
        changes=((datetime(2024, 5, 15, 9, tzinfo=UTC), {"party": "I"}), (TUESDAY_NOON, {"party": "D"})),
    ),
    # Is elected in the middle of it.
    _member(12, "Rowan", "D", "NJ", "93", {FOREIGN: []}, joined=date(2024, 6, 12)),
    # Leaves the House.
    _member(
        13,
        "Spruce",
        "R",
        "CO",
        "92",
        {SERVICES: []},
        changes=((datetime(2024, 6, 3, 16, tzinfo=UTC), {"status": "Former Member", "committees": {}}),),
    ),
]
