"""A change between two percentages is given in per cent and is in points.

What it does: Where a sentence goes from one percentage to another and names the change in per cent, and that number
is the difference in points, says so.

Why: From 40% to 50% is ten percentage points and 25 per cent. The two are often taken for each other.

Bad: Recycling rose from 40% to 50%, an increase of 10%.

Good: Recycling rose from 40% to 50%, an increase of 10 percentage points.

How to mend: Write 'percentage points'.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N018", "points-as-percent", Severity.ADVICE

_CHANGE = re.compile(
    r"from ⟨P(?P<a>\d+)⟩[^⟨;]{0,60}? to ⟨P(?P<b>\d+)⟩[^⟨;.]{0,40}?[,(–—] ?(?:an? "
    r")?(?:(?:reduction|increase|fall|rise|drop|cut|improvement|decrease) of )?⟨P(?P<c>\d+)⟩(?! "
    r"(?:percentage )?points?)",
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        found = quantities(sentence, reading)
        for match in _CHANGE.finditer(found.masked):
            a, b, c = (found.at(match[it]) for it in "abc")
            if "point" not in c.text and abs(b.value - a.value) == c.value and a.value != 100:
                yield Note(
                    f"From {a.text} to {b.text} is {c.value.normalize():f} percentage points, not per "
                    f"cent: say points.",
                    sentence.passage,
                )
