"""How seven councils set out the same ledger, and writing it so: each line's file and physical line are kept.

The headings are of the kinds that councils publish: Trafford's and Salford's own columns, the Local Government
Association's template, a ledger's extract with the dates of order, invoice and receipt, a page with a banner and £ in
cp1252, monthly files whose columns change half-way, and a workbook.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from spend_planting.shapes import Contract, Doc, Line

Cell = Callable[[Doc, Line], object]
BODY = "Netherby Borough Council"
URI = "https://example.org/id/netherby"


def pounds(value: int) -> str:
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"


def printed(value: int) -> str:
    text = f"£{abs(value) // 100:,}.{abs(value) % 100:02d}"
    return f"({text})" if value < 0 else text


def slashed(day: date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""


def dashed(day: date | None) -> str:
    return day.strftime("%d-%b-%y") if day else ""


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


Columns = tuple[tuple[str, Cell], ...]
TRAFFORD: Columns = (
    ("OrganisationLabel", lambda d, n: BODY),
    ("OrganisationURI", lambda d, n: URI),
    ("EffectiveDate", lambda d, n: iso(d.paid)),
    ("OrganisationalUnit", lambda d, n: n.service),
    ("BeneficiaryName", lambda d, n: d.account.name),
    ("BeneficiaryOtherID", lambda d, n: d.account.ref),
    ("PaymentDate", lambda d, n: iso(d.paid)),
    ("TransactionNumber", lambda d, n: d.transaction_no),
    ("Amount", lambda d, n: pounds(n.net)),
    ("IrrecoverableVATAmount", lambda d, n: pounds(n.lost)),
    ("Purpose", lambda d, n: n.purpose),
    ("ProclassLabel", lambda d, n: d.category[0]),
    ("ProclassCode", lambda d, n: d.category[1]),
    ("InvoiceNumber", lambda d, n: d.invoice_no),
    ("ProfitCentre", lambda d, n: n.centre),
    ("VATRegistrationNumber", lambda d, n: d.account.vat_number),
)
CARDS: Columns = (
    ("OrganisationLabel", lambda d, n: BODY),
    ("OrganisationURI", lambda d, n: URI),
    ("OrganisationalUnit", lambda d, n: n.service),
    ("BeneficiaryName", lambda d, n: d.account.name),
    ("PaymentDate", lambda d, n: iso(d.paid)),
    ("Amount", lambda d, n: pounds(n.net)),
    ("IrrecoverableVATAmount", lambda d, n: pounds(n.lost)),
    ("Purpose", lambda d, n: n.purpose),
    ("CategoryInternalName", lambda d, n: d.category[0]),
    ("MerchantCategoryCode", lambda d, n: d.category[1]),
    ("CardTransaction", lambda d, n: "GPC"),
)
SALFORD: Columns = (
    ("Authority Name", lambda d, n: BODY),
    ("Date of Payment", lambda d, n: iso(d.paid)),
    ("DocumentNo", lambda d, n: d.transaction_no),
    ("Gross", lambda d, n: pounds(n.net + n.vat)),
    ("VAT", lambda d, n: pounds(n.vat)),
    ("Net", lambda d, n: pounds(n.net)),
    ("Vendor Name", lambda d, n: d.account.name),
    ("Service Area", lambda d, n: n.service),
    ("GL Description", lambda d, n: n.account),
)
LGA: Columns = (
    ("Body Name", lambda d, n: BODY),
    ("Body", lambda d, n: URI),
    ("Transaction Date", lambda d, n: slashed(d.paid)),
    ("Supplier Name", lambda d, n: d.account.name),
    ("Transaction Number", lambda d, n: d.transaction_no),
    ("Net Amount", lambda d, n: pounds(n.net)),
    ("Irrecoverable VAT Amount", lambda d, n: pounds(n.lost)),
    ("Department", lambda d, n: n.service),
    ("Procurement Category Code", lambda d, n: d.category[1]),
    ("Procurement Category", lambda d, n: d.category[0]),
    ("SeRCOP Code", lambda d, n: n.centre[:4]),
    ("Narrative", lambda d, n: n.purpose),
    ("Card Transaction", lambda d, n: "Yes" if d.kind == "card" else "No"),
    ("Contract Reference", lambda d, n: d.contract_ref),
)
EXTRACT: Columns = (
    ("Supplier No", lambda d, n: d.account.ref),
    ("Supplier", lambda d, n: d.account.name),
    ("Company No", lambda d, n: d.account.company_number),
    ("VAT Reg No", lambda d, n: d.account.vat_number),
    ("Supplier Postcode", lambda d, n: d.account.postcode),
    ("Document Number", lambda d, n: d.transaction_no),
    ("Supplier Invoice Ref", lambda d, n: d.invoice_no),
    ("PO Number", lambda d, n: d.order_no),
    ("PO Date", lambda d, n: slashed(d.ordered)),
    ("Invoice Date", lambda d, n: slashed(d.invoiced)),
    ("Date Received", lambda d, n: slashed(d.received)),
    ("Payment Date", lambda d, n: slashed(d.paid)),
    ("Net Amount", lambda d, n: pounds(n.net)),
    ("VAT Amount", lambda d, n: pounds(n.vat)),
    ("Gross Amount", lambda d, n: pounds(n.net + n.vat)),
    ("Cost Centre", lambda d, n: n.centre),
    ("Cost Centre Description", lambda d, n: n.service),
    ("Account Description", lambda d, n: n.account),
    ("Line Description", lambda d, n: n.purpose),
    ("Contract No", lambda d, n: d.contract_ref),
    ("Requisitioner", lambda d, n: d.raised_by),
)
BANNER: Columns = (
    ("Directorate", lambda d, n: "Place" if len(n.service) % 2 else "People"),
    ("Service", lambda d, n: n.service),
    ("Supplier Name", lambda d, n: d.account.name),
    ("Supplier ID", lambda d, n: d.account.ref),
    ("Supplier Invoice No", lambda d, n: d.invoice_no),
    ("Payment Ref", lambda d, n: d.transaction_no),
    ("Payment Date", lambda d, n: dashed(d.paid)),
    ("Amount (£)", lambda d, n: printed(n.net)),
    ("Description", lambda d, n: n.purpose),
    ("", lambda d, n: ""),
    ("", lambda d, n: ""),
)
EARLIER: Columns = (
    ("Department", lambda d, n: n.service),
    ("Vendor", lambda d, n: d.account.name),
    ("Vendor No", lambda d, n: d.account.ref),
    ("Vendor Invoice No", lambda d, n: d.invoice_no),
    ("Doc No", lambda d, n: d.transaction_no),
    ("Date Paid", lambda d, n: slashed(d.paid)),
    ("Net £", lambda d, n: pounds(n.net)),
    ("Detail", lambda d, n: n.purpose),
)
LATER: Columns = (
    ("payment_date", lambda d, n: iso(d.paid)),
    ("supplier_name", lambda d, n: d.account.name),
    ("supplier_id", lambda d, n: d.account.ref),
    ("payment_number", lambda d, n: d.transaction_no),
    ("invoice_number", lambda d, n: d.invoice_no),
    ("net_amount", lambda d, n: pounds(n.net)),
    ("vat_amount", lambda d, n: pounds(n.vat)),
    ("gross_amount", lambda d, n: pounds(n.net + n.vat)),
    ("cost_centre", lambda d, n: n.service),
    ("expense_type", lambda d, n: n.account),
    ("narrative", lambda d, n: n.purpose),
)
WORKBOOK: Columns = (
    ("Supplier", lambda d, n: d.account.name),
    ("Supplier ref", lambda d, n: d.account.ref),
    ("Invoice number", lambda d, n: d.invoice_no),
    ("Invoice date", lambda d, n: d.invoiced),
    ("Order number", lambda d, n: d.order_no),
    ("Order date", lambda d, n: d.ordered),
    ("Date paid", lambda d, n: d.paid),
    ("Net amount", lambda d, n: n.net / 100),
    ("VAT", lambda d, n: n.vat / 100),
    ("Gross amount", lambda d, n: (n.net + n.vat) / 100),
    ("Service", lambda d, n: n.service),
    ("Account", lambda d, n: n.account),
    ("Description", lambda d, n: n.purpose),
    ("Transaction number", lambda d, n: d.transaction_no),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """`sees` says what of a payment can be read in it; `weekdays` are the council's days of paying, Monday 0."""

    name: str
    columns: Columns
    sees: frozenset[str]
    weekdays: tuple[int, ...]
    cards: str = ""  # '' for none, 'file' beside, 'with' in the same table
    encoding: str = "utf-8"
    monthly: bool = False
    later: Columns = ()  # the columns of the second half of the months
    banner: tuple[str, ...] = ()
    total: bool = False
    sheet: str = ""


def seen(words: str) -> frozenset[str]:
    return frozenset(words.split())


LAYOUTS = {
    it.name: it
    for it in (
        Layout(
            "trafford",
            TRAFFORD,
            seen("invoice ref category lost purpose vat_number cards"),
            (0, 2, 4),
            "file",
        ),
        Layout("salford", SALFORD, seen("gross vat"), (1, 3)),
        Layout(
            "lga", LGA, seen("category lost purpose contract cards"), (1, 3), "with", encoding="utf-8-sig"
        ),
        Layout(
            "extract",
            EXTRACT,
            seen("invoice ref gross vat dates order purpose company postcode vat_number contract cards"),
            (1, 3),
            "file",
        ),
        Layout(
            "banner",
            BANNER,
            seen("invoice ref purpose"),
            (2, 4),
            encoding="cp1252",
            total=True,
            banner=(
                f"{BODY},,,,,,,,,,",
                "Payments to suppliers of all amounts – prices in £,,,,,,,,,,",
                ",,,,,,,,,,",
            ),
        ),
        Layout("months", EARLIER, seen("invoice ref purpose"), (1, 3), monthly=True, later=LATER),
        Layout(
            "workbook", WORKBOOK, seen("invoice ref gross vat dates order purpose"), (0, 3), sheet="Payments"
        ),
    )
}


class Writer:
    """Writes documents in the order they come. `paths` are the files; with `keep` each line's place is noted."""

    def __init__(self, layout: Layout, folder: Path, *, keep: bool = True, half: date | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.layout, self.folder, self.keep, self.half = layout, folder, keep, half
        self.paths: list[Path] = []
        self.open: dict[str, tuple[TextIO, Any, list[int]]] = {}
        self.book: Any = None
        self.rows = 0
        self.total = 0
        self.files: dict[str, Columns] = {}

    def _columns(self, doc: Doc) -> tuple[str, Columns]:
        layout = self.layout
        if doc.kind == "card" and layout.cards == "file":
            return "cards.csv", CARDS
        if layout.monthly:
            later = bool(self.half and doc.paid >= self.half)
            return f"spend-{doc.paid:%Y-%m}.csv", layout.later if later else layout.columns
        return (f"{layout.name}.xlsx" if layout.sheet else f"{layout.name}.csv"), layout.columns

    def add(self, docs: Iterable[Doc]) -> None:
        if self.layout.sheet:
            self._sheet(docs)
            return
        keep = self.keep
        for doc in docs:
            name, columns = self._columns(doc)
            if name not in self.open:
                self._start(name, columns)
            _, writer, at = self.open[name]
            for line in doc.lines:
                writer.writerow([cell(doc, line) for _, cell in columns])
                at[0] += 1
                if keep:
                    doc.places.append((name, at[0]))
                self.total += line.net
            self.rows += len(doc.lines)

    def _start(self, name: str, columns: Columns) -> None:
        if self.layout.monthly:
            for file, _, _ in self.open.values():
                file.close()
            self.open.clear()
        path = self.folder / name
        file = path.open("w", encoding=self.layout.encoding, newline="")
        writer = csv.writer(file)
        for text in self.layout.banner:
            file.write(f"{text}\r\n")
        writer.writerow([heading for heading, _ in columns])
        self.paths.append(path)
        self.open[name] = (file, writer, [len(self.layout.banner) + 1])

    def _sheet(self, docs: Iterable[Doc]) -> None:
        if self.book is None:
            import xlsxwriter

            path = self.folder / f"{self.layout.name}.xlsx"
            self.book = xlsxwriter.Workbook(path, {"constant_memory": True})
            self.sheet = self.book.add_worksheet(self.layout.sheet)
            self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})
            self.sheet.write_row(0, 0, [heading for heading, _ in self.layout.columns])
            self.paths.append(path)
            self.at = 1
        name = f"{self.layout.name}.xlsx#{self.layout.sheet}"
        for doc in docs:
            for line in doc.lines:
                for column, (_, cell) in enumerate(self.layout.columns):
                    value = cell(doc, line)
                    if isinstance(value, date):
                        self.sheet.write_datetime(self.at, column, value, self.day)
                    elif isinstance(value, str) and value:
                        self.sheet.write_string(self.at, column, value)
                    elif isinstance(value, float):
                        self.sheet.write_number(self.at, column, value)
                self.at += 1
                if self.keep:
                    doc.places.append((name, self.at))
                self.rows += 1
                self.total += line.net

    def close(self) -> None:
        for file, writer, _ in self.open.values():
            if self.layout.total:
                writer.writerow(["Total", *[""] * 6, printed(self.total), "", "", ""])
            file.close()
        if self.book is not None:
            self.book.close()


REGISTER = (
    "Contract reference",
    "Title",
    "Supplier",
    "Company number",
    "Start date",
    "End date",
    "Total value",
    "Annual value",
    "Department",
    "Category",
    "Procurement route",
)


def write_register(contracts: Iterable[Contract], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REGISTER)
        for it in contracts:
            writer.writerow(
                (
                    it.reference,
                    it.title,
                    it.supplier,
                    it.company_number,
                    slashed(it.starts),
                    slashed(it.ends),
                    pounds(it.value),
                    pounds(it.annual),
                    it.service,
                    it.category,
                    it.procured,
                )
            )
    return path
