"""Fly-tips and litter counted in four of the council's wards, which are as made up as their names."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from moothall.core.models import Organisation, Person
from moothall.figures.actions import load
from moothall.performance.wards import wards

HEADER = ("Measure", "Period", "Ward", "Value", "Numerator", "Denominator")
WARDS = ("Beck Side", "Market", "Nether Ash", "Upper Ash")
# measure, period, and for each ward how many of how many
COUNTED = (
    ("fly-tips-cleared", "Aug 2026", ((31, 36), (58, 61), (12, 15), (9, 9))),
    ("fly-tips-cleared", "Sep 2026", ((27, 35), (62, 66), (14, 16), (11, 12))),
    ("streets-littered", "Q1 2026-27", ((7, 80), (6, 90), (4, 75), (2, 60))),
    ("streets-littered", "Q2 2026-27", ((9, 80), (5, 90), (4, 75), (3, 60))),
)


def count_by_ward(person: Person, organisation: Organisation) -> None:
    """Loads them once."""
    if wards(person, organisation):
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "street-scene-wards-2026-09.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(HEADER)
            for measure, period, counts in COUNTED:
                for ward, (part, whole) in zip(WARDS, counts, strict=True):
                    out.writerow((measure, period, ward, f"{100 * part / whole:.1f}", part, whole))
        load(person, organisation=organisation, path=path)
