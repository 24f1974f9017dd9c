"""The words that speak for each question, read from `lexicon.toml`, and how they are looked for."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from moothall.engines.text.words import stems
from moothall.reference.productivity_letter import letter

STRONG, MEDIUM, WEAK, HEADING = 0.7, 0.4, 0.15, 0.8

K = TypeVar("K")

_MARKS = ("<£>", "<%>", "<n>", "<waste>")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z])| \| ")
_POUNDS = re.compile(r"£\s?\d|\bGBP\b|\d+ ?(?:pounds|p per)\b", re.I)
_PERCENT = re.compile(r"\d\s?%|\bper ?cent\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?\b|\b\d{2}/\d{2}\b")
_DIGITS = re.compile(r"\d")
_WORDS = re.compile(r"[^\W_]+")
_WASTE = re.compile(r"\bwast(?:e|eful|age)\b", re.I)
_REFUSE = re.compile(
    r"\b(?:commercial|trade|garden|food|household|bulky|residual|clinical|municipal|green|kerbside)\s+waste\b"
    r"|\bwaste\s+(?:and|&|services?|collections?|management|fleet|vehicles?|strategy|disposal|recycling|teams?"
    r"|rounds?|contracts?|reforms?|crews?|depots?|transfer|operations|partnerships?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence ready to be matched: its stems in order, and as a set with marks for the figures it holds."""

    line: str  # ' a b c '
    words: frozenset[str]


@lru_cache(maxsize=2048)  # a plan's sentences: coverage, the requirements and claims each ask for them
def sentence(text: str) -> Sentence:
    text = _misleading().sub(" ", text)
    found = stems(text)
    marks = []
    if _POUNDS.search(text):
        marks.append("<£>")
    if _PERCENT.search(text):
        marks.append("<%>")
    if _DIGITS.search(_YEAR.sub(" ", text)):
        marks.append("<n>")
    if _WASTE.search(_REFUSE.sub(" ", text)):
        marks.append("<waste>")
    marks += [f"={word}" for word in _WORDS.findall(text.casefold())]
    return Sentence(f" {' '.join(found)} ", frozenset(found) | frozenset(marks))


def sentences(text: str) -> list[Sentence]:
    return [sentence(piece) for piece in _SENTENCE.split(text) if piece and piece.strip()]


Pattern = tuple[tuple[tuple[str, ...], ...], ...]  # all of: any of: these stems in a row


def pattern(written: str) -> Pattern:
    """`share|sharing + data` as groups: every group must be met, by words of its own."""
    groups: list[tuple[tuple[str, ...], ...]] = []
    for group in written.split(" + "):
        ways = {
            (way.strip(),) if way.strip() in _MARKS or way.strip().startswith("=") else tuple(stems(way))
            for way in group.split("|")
        } - {()}
        groups.append(tuple(sorted(ways)))
    return tuple(groups)


def _met(groups: Pattern, here: Sentence) -> bool:
    ways: list[list[frozenset[str]]] = []
    for group in groups:
        met = [
            frozenset(way)
            for way in group
            if way[0] in here.words and (len(way) == 1 or f" {' '.join(way)} " in here.line)
        ]
        if not met:
            return False
        ways.append(met)
    return _apart(ways, frozenset())


def _apart(ways: Sequence[Sequence[frozenset[str]]], taken: frozenset[str]) -> bool:
    """Whether each group can be met by words that no other group needs."""
    if not ways:
        return True
    return any(_apart(ways[1:], taken | way) for way in ways[0] if not way & taken)


class Finder(Generic[K]):
    """Many patterns, each with a key, looked for together. Only those whose first group may be met are tried."""

    def __init__(self, patterns: Sequence[tuple[K, Pattern]]) -> None:
        self._by_word: dict[str, list[int]] = {}
        self._patterns = list(patterns)
        for place, (_, groups) in enumerate(self._patterns):
            for word in sorted({way[0] for way in groups[0]}):
                self._by_word.setdefault(word, []).append(place)

    def found(self, here: Sentence) -> list[tuple[int, K]]:
        places = {place for word in here.words if word in self._by_word for place in self._by_word[word]}
        return [
            (place, self._patterns[place][0])
            for place in sorted(places)
            if _met(self._patterns[place][1], here)
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lexicon says of a question beside its patterns."""

    under: float
    needed: int
    wanted: tuple[str, ...]
    plenty: int


@dataclass(frozen=True)
class Lexicon:
    asked: Mapping[str, Asked]
    terms: Finder[tuple[str, float]]  # question, weight
    headings: Finder[tuple[str, float]]
    cues: Finder[tuple[str, str]]  # question, part
    uncued: frozenset[tuple[str, str]]  # parts that any passage on the question meets
    themes: Finder[int]


def _written(rows: Sequence[str], shared: Mapping[str, Sequence[str]]) -> list[str]:
    return [text for row in rows for text in (shared[row[1:]] if row.startswith("@") else (row,))]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "lexicon.toml").read_text(encoding="utf-8"))


@cache
def _misleading() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in _data()["drop"]), re.I)


@cache
def requirement_patterns() -> Mapping[str, Sequence[Pattern]]:
    """What speaks for a requirement, by the names that `requirements.py` asks for."""
    return {name: [pattern(text) for text in rows] for name, rows in _data()["requirement"].items()}


@cache
def lexicon() -> Lexicon:
    data = _data()
    shared: Mapping[str, Sequence[str]] = data["shared"]
    asked: dict[str, Asked] = {}
    terms: list[tuple[tuple[str, float], Pattern]] = []
    headings: list[tuple[tuple[str, float], Pattern]] = []
    cues: list[tuple[tuple[str, str], Pattern]] = []
    uncued: set[tuple[str, str]] = set()
    for row in data["question"]:
        id = row["id"]
        parts = row["cues"]
        if set(parts) != {part.id for part in letter().question(id).parts}:
            raise ValueError(f"lexicon.toml: the cues of {id} are not the parts of the question.")
        asked[id] = Asked(
            row.get("under", 0.0),
            row.get("needed", len(parts)),
            tuple(row.get("wanted", ())),
            row.get("plenty", 2),
        )
        for name, weight in (("strong", STRONG), ("medium", MEDIUM), ("weak", WEAK)):
            for text in _written(row.get(name, ()), shared):
                terms.append(((id, weight), pattern(text)))
                if name != "weak":
                    headings.append(((id, weight), pattern(text)))
        headings += [((id, HEADING), pattern(text)) for text in row.get("heading", ())]
        for part, written in parts.items():
            cues += [((id, part), pattern(text)) for text in _written(written, shared)]
            if not written:
                uncued.add((id, part))
    themes = [(int(id), pattern(text)) for id, rows in data["theme"].items() for text in rows]
    return Lexicon(asked, Finder(terms), Finder(headings), Finder(cues), frozenset(uncued), Finder(themes))
