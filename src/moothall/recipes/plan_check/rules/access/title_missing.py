"""The file's properties hold no title.

What it does: Looks at the title in the properties of a PDF, Word, ODF or HTML file.

Why: The title is the first thing a screen reader says, and what a browser's tab shows; without it that is
'doc_final_v3.pdf'.

Bad: A file with an empty title.

Good: 'Productivity plan 2024/25, Thornbeck District Council'.

How to mend: Fill in File, Properties, Title (in HTML the title element) and save the file again.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A002", "title-missing", Severity.WARNING
_FORMATS = {"pdf", "docx", "odt", "html"}


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.paper.format in _FORMATS and not reading.paper.access.title.strip():
        yield Note("The file has no title in its properties: fill it in and save the file again.")
