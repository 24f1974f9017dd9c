"""Nothing says that councillors endorsed the plan.

What it does: Looks through the whole file, the covering report too, for oversight or endorsement by members (R8).

Why: The letter requires member oversight and endorsement before the plan is sent.

Bad: This plan was written by the corporate management team.

Good: Cabinet endorsed this plan on 9 July 2024 (minute 14), before it was sent.

How to mend: Take the plan to Cabinet, Council or committee, then write which body endorsed it and on what day.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.endorsing import endorsed, speaks_of_endorsement
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L301", "endorsement-missing", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.requirements["R8"].status is Status.ANSWERED:
        return
    if not endorsed(reading) and speaks_of_endorsement(reading) is None:
        yield Note("Nothing says that councillors endorsed the plan: name the body, the day and the minute.")
