"""A target has no date.

What it does: Finds targets with a figure ('our target is 48%', 'the aim is … to 48%') and looks for a year, a date
or 'a year' in the same sentence, in what leads into the list, or in the column's name.

Why: A target with no date can never be missed.

Bad: Our target is to recycle 48%.

Good: Our target is to recycle 48% by March 2027.

How to mend: Say by when.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.metrics import undated_targets
from moothall.recipes.plan_check.prose import short
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L204", "target-without-date", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for passage, text in undated_targets(reading):
        yield Note(f"'{short(text)}' sets a target and not by when: add the date.", passage)
