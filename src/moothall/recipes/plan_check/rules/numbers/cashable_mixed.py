"""Cash saved and cost avoided are added into one figure.

What it does: Finds a sentence in which one amount is said to be both: 'cashable and cost avoidance', 'savings and
avoided costs'. Where each kind has an amount of its own the sentence is left alone.

Why: Cash saved can be spent again; cost avoided cannot. The Treasury and CIPFA keep them apart, and so does next
year's budget.

Bad: We have delivered £3.1m of benefits (cashable and cost avoidance).

Good: We have saved £1.9m in cash and avoided £1.2m of cost.

How to mend: Give each kind its own figure.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.benefits import mixed
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import short
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N010", "cashable-and-avoided-mixed", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence, amount in mixed(reading):
        yield Note(
            f"{short(amount)} is both cash saved and cost avoided: give each a figure of its own.",
            sentence.passage,
        )
