"""Progress is to be reported, and nothing says how often.

What it does: Where the plan promises progress reports (see L402) looks for how often or when.

Why: The letter asks for progress 'on a regular basis'. 'Regularly' is not a date in anyone's diary.

Bad: Progress on this plan will be reported regularly.

Good: Progress on this plan is reported to Cabinet each quarter.

How to mend: Say how often, to whom, and when first.
"""

import re
from collections.abc import Iterator

from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.promising import REPORTED
from moothall.recipes.plan_check.prose import prose
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "L403", "progress-without-rhythm", Severity.WARNING

_OFTEN = re.compile(
    r"\b(?:daily|weekly|fortnight\w*|monthly|quarterly|annual(?:ly)?|yearly|bi-?annual\w*|"
    r"half[- ]year\w*|six[- ]month\w*|termly|twice|once|"
    r"(?:each|every|per|a) (?:\w+ )?(?:week|month|quarter|half|year|spring|summer|autumn|winter|"
    r"meeting|january|february|march|"
    r"april|may|june|july|august|september|october|november|december)s?|(?:mid|"
    r"end)[- ](?:of[- ])?(?:the )?year|quarters?|months?|"
    r"(?:three|four|two|\d+) times|20\d\d|real[- ]time|live dashboard)\b",
    re.I,
)


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    promises = [it for it in prose(reading) if REPORTED.search(it.text)]
    if promises and not any(_OFTEN.search(it.text) for it in promises):
        yield Note(
            "Progress is to be reported and nothing says how often: say when, and to whom.",
            promises[0].passage,
        )
