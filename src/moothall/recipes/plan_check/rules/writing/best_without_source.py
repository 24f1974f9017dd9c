"""The council is said to be the best, or among the best, and nothing shows it.

What it does: Finds 'best', 'lowest', 'highest', 'leading' and the like set against the country, the region or other
councils, with no figure or named source in the sentence or beside it.

Why: Comparisons can be looked up. One that has no source is read as a boast, and the true ones beside it suffer.

Bad: We are one of the most efficient councils in the country.

Good: Our cost of collecting council tax is £11.20 a household, the fourth lowest of 16 similar districts (2023/24).

How to mend: Give the figure, the group compared with and the source; or take the sentence out.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.claiming import has_evidence
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W005", "best-without-source", Severity.WARNING

_BEST = re.compile(
    r"\b(?:we (?:are|have|run|provide|deliver)|(?:the|our|this) \w+(?: \w+){0,4} (?:is|are|has|"
    r"have)|making us)\b[^.;]{0,60}?"
    r"\b(?P<it>(?:best|lowest|highest|most \w+|leading|top|fastest|cheapest|leanest)\b[^.;]{0,50}?"
    r"\b(?:in the (?:country|county|region|sector|north|south|east|west|midlands|uk|world)|in "
    r"England|nationally|"
    r"of any council|of all councils|(?:councils?|authorit(?:y|ies)) (?:in|across|anywhere)))",
    re.I,
)
_SOURCE = re.compile(
    r"\b(?:according to|Oflog|LG ?Inform|benchmark\w*|audit\w*|ranked|Ofsted|source|survey|"
    r"published|as rated)\b",
    re.I,
)
_HOPE = re.compile(r"\b(?:aim|ambition|want|aspir\w+|will|would|strive|vision|goal|become|need)\b", re.I)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for sentence in prose(reading):
        found = _BEST.search(sentence.text)
        if (
            not found
            or _SOURCE.search(sentence.text)
            or _HOPE.search(sentence.text)
            or has_evidence(sentence, reading)
        ):
            continue
        yield Note(
            f"'{found['it']}' has no source: give the figure and who was compared, or leave it out.",
            sentence.passage,
        )
