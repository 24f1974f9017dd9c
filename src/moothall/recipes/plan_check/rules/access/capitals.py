"""A stretch of text is in capitals.

What it does: Finds eight or more words in capitals, one after another, outside headings.

Why: Capitals have no shape to read by, and some screen readers spell them out letter by letter.

Bad: ALL SERVICES MUST REPORT THEIR SAVINGS TO THE BOARD EACH MONTH.

Good: All services must report their savings to the board each month.

How to mend: Write it in small letters; use a heading or bold for weight.
"""

import re
from collections.abc import Iterator

from moothall.kit.papers.paper import Kind
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import short
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A009", "text-in-capitals", Severity.ADVICE


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    run = re.compile(rf"(?:\b[A-Z][A-Z'’-]*\b[\s,.;:&]+){{{settings.capitals - 1},}}\b[A-Z'’-]+\b")
    for passage in reading.passages:
        found = run.search(passage.text) if passage.kind in (Kind.PARAGRAPH, Kind.ITEM) else None
        if found and sum(map(len, found[0].split())) > 4 * settings.capitals:
            yield Note(f"'{short(found[0])}' is in capitals: write it in small letters.", passage)
