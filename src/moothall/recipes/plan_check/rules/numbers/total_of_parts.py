"""A total is not what its parts make.

What it does: Adds up the parts of a total given in a sentence ('a total of £1.2m: £0.5m, £0.4m and £0.3m'; 'a and
b, £x in total') or in the list it leads into. A difference that rounding explains is allowed.

Why: A part is missing, or one of the numbers is wrong.

Bad: A total of £1.2m: £500,000 on waste, £400,000 on housing and £200,000 on leisure.

Good: A total of £1.2m: £500,000 on waste, £400,000 on housing and £300,000 on leisure.

How to mend: Look the parts up at their source, and say 'including' where the list is not whole.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.quantities import plain
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_check.totals import totals
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N007", "total-not-its-parts", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for it in totals(reading):
        if it.wrong:
            yield Note(
                f"The parts of {it.total.text} make {plain(it.made, it.total.kind)}: put right "
                f"whichever is wrong, or say what is left out.",
                it.passage,
            )
