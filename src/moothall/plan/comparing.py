"""What changed between two texts of a section, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """Words that both texts have, that only the newer has, or that only the older had."""

    kind: Literal["same", "added", "taken"]
    text: str


def differences(older: str, newer: str) -> Iterator[Piece]:
    """The pieces in reading order; together, 'same' and 'added' are the newer text, 'same' and 'taken' the older."""
    was, now = _PIECE.findall(older), _PIECE.findall(newer)
    for _, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
        taken, added = "".join(was[a:b]), "".join(now[c:d])
        if taken == added:
            yield Piece("same", taken)
            continue
        if taken:
            yield Piece("taken", taken)
        if added:
            yield Piece("added", added)
