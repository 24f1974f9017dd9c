"""The total of a table is not what its rows make.

What it does: Adds up each column of numbers above a row called 'Total', and each row before a column called
'Total'. Columns of percentages, rates and averages are left alone. A difference that rounding explains is allowed.

Why: A row is missing, or a number is wrong.

Bad: Waste £500,000; housing £400,000; total £1,000,000.

Good: Waste £500,000; housing £400,000; total £900,000.

How to mend: Look the rows up at their source and add them up again.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.quantities import plain
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_check.totals import table_totals
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N008", "table-total-wrong", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for it in table_totals(reading):
        yield Note(
            f"The table says {it.said} in total and its parts make {plain(it.made, it.kind)}: put "
            f"right whichever is wrong.",
            it.passage,
        )
