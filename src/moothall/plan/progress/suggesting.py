"""What an edition seems to promise, proposed to whoever ticks what is to be tracked. Nothing is tracked by itself."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from moothall.direction.life import Basis as Saves
from moothall.direction.models import Commitment
from moothall.engines.text.claims import claims
from moothall.engines.text.figures import figures
from moothall.engines.text.found import Basis, Claim, ClaimKind
from moothall.kit.documents.model import (
    Block,
    Document,
    Heading,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
    plain,
)
from moothall.kit.papers.paper import Kind, Passage
from moothall.plan.themes import BY_KEY

_BASES = {Basis.CASHABLE: Saves.CASHABLE, Basis.AVOIDED: Saves.AVOIDED}
_PROMISING = (ClaimKind.PLAN, ClaimKind.SAVING)

Read = Callable[[tuple[Passage, ...]], Iterable[Claim]]


def read_claims(passages: tuple[Passage, ...]) -> tuple[Claim, ...]:
    """What the text engine finds said in these passages."""
    return claims(passages, figures(passages))


@dataclass(frozen=True)
class Suggested:
    """A sentence that may be a promise: in which section, what it would save, and whether it is tracked already."""

    key: str
    words: str
    theme: str
    saving: int | None  # pence, where the sentence states one amount
    basis: str
    tracked: Commitment | None

    @property
    def section(self) -> str:
        return BY_KEY[self.theme].title if self.theme in BY_KEY else ""


def suggested(
    document: Document, there: Iterable[Commitment], read: Read = read_claims
) -> tuple[Suggested, ...]:
    """The promises that the text engine finds in a frozen plan, in their order, each sentence once."""
    passages, themes = _passages(document)
    tracked = {" ".join(it.words.split()): it for it in there}
    found: dict[str, Suggested] = {}
    for claim in read(passages):
        words = " ".join(claim.sentence.split())
        if claim.kind in _PROMISING and words and words not in found:
            saving = _saving(claim)
            found[words] = Suggested(
                hashlib.sha256(words.encode()).hexdigest()[:16],
                words,
                themes[claim.passage],
                saving,
                "" if saving is None else str(_BASES.get(claim.basis or Basis.UNCLEAR, Saves.UNCLEAR)),
                tracked.get(words),
            )
    return tuple(found.values())


def _saving(claim: Claim) -> int | None:
    """The amount promised, in pence, where it is a saving of one amount that stands by itself."""
    pounds = [it for it in claim.figures if it.unit == "GBP"]
    if claim.kind is not ClaimKind.SAVING or len(pounds) != 1 or pounds[0].value < 0:
        return None
    pence = pounds[0].value * 100
    return int(pence) if pence == pence.to_integral_value() else None


def _passages(document: Document) -> tuple[tuple[Passage, ...], list[str]]:
    """The document's passages, and for each the section that it stands in."""
    passages: list[Passage] = []
    themes: list[str] = []
    theme = ""
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            theme = block.id
        for kind, level, text, cells in _texts(block):
            number = len(passages)
            passages.append(
                Passage(number, kind, " ".join(text.split()), number + 1, level=level, cells=cells)
            )
            themes.append(theme)
    return tuple(passages), themes


def _texts(block: Block, depth: int = 0) -> Iterator[tuple[Kind, int, str, tuple[str, ...]]]:
    match block:
        case Heading():
            yield Kind.HEADING, block.level, plain(block.content), ()
        case Paragraph():
            yield (Kind.ITEM if depth else Kind.PARAGRAPH), depth, plain(block.content), ()
        case List():
            for item in block.items:
                for child in item:
                    yield from _texts(child, depth + 1)
        case Quote() | Notice():
            for child in block.blocks:
                yield from _texts(child, depth)
        case Table():
            for row in block.rows:
                cells = tuple(plain(one.content) for one in row)
                yield Kind.ROW, 0, " | ".join(cells), cells
