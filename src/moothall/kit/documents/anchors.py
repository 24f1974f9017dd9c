"""Headings' anchors: readable, and unique in the document."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from moothall.kit.documents.model import Block, Heading, plain


def slug(words: str) -> str:
    """
    >>> slug("What we’ll do: 2024–25")
    'what-well-do-2024-25'
    """
    ascii_words = unicodedata.normalize("NFKD", words.replace("–", "-").replace("—", "-"))
    kept = re.sub(r"[^a-z0-9\s-]", "", ascii_words.encode("ascii", "ignore").decode().lower())
    return re.sub(r"[\s-]+", "-", kept).strip("-") or "section"


def anchored(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks, each heading with an anchor of its own. One that is already unique is kept."""
    taken: set[str] = set()

    def with_anchor(heading: Heading) -> Heading:
        wanted = heading.id or slug(plain(heading.content))
        number, free = 1, wanted
        while free in taken:
            number += 1
            free = f"{wanted}-{number}"
        taken.add(free)
        return replace(heading, id=free)

    return tuple(with_anchor(block) if isinstance(block, Heading) else block for block in blocks)


def contents(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """The anchor and the words of each of a document's sections, for a list above them."""
    return [
        (block.id, plain(block.content))
        for block in blocks
        if isinstance(block, Heading) and block.level == 2
    ]
