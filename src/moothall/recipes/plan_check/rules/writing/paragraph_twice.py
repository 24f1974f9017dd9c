"""The same paragraph stands in the plan twice.

What it does: Compares paragraphs and list items of ten words or more, without marks and capitals; nearly the same
(nine of ten runs of three words, and the same figures) counts too.

Why: It was pasted twice. With three to four pages to fill, it also takes the place of an answer.

Bad: The same forty words under 'Technology' and again under 'Waste'.

Good: The words once, and 'see section 2' where they are needed again.

How to mend: Keep it where it answers a question of the letter, and refer to it from the other place.
"""

import re
from collections.abc import Iterator

from moothall.kit.papers.paper import Kind, Passage
from moothall.recipes.plan_check.finding import Note, Severity
from moothall.recipes.plan_check.settings import Settings
from moothall.recipes.plan_reading import PlanReading

CODE, NAME, SEVERITY = "W010", "paragraph-twice", Severity.WARNING
_ALIKE = 0.9


def check(reading: PlanReading, settings: Settings) -> Iterator[Note]:
    before: list[tuple[Passage, list[str], set[tuple[str, ...]]]] = []
    for passage in reading.passages:
        if passage.kind not in (Kind.PARAGRAPH, Kind.ITEM):
            continue
        words = re.findall(r"\w+", passage.text.casefold())
        if len(words) < settings.repeated_paragraph:
            continue
        threes = {tuple(words[at : at + 3]) for at in range(len(words) - 2)}
        for other, other_words, other_threes in before:
            if words == other_words or _nearly(words, threes, other_words, other_threes):
                yield Note(f"These words also stand on line {other.line}: keep them once.", passage)
                break
        else:
            before.append((passage, words, threes))


def _nearly(
    words: list[str], threes: set[tuple[str, ...]], others: list[str], other_threes: set[tuple[str, ...]]
) -> bool:
    if min(len(words), len(others)) < 20 or abs(len(words) - len(others)) > 0.1 * len(words):
        return False
    if [it for it in words if it.isdigit()] != [it for it in others if it.isdigit()]:
        return False
    return len(threes & other_threes) >= _ALIKE * len(threes | other_threes)
