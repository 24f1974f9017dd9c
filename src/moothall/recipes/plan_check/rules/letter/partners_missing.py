"""No work with other public services is mentioned.

What it does: Looks for the NHS, police, fire and other public bodies (R5).

Why: The letter asks, where it applies, for the work done alongside other public services.

Bad: We work with partners.

Good: We share an office with the police and a discharge team with the NHS trust.

How to mend: Name the partners and what is done with them.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L504", "partners-missing", Severity.ADVICE


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.requirements["R5"].status is Status.ABSENT:
        yield Note(
            "No work with other public services is mentioned: name partners such as the NHS or "
            "police and what is done together."
        )
