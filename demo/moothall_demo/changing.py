"""A neighbour that was made of two councils: what its figures were before. And a service that was renamed."""

import csv
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from moothall.core.actions import add_service
from moothall.core.models import Organisation, Person
from moothall.direction import rehoming
from moothall.figures import reorganising
from moothall.figures.actions import load
from moothall_demo.council import COUNCILS
from moothall_demo.published import MERGED_IN

NAMED = {it.register: it.code for it in COUNCILS}
# what the neighbour gave us of its fly-tips and of those it was made of: register, month, cleared in time, reported
FLY_TIPS = (
    ("KNO", "Jan 2023", 148, 171), ("KSO", "Jan 2023", 61, 88),
    ("KNO", "Feb 2023", 139, 160), ("KSO", "Feb 2023", 58, 79),
    ("KNO", "Mar 2023", 151, 178), ("KSO", "Mar 2023", None, None),
    ("KES", "Apr 2023", 214, 259), ("KES", "May 2023", 222, 261), ("KES", "Jun 2023", 231, 263),
)  # fmt: skip


def change_councils(administrator: Person, officer: Person, organisation: Organisation) -> None:
    """Says both once."""
    if not reorganising.said(officer, organisation):
        _given(officer, organisation)
        successor = NAMED["KES"]
        reorganising.reorganise(
            officer,
            organisation=organisation,
            successor=successor,
            from_date=date(MERGED_IN, 4, 1),
            taken=reorganising.known(successor),
            reason="Kestrel Levels is among our neighbours, and its trend is too short to read without its past.",
            source="The Kestrel Levels (Structural Changes) Order 2022, made up for this demonstration",
        )
    if not rehoming.restructures(administrator, organisation):
        fleet = add_service(administrator, organisation=organisation, slug="transport", name="Transport pool")
        rehoming.restructure(
            administrator,
            organisation=organisation,
            turn="ended",
            ending=[fleet],
            into=[it for it in rehoming.choices(administrator, organisation) if it.slug == "corporate"],
            on=date(2026, 10, 1),
            reason="The pool of vehicles is looked after by Corporate services.",
        )


def _given(officer: Person, organisation: Organisation) -> None:
    """Loads the neighbour's figures as it gave them: those of March 2023 were lost in part."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kestrel-fly-tips-2023.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(("Measure", "Area", "Period", "Value", "Numerator", "Denominator"))
            for register, month, cleared, reported in FLY_TIPS:
                value = f"{100 * cleared / reported:.1f}" if cleared and reported else "[x]"
                row = ("fly-tips-cleared", NAMED[register], month, value, cleared, reported)
                out.writerow("" if it is None else it for it in row)
        load(officer, organisation=organisation, path=path)
