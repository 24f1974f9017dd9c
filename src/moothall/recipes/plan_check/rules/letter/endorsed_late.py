"""Councillors endorsed the plan after the day it was due.

What it does: Finds the day on which members endorsed the plan, in the plan or its covering report, and compares it
with `deadline` (19 July 2024). Days after `deadline_applies` are left alone: that is another year's plan.

Why: The letter requires endorsement before the plan is sent, so a later meeting cannot have been in time.

Bad: Cabinet endorsed this plan on 24 September 2024.

Good: Cabinet endorsed this plan on 9 July 2024.

How to mend: If the day is wrong, put it right. If it is not, say that the plan was sent as a draft and endorsed
later.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.dates import said
from moothall.recipes.plan_check.endorsing import endorsed
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L302", "endorsed-after-deadline", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    found = endorsed(reading)
    if any(it.day <= settings.deadline for it in found):
        return
    for it in found:
        if it.day <= settings.deadline_applies:
            yield Note(
                f"Members endorsed the plan on {said(it.day)}, after it was due on "
                f"{said(settings.deadline)}: check the day, "
                "or say that a draft was sent first.",
                it.passage,
            )
