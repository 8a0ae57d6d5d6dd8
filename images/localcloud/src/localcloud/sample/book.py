"""The rows of the sample's disclosures, and their versions, in the shape of the government-trades API."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from localcloud.sample.companies import COMPANIES
from localcloud.sample.officials import OFFICIALS, Official

Row = dict[str, Any]
STANDARD_AMOUNT = "$1,001 - $15,000"

NAMES = {company.ticker: company.name for company in COMPANIES}


def at(day: date, hour: int = 20) -> datetime:
    """An instant on a day, UTC."""
    return datetime.combine(day, time(hour), UTC)


def official(tree: str) -> Official:
    """The official who is named after a tree."""
    return next(one for one in OFFICIALS if one.first["display_name"].endswith(f" {tree}"))


def lot(ticker: str, traded: date, kind: str = "P", amount: str = STANDARD_AMOUNT, **fields: Any) -> Row:
    """A transaction as a filing tells it: in shares of a company, unless `security` says otherwise."""
    name = NAMES.get(ticker.replace("-", ".").replace("/", "."), "Sample Asset")
    security = {"name": name, "ticker": ticker, "type": "STOCK"}
    return {
        "amount": amount,
        "ownership": "Self",
        "security": security,
        "transaction_date": traded.isoformat(),
        "transaction_type": kind,
        **fields,
    }


@dataclass
class Book:
    """All versions of all rows, in the order in which they were written."""

    seed: int
    versions: list[Row] = field(default_factory=list)
    _filings: int = 0

    def file(
        self,
        filer: Official,
        reported: date,
        lots: list[Row],
        visible: datetime | None = None,
        amends: Row | None = None,
        amendment_number: int | None = None,
    ) -> list[Row]:
        """A filing: one row a lot, visible from an instant (the evening of its report day) on.

        Args:
            filer: who reports.
            reported: the day of the report.
            lots: the transactions.
            visible: from when on the API tells it.
            amends: a row of the report that this one amends; it keeps the report's id.
            amendment_number: the number, where it is not 1 (amending) or 0.
        """
        self._filings += 1
        common = {
            "amendment_number": (1 if amends else 0) if amendment_number is None else amendment_number,
            "report_date": reported.isoformat(),
            "report_id": amends["report_id"] if amends else f"SAMPLE-{self._filings:04}",
        }
        rows = [
            self._row(filer, visible or at(reported), place, common | one) for place, one in enumerate(lots)
        ]
        self.versions += rows
        return rows

    def change(self, row: Row, visible: datetime, **fields: Any) -> Row:
        """A later version of a row."""
        version = {**row, **fields, "updated": int(visible.timestamp())}
        self.versions.append(version)
        return version

    def delete(self, row: Row, visible: datetime) -> None:
        """The row is no longer told."""
        self.versions.append({"deleted": True, "id": row["id"], "updated": int(visible.timestamp())})

    def _row(self, filer: Official, visible: datetime, place: int, told: Row) -> Row:
        name = f"{self.seed} {self._filings} {place}".encode()
        noticed = date.fromisoformat(told["transaction_date"]) + timedelta(days=3)
        house = filer.first["chamber"] == "House"
        return {
            "chamber": filer.first["chamber"],
            "description": "Invented for the sample.",
            "disclosure_url": f"https://disclosures.invalid/{told['report_id']}",
            "filer_info": filer.filer_info(visible),
            "id": hashlib.sha256(name).hexdigest()[:24],
            # Only the House tells it.
            "notification_date": min(noticed.isoformat(), told["report_date"]) if house else "",
            "transaction_id": hashlib.sha1(name, usedforsecurity=False).hexdigest(),
            "updated": int(visible.timestamp()),
            **told,
        }
