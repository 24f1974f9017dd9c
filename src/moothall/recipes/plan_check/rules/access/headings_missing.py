"""The file has no real headings.

What it does: Looks whether any heading is marked as one. Bold text is not a heading.

Why: Headings are how a reader who cannot see the page finds the way about (WCAG 1.3.1), and how this linter tells
what answers which question.

Bad: 'Our approach to waste' in bold.

Good: 'Our approach to waste' in the style Heading 2.

How to mend: Use the heading styles of the word processor, then save again.
"""

from collections.abc import Iterator

from moothall.kit.papers.paper import Kind
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A005", "headings-missing", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    marked = reading.paper.access.headings_marked
    if marked is None and reading.paper.format == "markdown":
        marked = any(it.kind is Kind.HEADING for it in reading.paper.passages)
    if marked is False:
        yield Note("The file has no headings marked as headings: use the heading styles and save it again.")
