"""A commentary as blocks of a document: what was typed, as it was typed."""

import re
from collections.abc import Iterator

from moothall.kit.documents.model import Block, Heading, Paragraph, Text
from moothall.kit.documents.words import spoken_date
from moothall.performance.models import Commentary

SAID = ("What happened", "Why", "What we will do", "By when")


def blocks(it: Commentary, level: int) -> Iterator[Block]:
    """Its heading, of a level, and a paragraph for each part of it; empty lines part a text into several."""
    yield Heading(level, (Text(f"Commentary on {it.period.label}"),), f"commentary-{it.measure}")
    for name, text in zip(SAID, (it.happened, it.why, it.doing), strict=False):
        first, *others = re.split(r"\n\s*\n", text)
        if text:
            yield Paragraph((Text(f"{name}: ", strong=True), Text(first)))
            yield from (Paragraph((Text(words),)) for words in others)
    if it.by_when:
        yield Paragraph((Text(f"{SAID[-1]}: ", strong=True), Text(spoken_date(it.by_when))))
