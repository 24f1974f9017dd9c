"""The cost finder as a document: one table to take away, and how to read it."""

from datetime import date
from decimal import Decimal

from django.urls import reverse

from moothall.engines.peers import ENQUIRY
from moothall.figures.wording import source_of, unit_of
from moothall.insight.costs import Cost, Found
from moothall.kit.documents.model import Block, Cell, Column, Document, Figure, Paragraph, Table, Text, cell
from moothall.kit.numbers import show

HEADING = f"Gap to the median: {ENQUIRY}"
NONE = "None"
COLUMNS = (
    Column("Cost"),
    Column("Period"),
    Column("Unit"),
    Column("This council", numeric=True),
    Column("Lower quartile", numeric=True),
    Column("Median of the others", numeric=True),
    Column("Upper quartile", numeric=True),
    Column("Others with a figure", numeric=True),
    Column("Counted over", numeric=True),
    Column(f"{HEADING} (£)", numeric=True),
    Column("Cost and outcome"),
    Column("Outcome measure"),
    Column("Outcome, this council", numeric=True),
    Column("Outcome, median of the others", numeric=True),
    Column("Take care"),
    Column("Source"),
)


def as_document(found: Found, on: date) -> Document:
    """Every cost that was looked at, the dear ones by pounds first."""
    title = f"Where costs are above similar councils’: {found.area.name}"
    rows = tuple(_row(found, it) for it in found.every)
    blocks: list[Block] = [
        _said(f"Beside {beside(found)}. {HEADING}. The gaps are not to be added up."),
        Table("Costs beside similar councils’", COLUMNS, rows),
    ]
    return Document(title, tuple(blocks), on, author="Moothall", subject="Costs beside similar councils’")


def beside(found: Found) -> str:
    """Whom the council is set beside, and which edition or day of that."""
    return f"{found.group} ({found.peers.title}, {found.peers.dated})" if found.peers else "nobody"


def money(value: Decimal) -> str:
    """A unit cost: to the penny."""
    return show(value, "£", 2)


def _said(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def _row(found: Found, it: Cost) -> tuple[Cell, ...]:
    spread, outcome = it.spread, it.outcome
    return (
        cell(it.measure.title),
        cell(it.held.period.label),
        cell(it.unit),
        _amount(it, it.amount),
        *(_amount(it, value) for value in (spread or (None, None, None))),
        cell(it.result.others),
        cell(it.denominator) if it.denominator is not None else cell("Missing"),
        cell(it.gap.whole, f"£{it.gap.whole:,}") if it.gap else cell("Not priced"),
        cell(it.reading or (it.result.reason or NONE)),
        cell(outcome.held.measure.title if outcome else NONE),
        _outcome(outcome.held.value if outcome else None, it),
        _outcome(outcome.result.median if outcome else None, it),
        cell("; ".join(it.doubts) or "No reason known"),
        cell(source_of(it.measure, found.area)),
    )


def _amount(it: Cost, value: Decimal | None) -> Cell:
    if value is None:
        return cell(NONE)
    if value is it.amount:
        href = reverse("lineage", args=[it.held.own.series, it.held.own.start.isoformat()])
        return Cell((Figure(money(value), href),), _kept(value))
    return cell(_kept(value), money(value))


def _kept(value: Decimal) -> Decimal:
    """As far as a spreadsheet needs it: a hundredth of a penny."""
    return round(value, 4)


def _outcome(value: Decimal | None, it: Cost) -> Cell:
    if value is None or it.outcome is None:
        return cell(NONE)
    return cell(value, unit_of(it.outcome.held.measure).text(value))
