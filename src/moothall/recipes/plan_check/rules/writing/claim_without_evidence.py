"""A large effect is claimed and nothing says how large.

What it does: Finds words of size ('significant', 'substantial', 'dramatically') beside words of effect ('savings',
'reduction', 'improved') where no figure stands in the sentence, in the next to it, or in the list it leads into.
What others did to the council ('significant cuts to our grant'), wishes, and what might be are left alone.

Why: The letter asks what effects changes have had. 'Significant' cannot be followed up a year later.

Bad: The new depot has delivered significant savings.

Good: The new depot has saved £140,000 a year since 2022/23.

How to mend: Put the figure, its period and where it comes from; if it was not measured, say so and leave the
adjective out.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.claiming import boasts, has_evidence
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W003", "claim-without-evidence", Severity.WARNING


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        if (said := boasts(sentence.text)) and not has_evidence(sentence, reading):
            yield Note(
                f"'{said}' has no figure near it: say how much, over what period, or leave it out.",
                sentence.passage,
            )
