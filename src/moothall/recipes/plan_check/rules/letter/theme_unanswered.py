"""A whole theme of the letter is not answered.

What it does: Reports each of the four themes of which no question is answered, not even partly.

Why: The letter asks every council to speak to all four.

Bad: A plan without a word on technology and data.

Good: A heading for each theme with some of its questions answered.

How to mend: Add the theme. Where there is nothing to say, say that and why.
"""

from collections.abc import Iterator

from moothall.engines.text.found import Status
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading
from moothall.reference.productivity_letter import letter

CODE, NAME, SEVERITY = "L101", "theme-unanswered", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for theme in letter().themes:
        asked = [it for it in letter().questions if it.theme == theme.id]
        if all(reading.coverage[it.id].status is Status.ABSENT for it in asked):
            yield Note(f"No question of theme {theme.id} ({theme.title}) is answered: add a section on it.")
