"""A word is written twice running.

What it does: Finds the same word twice with only a space between ('the the', 'to to'); 'that that' and 'had had'
are left alone.

Why: Small slips make a reader doubt the figures.

Bad: We will report to to Cabinet each quarter.

Good: We will report to Cabinet each quarter.

How to mend: Take one of the two out.
"""

import re
from collections.abc import Iterator

from moothall.kit.papers.paper import Kind
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W012", "word-twice", Severity.ADVICE
_TWICE = re.compile(
    r"(?<![\w'’-])(?P<it>[a-z]{2,}|a) (?P=it)(?![\w'’-])"
    r"|\b(?P<first>The|A|An|In|Of|We|It) (?=[a-z])(?i:(?P=first))(?![\w'’-])"
)
_RIGHT = {"that", "had", "is", "bye", "very", "year", "term", "face", "side", "step"}


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    for passage in reading.passages:
        if passage.kind is Kind.ROW:
            continue
        for found in _TWICE.finditer(passage.text):
            if found["it"] not in _RIGHT:
                yield Note(f"'{found[0]}' has one word twice: take one out.", passage)
