"""The plan has no metrics and no key performance indicators.

What it does: Looks for measures with figures (the letter's requirement R11).

Why: The letter asks for metrics and indicators, so that the council and its residents can follow progress.

Bad: Our measures of success are in the corporate plan.

Good: Household waste recycled: 44.1% in 2023/24; target 48% by March 2027.

How to mend: List the few measures that matter, each with its latest figure, its period and its target.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.metrics import metrics
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L201", "metrics-missing", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.requirements["R11"].status is Status.ABSENT and not metrics(reading):
        yield Note(
            "The plan has no metrics: list the measures that will show progress, each with a "
            "figure, a period and a target."
        )
