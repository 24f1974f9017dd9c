"""A made-up council's ledger with nothing wrong in it, and what is put into it: `row` and `clean`."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

Row = dict[str, Any]
BEGIN = date(2024, 4, 1)


def row(payee: str, day: int, amount: str | Decimal, number: str | None = None, **more: Any) -> Row:
    """One line, `day` days after 1 April 2024."""
    return {
        "payee": payee,
        "paid": BEGIN + timedelta(days=day),
        "amount": amount,
        "invoice_no": number,
        "service": "Highways",
        "purpose": "Materials",
        **more,
    }


def numbered(rows: list[Row]) -> list[Row]:
    """The same with a transaction number each, unless they have one."""
    return [{"transaction_no": f"T{at:06d}", **it} for at, it in enumerate(rows)]


def clean(seed: int = 7) -> list[Row]:
    """About 2,000 lines in which nothing was paid twice, with all that looks as if it were."""
    return [*_ordinary(Random(seed)), *_rents(), *_taxis(), *_placements(), *_oddities()]


def _ordinary(dice: Random) -> Iterator[Row]:
    """Sixty suppliers, each with numbers that count up and amounts of its own size."""
    for supplier in range(60):
        number, size = dice.randint(1_000, 90_000), dice.uniform(3, 8)
        day = 0.0
        while (day := day + dice.expovariate(1 / 15)) < 365:
            number += dice.randint(1, 40)
            amount = Decimal(f"{dice.lognormvariate(size, 0.8):.2f}")
            yield row(f"Supplier {supplier:02d} Ltd", int(day), amount, f"INV-{number}")


def _rents() -> Iterator[Row]:
    for month in range(12):
        yield row(
            "Harbour Estates Ltd", 30 * month, "4250.00", f"R{month + 1:03d}"
        )  # a new number each month
        yield row("Copier Leasing plc", 30 * month + 3, "312.40", "AG7781204")  # the agreement's number
        yield row(
            "Parcel Line Ltd", 28 * month, "99.00", (BEGIN + timedelta(days=28 * month)).strftime("%d%m%y")
        )


def _taxis() -> Iterator[Row]:
    for week in range(50):
        for school in range(3):
            yield row("Swift Cars", 7 * week, "240.00", f"SC{week * 3 + school + 100}")
        yield row("Lone Driver", 7 * week + 2, "96.00", None)


def _placements() -> Iterator[Row]:
    for month in range(12):
        for child in range(6):
            yield row("Meadow House Care", 30 * month, "3900.00", f"{5000 + month * 6 + child}")


def _oddities() -> Iterator[Row]:
    # one invoice over cost centres, and in capital and revenue: lines of one document
    for centre in ("Parks", "Roads", "Libraries"):
        yield row("Bright Lamps Ltd", 40, "150.00", "88123", service=centre, transaction_no="B1")
    # credited and billed again
    yield row("Wrong Price Ltd", 50, "812.55", "45501")
    yield row("Wrong Price Ltd", 64, "-812.55", "45501CR")
    yield row("Wrong Price Ltd", 70, "812.55", "45501")
    # paid twice and put right in two credits
    yield row("Put Right Ltd", 90, "640.10", "70911")
    yield row("Put Right Ltd", 95, "640.10", "70911")
    yield row("Put Right Ltd", 120, "-320.05", "70911")
    yield row("Put Right Ltd", 130, "-320.05", "70911")
    # nobody's name, an equal number and amount
    for day in (10, 17):
        yield row("REDACTED PERSONAL DATA", day, "500.25", "A10024")
    # what the law settles
    for day in (10, 12):
        yield row("County Fire Authority", day, "250000.00", "2024", purpose="Precept")
    # instalments
    for part in range(4):
        yield row("Builders United Ltd", 60 + 30 * part, "9999.99", "CERT5512")
