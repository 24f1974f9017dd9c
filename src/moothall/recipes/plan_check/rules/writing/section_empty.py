"""A heading has nothing under it.

What it does: Finds a heading followed at once by another of the same or a higher level, or by the end of the plan.
The plan's own title is left alone.

Why: A promise to the reader that is not kept; often a question of the letter that nobody answered.

Bad: '3.2 Invest to save' followed at once by '3.3 Agency staff'.

Good: '3.2 Invest to save' with a paragraph under it.

How to mend: Write the section, or take the heading out.
"""

from collections.abc import Iterator

from moothall.kit.papers.paper import Kind
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W011", "section-empty", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    seen_text, levels = (
        False,
        reading.paper.format != "text",
    )  # plain text does not show which heading is higher
    for passage, after in zip(reading.passages, (*reading.passages[1:], None), strict=True):
        if passage.kind is not Kind.HEADING:
            seen_text = True
            continue
        if not seen_text or passage.level == 0:  # the title, and what stands under it before the text begins
            continue
        if after is None or (levels and after.kind is Kind.HEADING and 0 < after.level <= passage.level):
            yield Note(
                "There is nothing under this heading: write the section or take the heading out.", passage
            )
