"""What people typed into a change, made fit to keep.

Only characters that can be shown, and no more than there is room for. `what` begins the sentence of a refusal, such
as 'the title'; `most` is in characters.
"""

from moothall.core.errors import NotPossible
from moothall.kit.documents.words import showable


def line(text: str, what: str, most: int) -> str:
    """One line with words in it. Raises NotPossible where it is empty or too long."""
    return _bounded(_written(" ".join(showable(text).split()), what), what, most)


def prose(text: str, what: str, most: int) -> str:
    """Some lines with words in them. Raises NotPossible where there are none or too many."""
    return _bounded(_written(showable(text).strip(), what), what, most)


def prose_or_none(text: str, what: str, most: int) -> str:
    """The same where nothing need be said: ''. Raises NotPossible where it is too long."""
    return _bounded(showable(text).strip(), what, most)


def _written(text: str, what: str) -> str:
    if not text:
        raise NotPossible(f"{what[0].upper()}{what[1:]} is empty: write it.")
    return text


def _bounded(text: str, what: str, most: int) -> str:
    if len(text) > most:
        raise NotPossible(
            f"{what[0].upper()}{what[1:]} has {len(text):,} characters: cut it to {most:,} or fewer."
        )
    return text
