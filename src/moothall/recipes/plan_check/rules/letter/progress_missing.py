"""Nothing says how the plan will be updated or how progress will be reported.

What it does: Looks for updates and progress reports (R10).

Why: The letter asks how the plan will be kept up to date and progress reported regularly.

Bad: We are committed to this plan.

Good: Progress is reported to Cabinet each quarter, and the plan is brought up to date every June.

How to mend: Say who reports progress to whom, how often, and when the plan is next brought up to date.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.promising import REPORTED, promises
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L402", "progress-reporting-missing", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.requirements["R10"].status is Status.ABSENT and not promises(reading, REPORTED):
        yield Note("Nothing says how progress will be reported: say who reports to whom and how often.")
