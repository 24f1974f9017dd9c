"""Duplicates planted in a copy of a real year in Trafford's columns: rows at its end, with numbers of their own."""

import csv
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

from spend_planting.duplicates import DUPLICATES, Duplicates
from spend_planting.layouts import CARDS, TRAFFORD
from spend_planting.paydays import Runs
from spend_planting.shapes import Account, Doc, Line, Plant
from spend_planting.showing import mark_shown

SEES = frozenset({"invoice", "ref", "category", "lost", "purpose", "vat_number"})


def pence(text: str) -> int:
    return round(float(text or 0) * 100)


def read(path: Path) -> list[Doc]:
    """The documents of a file in Trafford's columns, with the places of their lines."""
    docs: dict[tuple[str, str, str], Doc] = {}
    firms: dict[str, int] = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        before = reader.reader.line_num
        for row in reader:
            line_no, before = before + 1, reader.reader.line_num
            if not row.get("PaymentDate") or not row.get("Amount"):
                continue
            name = row["BeneficiaryName"]
            key = (row["TransactionNumber"], name, row["InvoiceNumber"])
            doc = docs.get(key)
            if doc is None:
                firm = firms.setdefault(name, len(firms))
                redacted = (
                    "redact" in name.lower() or not name.strip() or "redact" in row["InvoiceNumber"].lower()
                )
                account = Account(
                    name, row["BeneficiaryOtherID"], firm, row["VATRegistrationNumber"], redacted=redacted
                )
                paid = date.fromisoformat(row["PaymentDate"][:10])
                doc = docs[key] = Doc(
                    account,
                    row["InvoiceNumber"],
                    paid - timedelta(days=14),
                    paid,
                    [],
                    (row["ProclassLabel"], row["ProclassCode"]),
                    "real",
                    transaction_no=row["TransactionNumber"],
                )
            net = pence(row["Amount"])
            vat = round(net * 0.2) if len(row["VATRegistrationNumber"]) > 6 else 0
            doc.lines.append(
                Line(
                    net,
                    vat,
                    row["OrganisationalUnit"],
                    row["ProfitCentre"],
                    "",
                    row["Purpose"],
                    pence(row["IrrecoverableVATAmount"]),
                )
            )
            doc.places.append((path.name, line_no))
    return list(docs.values())


def plant_into_csv(
    real: Path, seed: int, folder: Path, *, each: int = 25, cards: Path | None = None, least: int = 25_000
) -> tuple[list[Path], list[Plant]]:
    """Copies a file in Trafford's columns to `folder`, with `each` duplicates of every kind added at its end.

    With a file of card purchases of the same council, those paid also by card are added to a copy of that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"real {seed}")
    docs = read(real)
    first, last = min(it.paid for it in docs), max(it.paid for it in docs)
    runs = Runs(first, last + timedelta(days=40), (0, 2, 4))
    sees = SEES | {"cards"} if cards else SEES
    planter = Duplicates(docs, sees, runs, last, rng, least)
    plants = [it for kind in DUPLICATES for it in planter.plant(kind, each)]
    mark_shown(plants, docs, sees)
    copies = [Path(shutil.copy(real, folder / real.name))]
    if cards:
        copies.append(Path(shutil.copy(cards, folder / cards.name)))
    at = {path.name: _lines(path) for path in copies}
    transaction = 9_900_000_000
    for path, kind, columns in zip(copies, ("ledger", "card"), (TRAFFORD, CARDS), strict=False):
        headings = path.open(encoding="utf-8-sig").readline().strip().split(",")
        path.chmod(0o644)
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            cells = dict(columns)
            for plant in plants:
                for doc in plant.docs:
                    if doc.kind != kind:
                        continue
                    transaction += rng.randint(1, 40)
                    doc.transaction_no = str(transaction)
                    doc.places = []
                    for line in doc.lines:
                        row = {it: cells[it](doc, line) if it in cells else "" for it in headings}
                        row["OrganisationLabel"], row["OrganisationURI"] = "Trafford Council", ""
                        row["EffectiveDate"] = doc.paid.isoformat()
                        writer.writerow([row[it] for it in headings])
                        at[path.name] += 1
                        doc.places.append((path.name, at[path.name]))
    return copies, plants


def _lines(path: Path) -> int:
    data = path.read_bytes()
    if not data.endswith(b"\n"):
        with path.open("ab") as file:
            file.write(b"\r\n")
        return data.count(b"\n") + 1
    return data.count(b"\n")
