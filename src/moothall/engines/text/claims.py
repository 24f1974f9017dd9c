"""Statements of the kinds a reader of plans looks for, each one sentence with its passage.

The cues are in `claims.toml`; the section a sentence stands in counts too: what is listed under a heading about
barriers is likely a barrier.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from moothall.engines.text.coverage.lexicon import (
    MEDIUM,
    STRONG,
    Finder,
    Pattern,
    Sentence,
    pattern,
    sentence,
)
from moothall.engines.text.coverage.outline import Place, outline
from moothall.engines.text.found import Basis, Claim, ClaimKind, StatedFigure
from moothall.engines.text.saved_amounts import of_the_saving
from moothall.engines.text.sentences import sentences
from moothall.kit.papers import Passage

WEAK = 0.2
ENOUGH = 0.5  # a kind below this is not claimed
ALSO = 0.12  # a second kind this near to the first is claimed too
LEAST_WORDS = 3
CELL = " | "

# Between kinds that score the same: what a reader wants to see first.
ORDER = (
    ClaimKind.SAVING,
    ClaimKind.ASK,
    ClaimKind.BARRIER,
    ClaimKind.SPEND,
    ClaimKind.SYSTEM,
    ClaimKind.GOVERNANCE,
    ClaimKind.PLAN,
)


def claims(passages: Sequence[Passage], figures: Sequence[StatedFigure]) -> tuple[Claim, ...]:
    """The statements of a plan in reading order; a sentence makes one claim, or two of kinds that lie close."""
    stated: dict[int, list[StatedFigure]] = {}
    for figure in figures:
        stated.setdefault(figure.passage, []).append(figure)
    found: list[Claim] = []
    for place in outline(passages):
        if not place.evidence:
            continue
        number = place.passage.number
        offset = len(place.passage.text) - len(place.said)
        for start, end in _spans(place.said):
            text = place.said[start:end]
            if len(text.split()) < LEAST_WORDS or text.endswith("?"):
                continue
            here = sentence(text)
            held = tuple(f for f in stated.get(number, ()) if start + offset <= f.start < end + offset)
            for kind in kinds(here, place):
                if kind is ClaimKind.SAVING:
                    saved = of_the_saving(text, start + offset, held)
                    found.append(Claim(kind, text, number, saved, basis_of(here)))
                else:
                    found.append(Claim(kind, text, number, held))
    return tuple(found)


def kinds(here: Sentence, place: Place) -> list[ClaimKind]:
    """The kinds of a sentence, the likeliest first; none where nothing marks it."""
    scores = _scores(here, place)
    if ClaimKind.ASK in scores and not asks(here) and _hinders(here):
        del scores[ClaimKind.ASK]
    ranked = sorted(scores, key=lambda kind: (-round(scores[kind], 6), ORDER.index(kind)))
    return [kind for kind in ranked[:2] if scores[kind] >= max(ENOUGH, scores[ranked[0]] - ALSO)]


def asks(here: Sentence) -> bool:
    """Whether a sentence asks for something, and does not only tell of a need or a hindrance."""
    return bool(_cues().asking.found(here))


def _hinders(here: Sentence) -> bool:
    return bool(_cues().hindering.found(here))


def basis_of(here: Sentence) -> Basis:
    """What a saving says of itself; a word for cash and a word for avoidance make it mixed."""
    said = {name for _, name in _cues().basis.found(here)}
    cashable = "cashable" in said and ("not_cashable" not in said or _says_both(here))
    avoided = "avoided" in said
    if cashable and avoided:
        return Basis.MIXED
    return Basis.CASHABLE if cashable else Basis.AVOIDED if avoided else Basis.UNCLEAR


def _says_both(here: Sentence) -> bool:
    """'cashable and non-cashable' says both; 'non-cashable' alone does not say cashable."""
    cashable = sum(here.line.count(f" {word} ") for word in _cues().cash_words)
    return cashable > 1


def _scores(here: Sentence, place: Place) -> dict[ClaimKind, float]:
    cues = _cues()
    left: dict[ClaimKind, float] = {}
    for _, (kind, weight) in cues.words.found(here):
        left[kind] = left.get(kind, 1.0) * (1 - weight)
    for kind in ClaimKind:
        section = max(
            (sure * cues.raised.get((kind, id), 0.0) for id, sure in place.raised.items()), default=0.0
        )
        if place.theme is not None:
            section = max(section, cues.theme.get((kind, place.theme), 0.0))
        if section:
            left[kind] = left.get(kind, 1.0) * (1 - section)
    return {kind: 1 - rest for kind, rest in left.items()}


def _spans(text: str) -> list[tuple[int, int]]:
    """Sentences, those of a table row within their cells."""
    spans: list[tuple[int, int]] = []
    start = 0
    for cell in text.split(CELL):
        spans += [(start + first, start + last) for first, last in sentences(cell)]
        start += len(cell) + len(CELL)
    return spans


@dataclass(frozen=True)
class _Cues:
    words: Finder[tuple[ClaimKind, float]]
    raised: Mapping[tuple[ClaimKind, str], float]
    theme: Mapping[tuple[ClaimKind, int], float]
    basis: Finder[str]
    asking: Finder[str]
    hindering: Finder[str]
    cash_words: frozenset[str]


@cache
def _cues() -> _Cues:
    data = tomllib.loads((files(__package__) / "claims.toml").read_text(encoding="utf-8"))
    words: list[tuple[tuple[ClaimKind, float], Pattern]] = []
    raised: dict[tuple[ClaimKind, str], float] = {}
    theme: dict[tuple[ClaimKind, int], float] = {}
    for kind in ClaimKind:
        row = data[kind.value]
        for name, weight in (("strong", STRONG), ("medium", MEDIUM), ("weak", WEAK)):
            words += [((kind, weight), pattern(text)) for text in row[name]]
        raised |= {(kind, id): sure for id, sure in row.get("raised", {}).items()}
        theme |= {(kind, int(id)): sure for id, sure in row.get("theme", {}).items()}
    basis = [(name, pattern(text)) for name, rows in data["basis"].items() for text in rows]
    asking, hindering = (
        Finder([(text, pattern(text)) for text in data["ask"][name]]) for name in ("asking", "hindering")
    )
    cash = pattern("cashable")[0]
    cash_words = frozenset(way[0] for way in cash)
    return _Cues(Finder(words), raised, theme, Finder(basis), asking, hindering, cash_words)
