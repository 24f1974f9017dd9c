"""The plan says that councillors endorsed it, and not when.

What it does: Where the plan speaks of endorsement (see L301) looks for the day of the meeting.

Why: Endorsement has to come before sending; without a day nobody can see that it did.

Bad: This plan has been endorsed by Cabinet.

Good: Cabinet endorsed this plan on 9 July 2024 (minute 14).

How to mend: Add the day of the meeting and the minute.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.endorsing import endorsed, speaks_of_endorsement
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L305", "endorsement-undated", Severity.ADVICE


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    passage = speaks_of_endorsement(reading)
    if passage is not None and not endorsed(reading):
        yield Note(
            "The plan does not say on which day members endorsed it: add the day and the minute.", passage
        )
