"""A finding is ignored and nobody says why.

What it does: Looks at every `[[ignore]]` of `moothall-check.toml` and every `--ignore`. Without a reason it
silences nothing.

Why: In a year nobody will know whether the finding was wrong, or whether the plan was.

Bad: `--ignore N010`

Good: `--ignore "N010:the auditor agreed the joint figure in May"`

How to mend: Add the reason, or mend the plan.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "I001", "ignore-without-reason", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for entry in settings.ignores:
        if not entry.reason.strip():
            yield Note(
                f"{entry.code} is ignored without a reason, so it is not ignored: say why, or mend the plan."
            )
