"""One ratio is given of two different wholes.

What it does: Collects percentages with what they are a share of ('agency staff are 6% of the staff budget', 'agency
staff make up 9% of the workforce') and compares the wholes where the subject is the same.

Why: The two cannot be compared, yet a reader will. The letter asks for agency and consultants as a share of the
staff budget.

Bad: Agency spend is 6% of the staff budget … agency staff are 9% of the workforce.

Good: Agency spend is 6% of the staff budget, and was 8% of it in 2021/22.

How to mend: Choose one whole, name it each time, and work all the percentages out of it.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.ratios import clashes
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N009", "denominators-differ", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for one, other in clashes(reading):
        yield Note(
            f"Here {one.subject} is given as a share of the {one.whole}, and on line "
            f"{other.passage.line} of the {other.whole}: use one.",
            one.passage,
        )
