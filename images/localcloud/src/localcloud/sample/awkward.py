"""Every awkward case of the data contract, one function a kind; most of them meet in the days of `make run`.

The rows to be quarantined are spread so thinly that no batch has too many of them.
"""

from datetime import date

from localcloud.sample.book import Book, Row, at, lot, official

SATURDAY, SUNDAY = date(2024, 6, 15), date(2024, 6, 16)
WEDNESDAY, THURSDAY, FRIDAY = date(2024, 6, 12), date(2024, 6, 13), date(2024, 6, 14)
MONDAY, TUESDAY = date(2024, 6, 17), date(2024, 6, 18)
TRADED = date(2024, 5, 20)

OPTION = {"name": "Sample Circuit Foundry - call option", "ticker": "ZZCIR", "type": "STOCK OPTION"}
BOND = {"name": "Sample Dam Electric 5% 2031", "ticker": "", "type": "CORPORATE BOND"}
MUNICIPAL = {"name": "Sample County water works", "ticker": "", "type": "MUNICIPAL"}
MUTUAL = {"name": "Sample Balanced Fund", "ticker": "", "type": "MUTUAL"}
OTHER = {"name": "Sample Farm LLC", "ticker": None, "type": "OTHER"}
UNTYPED = {"name": "Sample Managed Account", "ticker": " ", "type": ""}
FUND = {"name": "Sample Market Fund", "ticker": "SPY", "type": "ETF"}


def write(book: Book) -> None:
    """Writes all of them."""
    for kind in (
        amendments,
        amendments_undone,
        changes,
        deletions,
        amounts,
        words,
        securities,
        dates,
        weekend,
        unreadable,
        unreadable_version,
    ):
        kind(book)


def amendments(book: Book) -> None:
    """Reports that were amended: in order, in the wrong order, twice, and with fewer rows than before."""
    filer = official("Aspen")
    first, *_ = book.file(filer, WEDNESDAY, [lot("ZZANV", TRADED), lot("ZZBAK", TRADED, "S")])
    corrected = [lot("ZZANV", TRADED, amount="$15,001 - $50,000"), lot("ZZBAK", TRADED, "S")]
    book.file(filer, TUESDAY, corrected, amends=first)

    filer = official("Birch")
    early = [lot("ZZHOS", TRADED, amount="$50,001 - $100,000")]
    amended, *_ = book.file(filer, FRIDAY, early, amendment_number=1)
    book.file(filer, WEDNESDAY, [lot("ZZHOS", TRADED)], at(TUESDAY, 9), amends=amended, amendment_number=0)

    filer = official("Hazel")
    lots = [lot("ZZBEA", TRADED, "S"), lot("ZZCAN", TRADED, "S"), lot("ZZTEL", TRADED, "S")]
    first, *_ = book.file(filer, date(2024, 6, 6), lots)
    book.file(filer, THURSDAY, lots[:2], amends=first)
    book.file(filer, TUESDAY, lots[1:2], amends=first, amendment_number=2)


def amendments_undone(book: Book) -> None:
    """Amendments that supersede nothing: one is withdrawn again, one cannot be read."""
    filer = official("Cedar")
    first, *_ = book.file(filer, WEDNESDAY, [lot("ZZKIT", TRADED)])
    amended, *_ = book.file(filer, THURSDAY, [lot("ZZKIT", TRADED, "S")], amends=first)
    book.delete(amended, at(TUESDAY, 10))

    first, *_ = book.file(filer, date(2024, 6, 4), [lot("ZZRAD", TRADED)])
    book.file(filer, FRIDAY, [lot("ZZRAD", TRADED, amount="about 20,000")], amends=first)


def changes(book: Book) -> None:
    """Rows that the API tells differently later: the amount, the report date, the same once more."""
    lots = [lot("ZZDRI", TRADED), lot("ZZPIP", TRADED), lot("ZZFER", TRADED)]
    rows = book.file(official("Elder"), WEDNESDAY, lots)
    book.change(rows[0], at(TUESDAY, 11), amount="$100,001 - $250,000")
    book.change(rows[1], at(TUESDAY, 11), report_date=FRIDAY.isoformat())
    book.change(rows[2], at(TUESDAY, 11))


def deletions(book: Book) -> None:
    """Rows that vanish: for good, and until they come back."""
    rows = book.file(official("Fir"), THURSDAY, [lot("ZZLAM", TRADED), lot("ZZMIL", TRADED, "S")])
    book.delete(rows[0], at(TUESDAY, 10))
    book.delete(rows[1], at(FRIDAY, 10))
    book.change(rows[1], at(TUESDAY, 10))


def amounts(book: Book) -> None:
    """Every form in which an amount is written."""
    forms = ["$721.63", "Over $50,000,000", "$1,000,000 +", "Unknown", "$1,001 -"]
    book.file(official("Larch"), MONDAY, [lot("ZZCLO", TRADED, amount=amount) for amount in forms])


def words(book: Book) -> None:
    """Every word for a transaction and for an owner, in any case."""
    kinds = ("P", "p", "S", "s (partial)", "S (Partial)", "E")
    lots = [lot("ZZTEL", TRADED, kind) for kind in kinds]
    lots += [lot("ZZTEL", TRADED, ownership=owner) for owner in ("SP", "JT", "DC", "Self", "None", None)]
    book.file(official("Juniper"), THURSDAY, lots)


def securities(book: Book) -> None:
    """Two equal lots, what has no ticker, what is no share, and tickers that are easily mistaken."""
    equal = lot("ZZCIR", TRADED)
    book.file(official("Maple"), FRIDAY, [equal, equal])
    without = (OPTION, BOND, MUNICIPAL, MUTUAL, OTHER, UNTYPED, FUND)
    book.file(official("Maple"), MONDAY, [lot("", TRADED, security=security) for security in without])
    # "ZZGONE" is known to no market.
    tickers = ("ZZW-A", "ZZW/B", "ZZW.B", "ZZPpA", "ZZPPA", "ZZGONE")
    book.file(official("Rowan"), FRIDAY, [lot(ticker, TRADED) for ticker in tickers])
    # Before its listing, before and after its splits, and so that its follower comes after the delisting.
    lots = [lot("ZZNEW", TRADED), lot("ZZREV", TRADED), lot("ZZOLD", THURSDAY, "S")]
    lots += [lot("ZZSPL", TRADED), lot("ZZSPL", date(2024, 6, 10), "S")]
    book.file(official("Pine"), TUESDAY, lots)


def dates(book: Book) -> None:
    """Late reports, one of them of a trade before the first prices; a typing error; rows told late."""
    days = (date(2024, 4, 28), date(2024, 4, 29), date(2023, 11, 15))  # 46, 45 and 211 days before
    book.file(official("Spruce"), THURSDAY, [lot("ZZFER", day) for day in days])
    # Dated the day after the report: as far as a typing error may go.
    book.file(official("Oak"), FRIDAY, [lot("ZZMIL", SATURDAY)])
    # On a Sunday and on a holiday: the entry day is the last open day before.
    closed = (date(2024, 5, 19), date(2024, 5, 27))
    book.file(official("Oak"), TUESDAY, [lot("ZZMIL", day) for day in closed])
    # Told after a week; and after three, when only a Monday's window still reaches it.
    book.file(official("Oak"), date(2024, 6, 11), [lot("ZZKIT", TRADED)], at(TUESDAY, 15))
    book.file(official("Oak"), date(2024, 5, 24), [lot("ZZKIT", date(2024, 5, 2))], at(FRIDAY, 15))


def weekend(book: Book) -> None:
    """Reports of a Saturday and of a Sunday."""
    book.file(official("Aspen"), SATURDAY, [lot("ZZBEA", TRADED), lot("ZZCAN", TRADED, "S")])
    book.file(official("Pine"), SUNDAY, [lot("ZZDAM", TRADED)])


def unreadable(book: Book) -> None:
    """Rows that break a rule, one a rule."""
    broken: list[tuple[date, Row]] = [
        (date(2024, 5, 3), {"transaction_type": "Q"}),
        (date(2024, 5, 7), {"ownership": "Cousin"}),
        (date(2024, 5, 10), {"amount": "a lot"}),
        (date(2024, 5, 14), {"amount": ""}),
        (date(2024, 5, 17), {"amount": "$50,000 - $15,001"}),
        (date(2024, 5, 21), {"transaction_date": "2024-05-32"}),
        (date(2024, 5, 23), {"transaction_date": "2011-12-31"}),
        (date(2024, 5, 29), {"transaction_date": "2024-05-31"}),
        (date(2024, 5, 31), {"report_id": ""}),
        (date(2024, 6, 4), {"amendment_number": None}),
        (date(2024, 6, 7), {"report_date": "June 7th"}),
        (date(2024, 6, 11), {"updated": "yesterday"}),
        (FRIDAY, {"id": None}),
        (TUESDAY, {"notification_date": "2024-13-01"}),
    ]
    for day, fields in broken:
        (row,) = book.file(official("Fir"), day, [lot("ZZMIL", date(2024, 4, 25))])
        row.update(fields)
    (row,) = book.file(official("Fir"), date(2024, 6, 25), [lot("ZZMIL", date(2024, 5, 30))])
    row["filer_info"] = {**row["filer_info"], "member_id": ""}


def unreadable_version(book: Book) -> None:
    """A good row that is told unreadably for three days: its last good version stays."""
    (row,) = book.file(official("Larch"), THURSDAY, [lot("ZZHOS", TRADED)])
    book.change(row, at(TUESDAY, 8), transaction_type="purchased")
    book.change(row, at(date(2024, 6, 21), 8), amount="$15,001 - $50,000")
