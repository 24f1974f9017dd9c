"""The file does not say which language it is in.

What it does: Looks at the language of a PDF, Word, ODF or HTML file.

Why: A screen reader chooses its voice by it (WCAG 3.1.1). English read by a German voice cannot be understood.

Bad: `<html>`

Good: `<html lang="en-GB">`

How to mend: Set the proofing language of the whole document to English (United Kingdom); in HTML the `lang` of the
html element.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A003", "language-missing", Severity.WARNING
_FORMATS = {"pdf", "docx", "odt", "html"}


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.paper.format in _FORMATS and not reading.paper.access.language.strip():
        yield Note("The file does not say which language it is in: set it to English (United Kingdom).")
