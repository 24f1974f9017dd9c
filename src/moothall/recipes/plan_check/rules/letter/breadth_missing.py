"""The plan does not look beyond the organisation.

What it does: Looks for services, leadership of the place and value for money beside the running of the council
(R4).

Why: The letter asks councils to think broadly: how they run themselves, the services they provide, and how they
lead their place.

Bad: A plan about office space and procurement only.

Good: A plan that also says what the council does for its town centres and with whom.

How to mend: Add what the council does for its services and its place.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L503", "place-and-services-missing", Severity.ADVICE


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.requirements["R4"].status is Status.ABSENT:
        yield Note(
            "The plan looks at the organisation alone: add its services, its place and value for money."
        )
