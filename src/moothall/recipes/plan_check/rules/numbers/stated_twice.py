"""The same figure is stated twice and differently.

What it does: Compares figures of the same unit and period whose clauses are about the same thing: the same words
but for verbs, small words and numbers. A figure and its rounding are the same ('£3.24m', '£3.2m'); so are figures
that one clause sets apart (target, forecast, actual, of which, gross, net).

Why: One of the two is out of date. Whoever quotes the plan will quote the other one.

Bad: The customer portal saved £180,000 in 2023/24 … the customer portal's savings of £210,000 in 2023/24 …

Good: The customer portal saved £180,000 in 2023/24 … its savings of £180,000 …

How to mend: Look the figure up at its source and write it once; elsewhere refer to it.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.repeats import contradictions
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N006", "figure-stated-differently", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for here, there, subject in contradictions(reading):
        line = there.passage.line
        yield Note(
            f"{here.quantity.text} here and {there.quantity.text} on line {line} for the same "
            f"thing ({subject}): keep the right one.",
            here.passage,
        )
