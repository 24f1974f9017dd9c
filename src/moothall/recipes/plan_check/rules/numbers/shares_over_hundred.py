"""The shares of one whole make more than 100%.

What it does: Adds up three or more percentages of a split ('60% online, 35% by phone and 15% in person') in a
sentence that says it is one: split, breakdown, made up of, the remaining, the rest.

Why: One of the shares is wrong, or the groups overlap and the text should say so.

Bad: Contact is split: 60% online, 35% by phone and 15% in person.

Good: Contact is split: 60% online, 30% by phone and 10% in person.

How to mend: Work the shares out again from the counts; where groups overlap, say 'some used more than one'.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.periods import says_when
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N013", "shares-over-hundred", Severity.WARNING

_SPLIT = re.compile(
    r"\b(?:split|breakdown|broken down|made up of|makes? up|consists? of|comprised?|comprising|"
    r"remaining|the rest|remainder|the other|divided)\b",
    re.I,
)
_OVERLAP = re.compile(
    r"\b(?:more than one|overlap\w*|multiple|round\w*|both|from|increas\w*|rose|fell|reduc\w*|"
    r"compared|target)\b",
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        if not _SPLIT.search(sentence.text) or _OVERLAP.search(sentence.text):
            continue
        shares = [it for it in quantities(sentence, reading).them if it.kind == "P"]
        if len(shares) < 3:
            continue
        if len(re.findall(r"\b(?:19|20)\d\d\b", sentence.text)) > 1 and says_when(sentence.text):
            continue
        made = sum(it.value for it in shares)
        slack = sum(it.step for it in shares) / 2
        if 100 + slack < made < 200 and max(it.value for it in shares) < 100:
            yield Note(
                f"The shares make {made}%: check them, or say that the groups overlap.", sentence.passage
            )
