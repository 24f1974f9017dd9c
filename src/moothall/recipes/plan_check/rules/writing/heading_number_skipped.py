"""The numbers of the headings leave one out.

What it does: Looks at each numbered heading for the number before it (2 before 3, 2.1 before 2.2).

Why: Something was taken out, or will be looked for and not found.

Bad: '2 Technology' followed by '4 Barriers'.

Good: '2 Technology' followed by '3 Waste' and '4 Barriers'.

How to mend: Put back what is missing, or number the headings again.
"""

from collections.abc import Iterator
from itertools import chain

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.numbering import numbered
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W007", "heading-number-skipped", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for heading in chain.from_iterable(map(numbered, reading.by_the_council)):
        if heading.missing:
            yield Note(
                f"The heading is {heading.printed} and there is no {heading.missing} before it: put "
                f"it back or number again.",
                heading.passage,
            )
