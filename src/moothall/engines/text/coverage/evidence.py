"""How far each passage speaks for each question: headings, the lexicon and BM25 over the letter's wording, merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moothall.engines.text.bm25 import Index
from moothall.engines.text.coverage.lexicon import STRONG, lexicon, sentences
from moothall.engines.text.coverage.outline import Place, outline
from moothall.engines.text.words import stems, telling
from moothall.kit.papers import Passage
from moothall.reference.productivity_letter import letter

HEADING_WORTH = 0.9
WORDING_WORTH = 0.35
SURE_ELSEWHERE = 0.85  # what strong words are worth in another theme's section
OTHER_THEME, NO_THEME = (
    0.7,
    0.9,
)  # and what words that could mean much are worth away from their theme's section


@dataclass(frozen=True, slots=True)
class Support:
    """A passage that may speak for a question."""

    passage: int  # its number
    score: float  # 0 to 1
    words: int
    parts: frozenset[str]  # of the question, that it meets


def wording() -> Mapping[str, Mapping[str, float]]:
    """The telling words of each question's own wording, each of weight 1."""
    return {q.id: dict.fromkeys(telling(stems(f"{q.title} {q.asks}")), 1.0) for q in letter().questions}


def by_wording(places: Sequence[Place]) -> dict[str, dict[int, float]]:
    """BM25 of the letter's wording alone, as a share of the best a text could have: by place, 0 to 1."""
    index = Index([telling(stems(place.said)) if place.evidence else [] for place in places])
    found: dict[str, dict[int, float]] = {}
    for id, words in wording().items():
        most = sum(index.rarity(word) for word in words) * 2.2
        scores = index.scores(words) if most else {}
        found[id] = {place: min(1.0, 2 * score / most) for place, score in scores.items()}
    return found


def evidence(passages: Sequence[Passage]) -> dict[str, list[Support]]:
    """For each question, the passages that speak for it at all, in reading order."""
    lex = lexicon()
    places = outline(passages)
    worded = by_wording(places)
    found: dict[str, list[Support]] = {q.id: [] for q in letter().questions}
    for number, place in enumerate(places):
        if not place.evidence:
            continue
        seen: set[int] = set()
        sure: dict[str, float] = {}
        left: dict[str, float] = {}
        met: dict[str, set[str]] = {}
        for here in sentences(place.said):
            for which, (id, weight) in lex.terms.found(here):
                if which not in seen:
                    seen.add(which)
                    chance = sure if weight >= STRONG else left
                    chance[id] = chance.get(id, 1.0) * (1 - weight)
            for _, (id, part) in lex.cues.found(here):
                met.setdefault(id, set()).add(part)
        words = len(place.said.split())
        for id, row in found.items():
            theme = int(id[0])
            near = 1.0 if place.theme == theme else NO_THEME if place.theme is None else OTHER_THEME
            certain = 1.0 if place.theme in (None, theme) else SURE_ELSEWHERE
            under = lex.asked[id].under if place.theme == theme and not place.raised else 0.0
            head = max(place.raised.get(id, 0.0) * HEADING_WORTH, under)
            said = 1 - (1 - (1 - sure.get(id, 1.0)) * certain) * (1 - (1 - left.get(id, 1.0)) * near)
            score = 1 - (1 - said) * (1 - head) * (1 - WORDING_WORTH * worded[id].get(number, 0.0) * near)
            if score > 0.05:
                row.append(Support(place.passage.number, score, words, frozenset(met.get(id, ()))))
    return found
