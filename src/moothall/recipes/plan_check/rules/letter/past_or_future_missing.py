"""The plan does not cover both recent years and current plans.

What it does: Looks for what was done and for what is planned (R2).

Why: The letter asks for both: what was done in recent years, and the plans to transform the council now.

Bad: Only a list of what was achieved.

Good: What we have done since 2020, and what we will do by 2026.

How to mend: Add the half that is missing.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L501", "recent-and-current-missing", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.requirements["R2"].status is not Status.ANSWERED:
        yield Note(
            "The plan does not cover both recent years and current plans: add the half that is missing."
        )
