"""A heading is more than one level below the heading before it.

What it does: Compares the level of each heading with that of the one before.

Why: A reader who moves by level thinks that something was left out (WCAG 1.3.1).

Bad: Heading 2 followed by Heading 4.

Good: Heading 2 followed by Heading 3.

How to mend: Choose the level by what the section belongs to, not by how the letters look.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A006", "heading-level-skipped", Severity.WARNING
_MARKED = {"docx", "html", "markdown", "odt"}


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    marked = reading.paper.access.headings_marked
    if marked is False or (marked is None and reading.paper.format not in _MARKED):
        return
    before = 0
    for heading in reading.headings:
        if before and heading.level > before + 1:
            yield Note(
                f"The heading's level goes from {before} to {heading.level}: make it {before + 1}.", heading
            )
        before = heading.level
