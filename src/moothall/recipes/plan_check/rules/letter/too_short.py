"""The plan is much shorter than the letter asked.

What it does: Counts the words of the plan part; fewer than `fewest_words` (800) is reported.

Why: The letter asks for three to four pages. Twenty-five questions are not answered in one.

Bad: A plan of 300 words.

Good: A plan of 1,800 words.

How to mend: Answer the questions that are left open; the other findings name them.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L002", "too-short", Severity.ADVICE


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.words < settings.fewest_words:
        yield Note(
            f"The plan has {reading.words:,} words and the letter asks for three to four pages: "
            f"answer more of its questions."
        )
