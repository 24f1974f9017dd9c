"""The PDF has no tags.

What it does: Looks for a structure tree in a PDF.

Why: Without tags a screen reader reads the page as loose words: no headings, no lists, no order. Public sector
bodies must meet WCAG 2.2 AA (Public Sector Bodies Accessibility Regulations 2018).

Bad: A PDF made by 'Print to PDF', or by a scanner.

Good: A PDF saved from the word processor with 'Document structure tags for accessibility' ticked.

How to mend: Save it again from the source document with tags, or let Moothall make the PDF.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A001", "pdf-untagged", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.paper.format == "pdf" and reading.paper.access.tagged is False:
        yield Note(
            "The PDF has no tags, so a screen reader cannot follow it: save it again with structure tags."
        )
