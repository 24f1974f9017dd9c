"""The rows of a kept file: read for a page, and put into the tables that residents search while it is published."""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice

from moothall.core import files
from moothall.kit.documents.words import is_formula
from moothall.spend.names import plain_name
from moothall.spend.transparency import sets
from moothall.spend.transparency.models import Edition, PayeeWord, PublishedPayment

_BATCH = 2_000


@contextmanager
def opened(sha256: str) -> Iterator["csv.reader"]:  # type: ignore[valid-type]
    with files.kept(sha256).open(encoding="utf-8", newline="") as lines:
        yield csv.reader(lines)


def first(sha256: str, count: int) -> tuple[list[str], list[list[str]]]:
    """The heading of a kept file and its first rows."""
    with opened(sha256) as lines:
        head, *found = islice(lines, count + 1)
    return head, found


def one(sha256: str, row: int) -> list[tuple[str, str]] | None:
    """A row of a kept file by its line, the header being 1, under its headings; None where there is no such row."""
    with opened(sha256) as lines:
        head = next(lines)
        found = next(islice(lines, row - 2, None), None) if row > 1 else None
    return list(zip(head, map(_unguarded, found), strict=True)) if found else None


def publish(it: Edition) -> None:
    """Puts the payments of a published file where they are looked up, and works out its sums."""
    if it.set_id not in sets.PAYMENTS:
        return
    months: Counter[str] = Counter()
    departments: Counter[str] = Counter()
    categories: set[str] = set()
    plains: set[str] = set()
    waiting: list[PublishedPayment] = []
    for made in _payments(it):
        months[made.paid.isoformat()[:7] if made.paid else ""] += made.pence
        departments[made.department] += made.pence
        categories.add(made.category)
        plains.add(made.plain)
        waiting.append(made)
        if len(waiting) == _BATCH:
            PublishedPayment.objects.bulk_create(waiting)
            waiting = []
    PublishedPayment.objects.bulk_create(waiting)
    PayeeWord.objects.bulk_create(
        (
            PayeeWord(organisation=it.organisation, edition=it, word=word[:60], plain=plain)
            for plain in sorted(plains)
            for word in dict.fromkeys(plain.split())
        ),
        batch_size=_BATCH,
    )
    it.sums = {
        "months": dict(months),
        "departments": dict(departments),
        "categories": sorted(categories - {""}),
    }


def withdraw(it: Edition) -> None:
    """Takes its payments away from where they are looked up: they are there only while they are published."""
    PublishedPayment.objects.filter(edition=it).delete()
    PayeeWord.objects.filter(edition=it).delete()


def _payments(it: Edition) -> Iterator[PublishedPayment]:
    with opened(it.sha256) as lines:
        head = next(lines)
        for number, cells in enumerate(lines, start=2):
            row = dict(zip(head, map(_unguarded, cells), strict=True))
            payee = row["BeneficiaryName"][:300]
            yield PublishedPayment(
                organisation=it.organisation,
                edition=it,
                row=number,
                paid=date.fromisoformat(row["PaymentDate"]) if _is_day(row["PaymentDate"]) else None,
                payee=payee,
                plain=plain_name(payee)[:300],
                department=row["OrganisationalUnit"][:200],
                category=row["CategoryInternalName"][:200],
                purpose=row["Purpose"],
                reference=row["TransactionNumber"][:100],
                pence=_pence(row["Amount"]),
                card=it.set_id == "cards",
            )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _pence(text: str) -> int:
    try:
        return int(Decimal(text) * 100)
    except (ArithmeticError, ValueError):  # published despite an error: it cannot be added up
        return 0


def _unguarded(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text
