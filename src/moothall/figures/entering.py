"""Figures that people typed or returned, into the store by the same door as every file.

What was entered is written as a file in the layout of a council's own return, kept, and loaded: so that the lineage of
such a figure shows its row, and who entered it and who signed it off, as it does for any other.
"""

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.figures.actions import load
from moothall.figures.measures import Measure
from moothall.figures.models import Load, Missing
from moothall.kit.documents.words import showable
from moothall.kit.numbers import plain
from moothall.kit.periods import Period

SOURCE = "kpi-return"
HEADER = (
    "Measure ID", "Period", "Breakdown", "Value", "Numerator", "Denominator", "Note",
    "Entered by", "Entered on", "Signed off by", "Signed off on",
)  # fmt: skip
_MARKER = {Missing.MISSING: "[x]", Missing.SUPPRESSED: "[c]", Missing.NOT_APPLICABLE: "[z]"}
_LONGEST_NOTE = 500


@dataclass(frozen=True)
class Entered:
    """One figure of the council's own area, and who stands behind it. Without a value it says what kind of gap it is.

    `note` is what is said of it, for a gap the reason. A figure that was worked out names its method as who entered it.
    """

    measure: Measure
    period: Period
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    breakdown: str = ""
    missing: str = ""
    note: str = ""
    entered_by: str = ""
    entered_on: date | None = None
    signed_off_by: str = ""
    signed_off_on: date | None = None


def enter(person: Person, *, organisation: Organisation, rows: Sequence[Entered], name: str) -> Load:
    """Loads the figures as one file called `name`, all of them or none; older versions are superseded.

    Raises NotPossible with the first row's fault, or when another load is running; PermissionDenied.
    """
    with tempfile.TemporaryDirectory(prefix="moothall-") as folder:
        path = Path(folder) / "entered.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(HEADER)
            out.writerows(_cells(it) for it in rows)
        tried = load(person, organisation=organisation, path=path, name=name, source=SOURCE, dry=True)
        for outcome in tried:
            for _line, reason, _text in outcome.rejected_rows():
                raise NotPossible(reason)
        return load(person, organisation=organisation, path=path, name=name, source=SOURCE)[0].load


def _cells(it: Entered) -> list[str]:
    return [
        it.measure.id,
        it.period.iso,
        it.breakdown,
        _MARKER[Missing(it.missing or Missing.MISSING)] if it.value is None else plain(it.value),
        "" if it.numerator is None else plain(it.numerator),
        "" if it.denominator is None else plain(it.denominator),
        " ".join(showable(it.note).split())[:_LONGEST_NOTE],
        showable(it.entered_by),
        it.entered_on.isoformat() if it.entered_on else "",
        showable(it.signed_off_by),
        it.signed_off_on.isoformat() if it.signed_off_on else "",
    ]
