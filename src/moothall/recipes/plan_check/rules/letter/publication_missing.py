"""Nothing says that the plan is published where residents can see it.

What it does: Looks for publication on the council's website (R9).

Why: The letter requires the plan to be on the website, so that residents can see it.

Bad: The plan is held by the policy team.

Good: This plan is published on our website at www.example.gov.uk/productivity.

How to mend: Publish the plan and say where.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.promising import PUBLISHED, promises
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L401", "publication-missing", Severity.ERROR


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    cited = (reading.passage(it).text for it in reading.requirements["R9"].passages)
    if not promises(reading, PUBLISHED) and not any(re.search(r"\bplan\b", it, re.I) for it in cited):
        yield Note(
            "Nothing says where residents can see the plan: publish it on the website and give the address."
        )
