"""Contracts as rows and pictures: the register to take away, one contract's days, and the months of the pipeline."""

from collections.abc import Iterable, Sequence
from datetime import date

from moothall.core.models import Organisation
from moothall.direction.money import in_pounds
from moothall.kit import charts
from moothall.kit.documents.model import Column, Document, Table, cell
from moothall.kit.periods import Period
from moothall.spend import rules
from moothall.spend.models import Contract
from moothall.spend.queries import Coming, Public, Row
from moothall.spend.timeline import Mark, Stretch, Timeline

SOURCE = "The council’s contract register, kept in Moothall"
YES = {True: "Yes", False: "No", None: "Not known"}
# the Transparency Code's fields for contracts, in its order, and then what else residents ask
PUBLIC_COLUMNS = (
    "Reference number", "Title of agreement", "Local authority department responsible", "Description",
    "Supplier name", "Companies House number", "Charity number", "Sum over the length of the contract",
    "Estimated annual spending", "VAT that cannot be recovered", "Start date", "End date", "Review date",
    "Invitation to quote or tender", "Small or medium-sized enterprise", "Voluntary or community organisation",
)  # fmt: skip
COLUMNS = (
    "Reference", "Title", "Supplier", "Service", "Owner", "Standing", "Starts", "Ends", "Last day", "Notice by",
    "Next review", "Value", "Spent, by the ledgers", "Value a year", "VAT not recovered", "Kind", "Category", "CPV",
    "Tier", "Route", "What comes next",
)  # fmt: skip
NUMERIC = ("Value", "Spent, by the ledgers", "Value a year", "VAT not recovered")
Value = str | int | None


def _pounds(pence: int | None) -> str | None:
    return None if pence is None else f"{in_pounds(pence):f}"


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def plain_row(row: Row) -> list[Value]:
    """A contract as a row of the register, in the order of COLUMNS. What is not known is blank."""
    it = row.contract
    return [
        it.reference,
        it.title,
        it.supplier.name,
        it.service.name,
        str(it.owner) if it.owner else None,
        row.state.label,
        _day(it.starts),
        _day(it.ends),
        _day(it.last_day),
        _day(it.notice_by),
        _day(it.review_on),
        _pounds(row.value),
        _pounds(row.spent),
        _pounds(it.annual_pence),
        _pounds(it.vat_pence),
        it.get_kind_display().partition(" (")[0],
        it.category,
        it.cpv,
        it.tier,
        it.get_route_display() if it.route else None,
        it.get_next_display(),
    ]


def public_row(it: Contract) -> list[Value]:
    """A contract as residents read it: no officer is named."""
    more: int | None = it.more  # type: ignore[attr-defined]
    value = None if it.value_pence is None else it.value_pence + (more or 0)
    return [
        it.reference,
        it.title,
        it.service.name,
        it.description,
        it.supplier.name,
        it.supplier.company_number,
        it.supplier.charity_number,
        _pounds(value),
        _pounds(it.annual_pence),
        _pounds(it.vat_pence),
        _day(it.starts),
        _day(it.last_day),
        _day(it.review_on),
        it.get_invitation_display() if it.invitation else None,
        YES[it.supplier.sme],
        YES[it.supplier.vcse],
    ]


def document(organisation: Organisation, rows: Iterable[Row], on: date) -> Document:
    """The register as a document of one table, for a spreadsheet."""
    columns = tuple(Column(it, it in NUMERIC) for it in COLUMNS)
    lines = []
    for row in rows:
        it = row.contract
        amounts = dict(zip(NUMERIC, (row.value, row.spent, it.annual_pence, it.vat_pence), strict=True))
        lines.append(
            tuple(
                cell(in_pounds(pence), f"{in_pounds(pence):,}")
                if (pence := amounts.get(name)) is not None
                else cell(str(value or ""))
                for name, value in zip(COLUMNS, plain_row(row), strict=True)
            )
        )
    table = Table("Contract register", columns, tuple(lines), SOURCE)
    return Document(f"Contract register of {organisation.name}", (table,), on, author=organisation.name)


def days(row: Row) -> charts.Chart:
    """One contract's days: its term, extensions, and what is to be done by when."""
    it = row.contract
    stretches, since = [], it.starts
    first_last = it.ends
    if it.terminated_on and (first_last is None or it.terminated_on < first_last):
        first_last = it.terminated_on
    stretches.append(Stretch("First term", it.starts, first_last))
    if it.ends:
        since = it.ends + rules.DAY
    for one in row.used:
        until = min(one.until, it.terminated_on) if it.terminated_on else one.until
        if until >= since:
            stretches.append(Stretch("Extended", since, until))
        since = one.until + rules.DAY
    if it.terminated_on and it.ends and it.terminated_on < it.ends:
        stretches.append(Stretch("Not served", it.terminated_on + rules.DAY, it.ends, "cut"))
    if not it.terminated_on:
        for one in row.options:
            stretches.append(Stretch("Could be extended", since, one.until, "option"))
            since = one.until + rules.DAY
    marks = [
        Mark(name, on) for name, on in (("Notice by", it.notice_by), ("Next review", it.review_on)) if on
    ]
    marks += [Mark("Take the extension up by", one.notice_by) for one in row.options if one.notice_by]
    return charts.Chart("Its days", SOURCE, Timeline(tuple(stretches), tuple(marks), row.on))


def months(coming: Sequence[Coming], on: date) -> charts.Chart | None:
    """How many contracts end in each month of the pipeline; None where none does."""
    first = Period(date(on.year, on.month, 1), "P1M")
    every = [first.moved(step) for step in range(rules.PIPELINE_MONTHS + 1)]
    ends = [it.row.contract.last_day for it in coming]
    counts = tuple(
        (month.label, (sum(month.start <= it <= month.end for it in ends if it),)) for month in every
    )
    if not any(count for _name, (count,) in counts):
        return None
    picture = charts.Tally(("ending",), counts, "contracts", "Month")
    return charts.Chart("Contracts that end, by month", SOURCE, picture)


def left_out(it: Public) -> list[str]:
    """What the public register does not show, in sentences."""
    said = []
    if it.withheld:
        said.append(
            f"{it.withheld} {'is' if it.withheld == 1 else 'are'} left out for a reason that is on record."
        )
    if it.personal:
        said.append(
            f"{it.personal} {'waits' if it.personal == 1 else 'wait'} until the council has looked at the words."
        )
    if it.unvalued:
        count = f"{it.unvalued} more {'is' if it.unvalued == 1 else 'are'}"
        said.append(f"{count} not shown, for no value is recorded.")
    return said
