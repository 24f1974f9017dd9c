"""A measure has no target.

What it does: Looks at lists and tables of measures (under 'measures', 'metrics', 'KPIs' and the like), and at
sentences about an indicator: each that has a figure should have a target. In a table, a column for it.

Why: Without a target, next year's figure is neither good nor bad.

Bad: Household waste recycled: 44.1% in 2023/24.

Good: Household waste recycled: 44.1% in 2023/24; target 48% by March 2027.

How to mend: Give the target and its date; where the measure is only watched, say 'for information'.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.metrics import metrics
from moothall.recipes.plan_check.prose import short
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L202", "metric-without-target", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for metric in metrics(reading):
        if not metric.target:
            yield Note(
                f"'{short(metric.text)}' has no target: give one with its date, or say it is for "
                f"information.",
                metric.passage,
            )
