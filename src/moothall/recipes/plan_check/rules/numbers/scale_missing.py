"""An amount has lost its scale.

What it does: Finds amounts with one digit after the point and no scale ('£25.4') where others have one, and small
whole amounts in a list or a table column whose other amounts are in thousands or millions.

Why: £25.4 beside £12.1 million is read as twenty-five pounds by every machine and some people.

Bad: Housing £12.1m, waste £25.4, planning £3.2m.

Good: Housing £12.1m, waste £25.4m, planning £3.2m.

How to mend: Write the scale with every amount, or once in the column's name.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.scales import bare_among_scaled, is_scale_missing
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N002", "scale-missing", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    told = set()
    for it in reading.malformed:
        if is_scale_missing(it):
            told.add((it.passage, it.text))
            yield Note(
                f"'{it.text}' has no scale and amounts beside it have one: write thousand or million.",
                reading.passage(it.passage),
            )
    for passage, text in bare_among_scaled(reading):
        if not any(number == passage.number and (text in said or said in text) for number, said in told):
            yield Note(
                f"'{text}' has no scale and amounts beside it have one: write thousand or million.", passage
            )
