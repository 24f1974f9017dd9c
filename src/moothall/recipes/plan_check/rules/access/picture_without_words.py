"""A picture has no text that stands for it.

What it does: Finds pictures with no alternative text; pictures marked as decoration are left alone.

Why: Who cannot see the picture is not told what it shows (WCAG 1.1.1). Charts in plans often hold figures found
nowhere else.

Bad: A chart of agency spending with no alternative text.

Good: 'Agency spending fell from £410,000 in 2021/22 to £290,000 in 2023/24.'

How to mend: Give alternative text that says what the picture tells; mark mere decoration as decoration.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A004", "picture-without-words", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    said = "A picture has no alternative text: say what it shows, or mark it as decoration."
    for place in reading.paper.access.pictures_without_words:
        if reading.paper.format == "pdf":
            first = next((it for it in reading.paper.passages if it.page == place), None)
            yield Note(said, first, line=first.line if first else 1, page=place)
        else:
            yield Note(said, line=max(1, place))
