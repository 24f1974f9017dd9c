"""A made-up council's files: two years of a ledger, a card extract and a contract register, with faults in them."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

HEADINGS = (
    "Payment Date", "Invoice Date", "Transaction No", "Supplier Name", "Supplier ID", "Service", "Purpose",
    "Invoice No", "Net Amount", "SME",
)  # fmt: skip
LEDGERS = ("spend-2023-24.csv", "spend-2024-25.csv")
DUPLICATES = (
    ("Stonebridge Paving Ltd", "SP-7741", Decimal("8431.17")),
    ("Harlow Glass Ltd", "HG/3093", Decimal("2617.44")),
)
FORMULA = '=HYPERLINK("http://example.org","x")'
_SUPPLIERS = (
    ("Stonebridge Paving Ltd", "S1", "Highways", "Road repairs", "no"),
    ("Harlow Glass Ltd", "S2", "Housing", "Window repairs", "yes"),
    ("Millbrook Care Homes Ltd", "S3", "Adults", "Residential care", "no"),
    ("Fernleigh Office Supplies", "S4", "Finance", "Stationery", "yes"),
    ("Oakvale Energy plc", "S5", "Property", "Electricity", "no"),
    ("REDACTED PERSONAL DATA", "", "Children", "Allowance", ""),
)  # fmt: skip


def write(folder: Path) -> Path:
    """The folder `files` with two ledgers and a card extract, and beside it `contracts.csv`."""
    files = folder / "files"
    files.mkdir(parents=True)
    for name, year, scale in zip(LEDGERS, (2023, 2024), (100, 104), strict=True):
        rows = list(_ordinary(year, scale))
        if year == 2024:
            rows += _faulty()
        with (files / name).open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out).writerow
            write(HEADINGS)
            for number, row in enumerate(rows, 1):
                write((row[0], row[1], f"{year}{number:05}", *row[2:]))
    with (files / "cards.csv").open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write(("Date", "Cardholder Service", "Merchant", "Merchant Category", "Amount", "Purpose"))
        for place in range(12):
            day = date(2024, place % 12 + 1, 9)
            write(
                (
                    f"{day:%d/%m/%Y}",
                    "Culture",
                    "Bright Books",
                    "Book stores",
                    f"{40 + place}.99",
                    "Library books",
                )
            )
    with (folder / "contracts.csv").open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write(("Contract Reference", "Title", "Supplier Name", "Start Date", "End Date", "Contract Value"))
        write(("C-1", "Road repairs", "Stonebridge Paving Ltd", "01/04/2022", "31/03/2027", "900000"))
        write(("C-2", "Residential care", "Millbrook Care Homes Ltd", "01/04/2021", "30/09/2024", "100000"))
    return files


def _ordinary(year: int, scale: int) -> list[tuple[str, ...]]:
    rows = []
    for place in range(12):
        for at, (name, id, service, purpose, sme) in enumerate(_SUPPLIERS):
            for half in (0, 1):
                paid = date(year + (place > 8), (place + 3) % 12 + 1, 4 + 9 * half + at)
                pence = (1013 + 997 * at + 131 * place + 57 * half + place * at * 13) * scale + 7 * place + at
                rows.append(
                    _row(
                        paid,
                        24 if at else 12,
                        name,
                        id,
                        service,
                        purpose,
                        f"{id}-{year}{place:02}{half}",
                        pence,
                        sme,
                    )
                )
    return rows


def _faulty() -> list[tuple[str, ...]]:
    """The same invoice twice, a formula where a name should be, and a row without an amount that can be read."""
    rows = []
    for (name, number, amount), day in zip(DUPLICATES, (date(2024, 7, 10), date(2024, 10, 2)), strict=True):
        of = next(it for it in _SUPPLIERS if it[0] == name)
        for later in (0, 16):
            rows.append(_row(day + timedelta(later), 20, *of[:4], number, int(amount * 100), of[4]))
    rows.append(_row(date(2024, 5, 7), 20, FORMULA, "S9", "Finance", "@SUM(1)", "F-1", 123456, ""))
    broken = _row(date(2024, 5, 8), 20, "Harlow Glass Ltd", "S2", "Housing", "Glass", "HG/1", 100, "yes")
    return [*rows, (*broken[:7], "twelve pounds", broken[8])]


def _row(
    paid: date, days: int, name: str, id: str, service: str, purpose: str, invoice: str, pence: int, sme: str
) -> tuple[str, ...]:
    invoiced = paid - timedelta(days)
    return (
        f"{paid:%d/%m/%Y}", f"{invoiced:%d/%m/%Y}", name, id, service, purpose, invoice, f"{pence / 100:.2f}", sme,
    )  # fmt: skip


def amounts(path: Path) -> dict[int, Decimal]:
    """Each line of a file that was written here and its amount; lines without one that can be read are left out."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        found = {}
        for row in rows:
            said = row.get("Net Amount") or row.get("Amount") or ""
            if said.replace(".", "").replace("-", "").isdigit():
                found[rows.line_num] = Decimal(said)
    return found
