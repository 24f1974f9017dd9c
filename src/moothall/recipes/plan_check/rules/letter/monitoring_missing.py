"""Nothing says how delivery is monitored and assessed.

What it does: Looks for how the council makes sure that its plans are delivered (R3).

Why: The letter asks how plans are monitored and assessed, to assure the council and its residents.

Bad: We are confident that these plans will be delivered.

Good: A board of directors reviews each project monthly against its dates, cost and benefits.

How to mend: Say who looks at delivery, how often, and against what.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L502", "monitoring-missing", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.requirements["R3"].status is Status.ABSENT:
        yield Note("Nothing says how delivery is monitored: say who looks at it, how often and against what.")
