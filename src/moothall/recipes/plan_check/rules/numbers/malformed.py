"""A number is written so that it cannot be read for certain.

What it does: Reports numbers with a comma or a point out of place, two marks together, or letters that are no
scale.

Why: Such a number can be a thousand times what was meant. It is never guessed, so it is missing from everything
made of this plan.

Bad: Spending on agency staff was £1,204.556.

Good: Spending on agency staff was £1,204,556.

How to mend: Ask whoever gave the figure, and write it with commas between thousands and one point.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.scales import is_scale_missing
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N001", "number-malformed", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for it in reading.malformed:
        if not is_scale_missing(it):
            yield Note(it.why, reading.passage(it.passage))
