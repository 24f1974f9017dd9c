"""What an edition seems to promise, proposed to whoever ticks what is to be tracked. Nothing is tracked by itself."""

import hashlib
import re
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
_NOT_OURS = (ClaimKind.BARRIER, ClaimKind.ASK)  # what stands in the way, and what others are asked to do
_NO_PROMISES = ("barriers",)  # sections

_COMMITS = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:going|due|set|planning|aiming|committed) to|(?:is|are) to be"
    r"|(?:plan|aim|intend|propose|commit)s? to)\b",
    re.I,
)
_BY = re.compile(
    r"\bby (?:the end of |early |late |mid-)?(?:(?:spring|summer|autumn|winter|January|February|March|April|May|June"
    r"|July|August|September|October|November|December)\b|20\d\d\b|next year\b)",
    re.I,
)
# Whose future it is decides: what happens to a council is no promise of its own.
_NOT_OF_THE_COUNCIL = re.compile(
    r"\b(?:th(?:is|e) (?:\w+ )?(?:plan|report|paper|section|document|strategy)|demand|costs?|prices|inflation"
    r"|population|pressures?|funding|government|ministers|residents|this|that|which|there) (?:will|is to|shall)\b",
    re.I,
)
_VISION = re.compile(
    r"\b(?:vision|ambition|aspiration|mission)s?\b|\bwill (?:always |continue to )?"
    r"(?:always|strive|remain|thrive|be (?:an? |the )?(?:place|best|leading|council|more|as)|become|champion|not)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:\w{3,}ed|was|were|had|did|fell|rose|made|took|brought|went|grew|saw|cut|spent|built|sold|bought)\b",
    re.I,
)

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
    """The promises that the text engine finds in a frozen plan, in their order, each sentence once.

    A promise says what the council will do, or by when; what was done, what stands in the way and what a plan only
    hopes for are none.
    """
    passages, themes = _passages(document)
    tracked = {" ".join(it.words.split()): it for it in there}
    found: dict[str, Suggested] = {}
    for claim in read(passages):
        words = " ".join(claim.sentence.split())
        theme = themes[claim.passage]
        if claim.kind in _NOT_OURS or theme in _NO_PROMISES or not promises(words):
            continue
        if words in found and claim.kind is not ClaimKind.SAVING:
            continue
        saving = _saving(claim)
        found[words] = Suggested(
            hashlib.sha256(words.encode()).hexdigest()[:16],
            words,
            theme,
            saving,
            "" if saving is None else str(_BASES.get(claim.basis or Basis.UNCLEAR, Saves.UNCLEAR)),
            tracked.get(words),
        )
    return tuple(found.values())


def promises(words: str) -> bool:
    """Whether a sentence commits the council to something to come."""
    if _NOT_OF_THE_COUNCIL.search(words):
        return False
    dated = _BY.search(words) is not None
    if _COMMITS.search(words):
        return dated or not _VISION.search(words)
    return dated and not _PAST.search(words)  # 'A new depot opens by June 2027', but not 'fell by June 2024'


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
