"""Councillors endorsed the plan after it was sent.

What it does: Compares the first day on which members endorsed the plan with the day it was sent. Finds 'will be
endorsed after submission' and the like too.

Why: The letter requires the endorsement to come first.

Bad: The plan was sent on 12 July 2024. Cabinet endorsed it on 16 July 2024.

Good: Cabinet endorsed the plan on 9 July 2024. It was sent on 12 July 2024.

How to mend: If a day is wrong, put it right. If not, say that what was sent was a draft, and send the endorsed
plan.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.dates import said
from moothall.recipes.plan_check.endorsing import endorsed, promised_later, sent
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L303", "endorsed-after-sent", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    meetings, sendings = endorsed(reading), sent(reading)
    if meetings and sendings:
        first = min(meetings, key=lambda it: it.day)
        gone = min(sendings, key=lambda it: it.day)
        if first.day > gone.day:
            yield Note(
                f"Members endorsed the plan on {said(first.day)}, after it was sent on "
                f"{said(gone.day)}: the endorsement comes "
                "first, so check both days.",
                first.passage,
            )
            return
    for passage in promised_later(reading):
        yield Note("The plan is to be endorsed after it is sent: take it to members first.", passage)
