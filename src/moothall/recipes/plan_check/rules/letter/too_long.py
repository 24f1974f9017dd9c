"""The plan is longer than the letter asked.

What it does: Counts the words of the plan part, without a covering report or the letter: more than `most_pages`
pages (4) of `words_a_page` words (600) is too long.

Why: The letter asks for three to four pages. Somebody reads three hundred of them.

Bad: A plan of 3,500 words.

Good: A plan of 2,000 words, with the detail in documents that it refers to.

How to mend: Cut what answers no question of the letter, and refer to the corporate plan for the rest.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L001", "too-long", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    if reading.words > settings.most_words:
        yield Note(
            f"The plan has {reading.words:,} words, about "
            f"{-(-reading.words // settings.words_a_page)} pages, and the letter "
            f"asks for three to four: cut it to {settings.most_words:,} words."
        )
