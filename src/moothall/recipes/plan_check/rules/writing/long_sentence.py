"""A sentence is too long to follow.

What it does: Counts the words of each sentence; more than `long_sentence` of them (45) is reported. Rows of tables
are left out, and so is a sentence that is a list run together with semicolons or colons.

Why: Government style asks for 25 words at most. Beyond 40 most readers must start again.

Bad: One sentence of fifty words with three ideas joined by 'and', 'which' and 'whilst'.

Good: Three sentences with one idea each.

How to mend: Cut at 'and', 'which' or 'whilst', or make a list.
"""

from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W009", "long-sentence", Severity.ADVICE


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        many = sum(any(it.isalnum() for it in word) for word in sentence.text.split())
        if many > settings.long_sentence and not any(it in sentence.text for it in ";:"):
            yield Note(
                f"A sentence of {many} words is hard to follow: cut it into sentences of 25 at most.",
                sentence.passage,
            )
