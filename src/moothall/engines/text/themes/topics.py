"""The topics that plans speak of, kept as data, and which of them a passage is on."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from moothall.engines.text.words import stems

Phrase = tuple[str, ...]  # stems, one after another


class TopicKind(StrEnum):
    PRACTICE = "practice"
    BARRIER = "barrier"


@dataclass(frozen=True)
class Topic:
    """A thing councils do or that hinders them. Each way of naming it is one phrase or several that go together."""

    id: str
    title: str
    kind: TopicKind
    ways: tuple[tuple[Phrase, ...], ...]


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic of topics.toml, in its order."""
    kept = tomllib.loads(files(__package__).joinpath("topics.toml").read_text(encoding="utf-8"))
    return tuple(
        Topic(
            id,
            it["title"],
            TopicKind(it["kind"]),
            tuple(tuple(tuple(stems(part)) for part in phrase.split("+")) for phrase in it["phrases"]),
        )
        for id, it in kept.items()
    )


def topics_of(words: Sequence[str]) -> frozenset[str]:
    """The ids of the topics that a passage, given as its stems in order, is on."""
    held = _held(words)
    return frozenset(
        topic.id for topic in topics() if any(all(part in held for part in way) for way in topic.ways)
    )


def _held(words: Sequence[str]) -> frozenset[Phrase]:
    """Which of all topics' phrases stand in these words."""
    beginnings = _beginnings()
    return frozenset(
        phrase
        for at, word in enumerate(words)
        for phrase in beginnings.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    )


@cache
def _beginnings() -> Mapping[str, tuple[Phrase, ...]]:
    """Phrases by their first word, so that a passage is read once whatever the number of topics."""
    found: dict[str, set[Phrase]] = {}
    for topic in topics():
        for way in topic.ways:
            for part in way:
                found.setdefault(part[0], set()).add(part)
    return {word: tuple(sorted(some)) for word, some in found.items()}
