"""Two headings carry the same number.

What it does: Compares the numbers printed before headings within one part of the outline.

Why: 'See section 3' then points at two places, and a reader who looks for one finds the other.

Bad: '3 Waste' followed by '3 Governance'.

Good: '3 Waste' followed by '4 Governance'.

How to mend: Number the headings again from the second, and look over what refers to them; or let the editor number
them.
"""

from collections.abc import Iterator
from itertools import chain

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.numbering import numbered
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W006", "heading-number-twice", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for heading in chain.from_iterable(map(numbered, reading.by_the_council)):
        if heading.twin:
            yield Note(
                f"The number {heading.printed} is also on line {heading.twin.line}: number this "
                f"heading and those after it again.",
                heading.passage,
            )
