"""The plan was sent after the day it was due.

What it does: Finds the day on which the plan was sent to the department and compares it with `deadline` (19 July
2024).

Why: The letter gives the day.

Bad: The plan was submitted to the department on 29 July 2024.

Good: The plan was submitted to the department on 17 July 2024.

How to mend: If the day is wrong, put it right. If not, say that more time was agreed, and with whom.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.dates import said
from moothall.recipes.plan_check.endorsing import sent
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L304", "sent-late", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for it in sent(reading):
        if settings.deadline < it.day <= settings.deadline_applies:
            yield Note(
                f"The plan was sent on {said(it.day)}, after it was due on {said(settings.deadline)}: "
                f"check the day, or say "
                "who agreed to more time.",
                it.passage,
            )
