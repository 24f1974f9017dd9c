"""A range is the wrong way round.

What it does: Compares the ends of ranges: 'between £500,000 and £250,000', '£8m-£5m'.

Why: One end is wrong, or has lost its scale ('between £1m and £500' for £500k).

Bad: We expect to save between £500,000 and £250,000 a year.

Good: We expect to save between £250,000 and £500,000 a year.

How to mend: Check both ends, and put the lower one first.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.quantities import quantities
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "N011", "range-reversed", Severity.ERROR

_BETWEEN = re.compile(
    r"(?P<before>\w+ )?\b(?:between|(?:in (?:a|the) range(?: of)?|rang(?:ing|es?) from)) (?:about "
    r"|around )?⟨(?P<k>[MNP])(?P<a>\d+)⟩(?: [\w’'-]+){0,3}? (?:and|to) (?:about |around "
    r")?⟨(?P=k)(?P<b>\d+)⟩",
    re.I,
)
_DASH = re.compile(r"⟨(?P<k>[MP])(?P<a>\d+)⟩ ?[–—-] ?⟨(?P=k)(?P<b>\d+)⟩")
_COUNT_DASH = re.compile(r"⟨N(?P<a>\d+)⟩ ?[–—] ?⟨N(?P<b>\d+)⟩(?= [a-z])")
_NOT_A_RANGE = re.compile(
    r"^(?:difference|gap|moved?|split|shared|compared|divided|relationship|link|fell|dropped|"
    r"change|reduction|fall|choose|score|match|won|lost) $",
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        found = quantities(sentence, reading)
        if len(found.them) < 2:
            continue
        for pattern in (_BETWEEN, _DASH, _COUNT_DASH):
            for match in pattern.finditer(found.masked):
                if _NOT_A_RANGE.match(match.groupdict().get("before") or ""):
                    continue
                low, high = found.at(match["a"]), found.at(match["b"])
                if low.value > high.value and (not low.unit or not high.unit or low.unit == high.unit):
                    yield Note(
                        f"The range from {low.text} to {high.text} is the wrong way round: check both ends.",
                        sentence.passage,
                    )
