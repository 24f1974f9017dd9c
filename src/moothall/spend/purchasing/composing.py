"""An order as a paper for its supplier; the exceptions as rows, a picture and a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from moothall.core.models import Organisation
from moothall.direction.money import in_pounds, pounds
from moothall.kit import charts
from moothall.kit.documents.model import Block, Cell, Column, Document, Heading, Paragraph, Table, Text, cell
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import plain
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.life import Kind
from moothall.spend.purchasing.queries import KINDS, Exceptional, Exceptions, Whole

SOURCE = "The council’s requisitions and orders, kept in Moothall"
COLUMNS = (
    "Kind", "Reason", "In words", "Order", "Placed", "Requisition", "Title", "Service", "Supplier", "Contract",
    "Without VAT",
)  # fmt: skip
TERMS = (
    "Please write the order’s number on your invoice: one without it is sent back. An invoice that is right is paid "
    f"within {rules.PAY_WITHIN} days of reaching the council; where you pay others for this work, pay them as soon."
)


@dataclass(frozen=True)
class Sum:
    """How many orders stand under a name, and what they are worth in pence without VAT."""

    name: str
    count: int
    pence: int


def order_paper(it: Whole) -> Document:
    """The purchase order: who orders what from whom, for how much and under which contract."""
    order, asked = it.order, it.requisition
    assert order
    here = asked.organisation
    blocks: list[Block] = [
        _line("From", here.name),
        _line("To", order.supplier.name),
        _line("Placed", spoken_date(order.on)),
        _line(
            "Under contract",
            f"{order.contract.reference}: {order.contract.title}" if order.contract else "None",
        ),
        _line("For", f"{asked.service.name} (requisition {asked.reference})"),
        _line("Needed by", spoken_date(asked.needed_by)),
        *([_line("Deliver to", order.deliver_to)] if order.deliver_to else []),
        Heading(2, (Text("What is ordered"),), "lines"),
        Table("Lines of the order", _LINE_COLUMNS, tuple(_rows(it)), f"Requisition {asked.reference}"),
        Paragraph(
            (
                Text(
                    f"Without VAT {pounds(asked.net_pence)}, VAT {pounds(asked.vat_pence)}, in all "
                    f"{pounds(asked.gross_pence)}.",
                    strong=True,
                ),
            )
        ),
        Heading(2, (Text("How it is paid"),), "terms"),
        Paragraph((Text(TERMS),)),
    ]
    return Document(
        f"Purchase order {order.reference}",
        tuple(blocks),
        order.on,
        author=here.name,
        subject=asked.title,
        footer=f"{here.name}, order {order.reference}",
    )


_LINE_COLUMNS = (
    Column("Line", True),
    Column("What"),
    Column("Quantity", True),
    Column("Each", True),
    Column("Without VAT", True),
    Column("VAT", True),
)


def _rows(it: Whole) -> Iterator[tuple[Cell, ...]]:
    for one in it.lines:
        money = (one.unit_pence, one.net_pence, one.vat_pence)
        yield (
            cell(one.position),
            cell(one.words),
            cell(one.quantity, plain(one.quantity)),
            *(cell(in_pounds(pence), pounds(pence)) for pence in money),
        )


def _line(name: str, words: str) -> Paragraph:
    return Paragraph((Text(f"{name}: ", strong=True), Text(words)))


def by_kind(found: Exceptions) -> list[Sum]:
    """Each kind of exception with its orders and pounds, those of none too."""
    return [_sum(label, found.of(kind)) for kind, label in KINDS.items()]


def by_reason(found: Exceptions) -> list[tuple[str, Sum]]:
    """Kind and reason with their orders and pounds, the most pounds first within a kind."""
    made = []
    for kind, label in KINDS.items():
        rows = found.of(kind)
        reasons = sorted({it.reason for it in rows})
        sums = [_sum(reason, [it for it in rows if it.reason == reason]) for reason in reasons]
        made += [(label, it) for it in sorted(sums, key=lambda it: (-it.pence, it.name))]
    return made


def by_service(found: Exceptions) -> list[tuple[str, list[Sum]]]:
    """Each service that had an exception, with its orders and pounds by kind."""
    services = sorted({it.order.requisition.service.name for it in found.found})
    return [
        (
            name,
            [
                _sum(label, [it for it in found.of(kind) if it.order.requisition.service.name == name])
                for kind, label in KINDS.items()
            ],
        )
        for name in services
    ]


def _sum(name: str, rows: Sequence[Exceptional]) -> Sum:
    return Sum(name, len(rows), sum(it.order.net_pence for it in rows))


def chart(found: Exceptions) -> charts.Chart | None:
    """Departures from the rule by service and kind; None where there is none."""
    kinds = list(Kind)
    counted = [(name, tuple(it.count for it in sums[: len(kinds)])) for name, sums in by_service(found)]
    rows = tuple((name, counts) for name, counts in counted if any(counts))
    if not rows:
        return None
    parts = tuple(it.label.capitalize() for it in kinds)
    title = f"Orders that depart from the rule, {rules.year_label(found.year)}"
    return charts.Chart(title, SOURCE, charts.Tally(parts, rows, "orders", "Service"))


def plain_row(it: Exceptional) -> list[str | int | None]:
    """An exception as a row, in the order of COLUMNS."""
    order, asked = it.order, it.order.requisition
    return [
        KINDS[it.kind],
        it.reason,
        it.words,
        order.reference,
        order.on.isoformat(),
        asked.reference,
        asked.title,
        asked.service.name,
        order.supplier.name,
        order.contract.reference if order.contract else None,
        f"{in_pounds(order.net_pence):f}",
    ]


def document(organisation: Organisation, found: Exceptions) -> Document:
    """The exceptions of a year as a document of one table, for a spreadsheet."""
    columns = tuple(Column(it, it == COLUMNS[-1]) for it in COLUMNS)
    rows = []
    for it in found.found:
        value = in_pounds(it.order.net_pence)
        words = [cell(str(one or "")) for one in plain_row(it)[:-1]]
        rows.append((*words, cell(value, f"{value:,}")))
    table = Table("Exceptions", columns, tuple(rows), SOURCE)
    last = found.orders[-1].on if found.orders else None
    title = f"Exceptions of {organisation.name}, {rules.year_label(found.year)}"
    return Document(title, (table,), last or date(found.year, rules.APRIL, 1), author=organisation.name)
