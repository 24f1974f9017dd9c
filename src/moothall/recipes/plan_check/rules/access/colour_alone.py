"""Colour alone tells the reader something.

What it does: Finds 'shown in red', 'the green rows' and the like. Colours that are a rating ('rated red, amber or
green') and things that are green by name ('green spaces') are left alone.

Why: Some readers do not see the colour, and paper may not have it (WCAG 1.4.1).

Bad: Services over budget are shown in red.

Good: Services over budget are marked 'over budget'.

How to mend: Say it in words beside the colour.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "A010", "colour-alone", Severity.WARNING
_COLOUR = r"(?:red|green|amber|blue|yellow|orange|purple|grey|bold red)"
_SHOWN = re.compile(
    rf"\b(?:shown|marked|highlighted|shaded|coloured|displayed|printed|listed|indicated|identified|"
    rf"written) in {_COLOUR}\b"
    rf"|\b(?:figures|items|rows|lines|measures|bars|cells|text|columns|those|entries) in {_COLOUR}\b"
    rf"|\bthe {_COLOUR} (?:rows?|lines?|bars?|cells?|text|figures|items|columns?|segments?)\b",
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for passage in reading.passages:
        if found := _SHOWN.search(passage.text):
            yield Note(f"'{found[0]}' tells something by colour alone: say it in words too.", passage)
