"""The companies of the sample, none of which exists, and what happens to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Company:
    """A listed security: how it is recorded, and how its price behaves."""

    ticker: str
    name: str
    sic_code: str | None
    sic_description: str | None
    price: float  # the first close, in dollars
    kind: str = "CS"  # Polygon's type: common stock, preferred (PFD), fund (ETF)
    listed: date | None = None  # None: before the sample begins
    delisted: date | None = None
    renamed: tuple[date, str] | None = None
    split: tuple[date, int, int] | None = None  # execution date, from so many shares, to so many

    def records(self) -> list[dict[str, Any]]:
        """Its lines in the list of tickers: one, or one more from the day of a new name."""
        record: dict[str, Any] = {
            "ticker": self.ticker,
            "name": self.name,
            "market": "stocks",
            "locale": "us",
            "primary_exchange": "XNYS",
            "type": self.kind,
            "active": self.delisted is None,
            "currency_name": "usd",
            "list_date": (self.listed or date(2000, 1, 3)).isoformat(),
            "last_updated_utc": "2024-01-02T00:00:00Z",
        }
        if self.sic_code is not None:
            record |= {"sic_code": self.sic_code, "sic_description": self.sic_description}
        if self.delisted is not None:
            record["delisted_utc"] = f"{self.delisted}T00:00:00Z"
        if self.renamed is None:
            return [record]
        day, name = self.renamed
        return [record, {**record, "name": name, "last_updated_utc": f"{day}T00:00:00Z"}]


COMPANIES = [
    # What trades are measured against; the marts know it by this ticker. Its prices are invented too.
    Company("SPY", "Sample Market Fund", None, None, 470, kind="ETF"),
    Company("ZZANV", "Sample Anvil Works", "3310", "STEEL WORKS, BLAST FURNACES & ROLLING MILLS", 42),
    Company("ZZBAK", "Sample Bakery Holdings", "2050", "BAKERY PRODUCTS", 18),
    Company("ZZBEA", "Sample Beacon Bank", "6021", "NATIONAL COMMERCIAL BANKS", 55),
    Company("ZZCAN", "Sample Canal Insurance", "6331", "FIRE, MARINE & CASUALTY INSURANCE", 91),
    Company("ZZCIR", "Sample Circuit Foundry", "3674", "SEMICONDUCTORS & RELATED DEVICES", 128),
    Company("ZZCLO", "Sample Cloud Ledger", "7372", "SERVICES-PREPACKAGED SOFTWARE", 210),
    Company("ZZDAM", "Sample Dam Electric", "4911", "ELECTRIC SERVICES", 33),
    Company("ZZDRI", "Sample Drilling", "1381", "DRILLING OIL & GAS WELLS", 27),
    Company("ZZFER", "Sample Ferry Lines", "4400", "WATER TRANSPORTATION", 12),
    Company("ZZHOS", "Sample Hospital Group", "8060", "SERVICES-HOSPITALS", 76),
    Company("ZZKIT", "Sample Kite Aerospace", "3721", "AIRCRAFT", 164),
    Company("ZZLAM", "Sample Lamp Pharma", "2834", "PHARMACEUTICAL PREPARATIONS", 88),
    Company("ZZMIL", "Sample Mill Foods", "2000", "FOOD & KINDRED PRODUCTS", 61),
    Company("ZZPIP", "Sample Pipeline Partners", "4922", "NATURAL GAS TRANSMISSION", 24),
    Company(
        "ZZRAD",
        "Sample Radar Systems",
        "3812",
        "SEARCH, DETECTION, NAVIGATION, GUIDANCE",
        143,
    ),
    Company("ZZTEL", "Sample Telegraph", "4813", "TELEPHONE COMMUNICATIONS (NO RADIOTELEPHONE)", 39),
    # Class shares: the market writes a dot, filers write "-" or "/".
    Company("ZZW.A", "Sample Wagon Class A", "3743", "RAILROAD EQUIPMENT", 310),
    Company("ZZW.B", "Sample Wagon Class B", "3743", "RAILROAD EQUIPMENT", 205),
    # Two securities whose tickers differ in case alone.
    Company("ZZPpA", "Sample Pier Preferred A", "6798", "REAL ESTATE INVESTMENT TRUSTS", 25, kind="PFD"),
    Company("ZZPPA", "Sample Papaya Farms", "0100", "AGRICULTURAL PRODUCTION-CROPS", 9),
    # A split of 4 for 1, a reverse split of 1 for 10, a new listing, a delisting, a new name.
    Company(
        "ZZSPL",
        "Sample Splinter Wood",
        "2400",
        "LUMBER & WOOD PRODUCTS (NO FURNITURE)",
        480,
        split=(date(2024, 6, 10), 1, 4),
    ),
    Company(
        "ZZREV",
        "Sample Reverse Gear",
        "3711",
        "MOTOR VEHICLES & PASSENGER CAR BODIES",
        1.2,
        split=(date(2024, 6, 18), 10, 1),
    ),
    Company(
        "ZZNEW",
        "Sample New Harbor",
        "4412",
        "DEEP SEA FOREIGN TRANSPORTATION OF FREIGHT",
        30,
        listed=date(2024, 6, 11),
    ),
    Company(
        "ZZOLD",
        "Sample Old Quarry",
        "1400",
        "MINING & QUARRYING OF NONMETALLIC MINERALS",
        7,
        delisted=date(2024, 6, 18),
    ),
    Company(
        "ZZREN",
        "Sample Renewal Paper",
        "2621",
        "PAPER MILLS",
        52,
        renamed=(date(2024, 6, 18), "Sample Renamed Paper"),
    ),
]
