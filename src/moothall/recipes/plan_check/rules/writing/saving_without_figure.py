"""A saving is said to have been made and nothing says how much.

What it does: Finds sentences that say money was saved, a saving was made or a cost was reduced, with no figure in
the sentence, beside it, or in the list it leads into.

Why: A saving without a sum cannot be added up, checked by an auditor or followed in next year's report.

Bad: The move to one customer system has saved money.

Good: The move to one customer system saved £62,000 in 2023/24.

How to mend: Give the sum, the year and whether it is cashable; or say that it was not measured.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.claiming import boasts, has_evidence, says_saved
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W004", "saving-without-figure", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        if boasts(sentence.text) or has_evidence(sentence, reading):
            continue
        if said := says_saved(sentence.text):
            yield Note(
                f"'{said}' says no sum: give the amount and the year, or say that it was not measured.",
                sentence.passage,
            )
