"""Headings read by their meaning: which field a column's heading names, by the kept lexicon `headers.toml`."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_NO_PLURAL = ("ss", "us", "is")
KINDS = ("payments", "contracts", "orders")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column can hold: what councils call it, and what its values must look like."""

    name: str  # one that begins with a dot is recognised and not kept
    phrases: tuple[frozenset[str], ...]
    whole: frozenset[str]
    against: frozenset[str]
    looks: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    fields: dict[str, tuple[Field, ...]]  # by kind
    weights: dict[str, float]
    same: dict[str, str]
    known: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """headers.toml, once."""
    kept = tomllib.loads((Path(__file__).with_name("headers.toml")).read_text("utf-8"))
    same = dict(kept["same"])
    fields = {
        kind: tuple(
            Field(
                name,
                tuple(frozenset(_words(it, same)) for it in entry["phrases"]),
                frozenset(" ".join(_words(it, same)) for it in entry["phrases"]),
                frozenset(_words(" ".join(entry.get("against", ())), same)),
                entry["looks"],
            )
            for name, entry in kept[kind].items()
        )
        for kind in KINDS
    }
    known = frozenset(
        word for each in fields.values() for it in each for phrase in it.phrases for word in phrase
    )
    return Lexicon(fields, dict(kept["weights"]), same, known | frozenset(same))


def _words(text: str, same: dict[str, str]) -> list[str]:
    text = unicodedata.normalize("NFKC", text).replace("a/c", "account").replace("A/C", "account")
    text = _NOT_WORDS.sub(" ", _CAMEL.sub(" ", text).casefold())
    out = []
    for word in text.split():
        if word in same:
            word = same[word]
        elif len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL):
            word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
            word = same.get(word, word)
        out.append(word)
    return [word for word in out if word not in ("gbp", "pound")]


@lru_cache(4096)
def words(heading: str) -> tuple[str, ...]:
    """The words of a heading; a misspelt one becomes the word of the lexicon it is one slip away from."""
    kept = lexicon()
    out = []
    for word in _words(heading, kept.same):
        if word not in kept.known and len(word) > 5:
            near = get_close_matches(word, kept.known, n=1, cutoff=0.86)
            word = kept.same.get(near[0], near[0]) if near else word
        out.append(word)
    return tuple(out)


@lru_cache(1 << 15)  # files of one folder mostly have the same headings
def score(heading: str, field: Field) -> float:
    """How sure it is that a heading names a field: 1 where it says one of its phrases whole, 0 not at all."""
    said = words(heading)
    if not said:
        return 0.0
    if " ".join(said) in field.whole:
        return 1.0
    bag = frozenset(said)
    if bag & field.against - max(field.phrases, key=lambda it: len(it & bag), default=frozenset()):
        return 0.0
    best = max((_alike(bag, phrase) for phrase in field.phrases), default=0.0)
    return 0.9 * best if best >= 0.45 else 0.0


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    weights = lexicon().weights
    both = sum(weights.get(it, 1.0) for it in one & other)
    return 2 * both / (sum(weights.get(it, 1.0) for it in one) + sum(weights.get(it, 1.0) for it in other))


def recognised(cells: list[str], kind: str) -> int:
    """How many different fields a row of cells names whole, were it a row of headings."""
    kept = lexicon()
    said = {" ".join(_words(cell, kept.same)) for cell in cells if len(cell) < 80}
    return sum(1 for field in kept.fields[kind] if said & field.whole)
