"""A measure's figure has no period.

What it does: Looks at lists and tables of measures: each figure should say its year, quarter, month or day, in the
entry, in the column's name, or in what leads into the list.

Why: '44%' of when? A figure with no period cannot be compared with the next.

Bad: Household waste recycled: 44.1%; target 48% by March 2027.

Good: Household waste recycled: 44.1% in 2023/24; target 48% by March 2027.

How to mend: Write the period after the figure, or once above the list.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.metrics import metrics
from moothall.recipes.plan_check.prose import short
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L203", "metric-without-period", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for metric in metrics(reading):
        if not metric.period:
            yield Note(
                f"'{short(metric.text)}' does not say of when its figure is: give the year or the day.",
                metric.passage,
            )
