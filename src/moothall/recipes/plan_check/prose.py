"""A plan as rules look at it: sentence by sentence, and each passage under its headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moothall.engines.text.found import StatedFigure
from moothall.engines.text.sentences import sentences
from moothall.kit.papers.paper import Kind, Passage
from moothall.recipes.plan_reading import PlanReading


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, with where it stands in its passage's text."""

    passage: Passage
    text: str
    start: int
    end: int

    def figures(self, reading: PlanReading) -> tuple[StatedFigure, ...]:
        """The figures that begin in it."""
        them = reading.figures_by_passage.get(self.passage.number, ())
        return tuple(it for it in them if self.start <= it.start < self.end)


LONGEST = 1500  # characters: what runs on longer is no sentence, and patterns would take long over it


@lru_cache(maxsize=4096)  # many rules ask for the same ones
def split(passage: Passage) -> tuple[Sentence, ...]:
    """The sentences of one passage; none that is longer than any that people write."""
    spans = [(a, b) for a, b in sentences(passage.text) if b - a <= LONGEST]
    return tuple(Sentence(passage, passage.text[a:b], a, b) for a, b in spans)


def prose(reading: PlanReading) -> Iterator[Sentence]:
    """Every sentence of the plan's paragraphs and list items."""
    for passage in reading.passages:
        if passage.kind in (Kind.PARAGRAPH, Kind.ITEM):
            yield from split(passage)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (None before the first) with the passages down to the next heading of any level."""

    heading: Passage | None
    body: tuple[Passage, ...]


def sections(passages: Sequence[Passage]) -> list[Section]:
    """The plan cut at its headings."""
    found: list[tuple[Passage | None, list[Passage]]] = [(None, [])]
    for passage in passages:
        if passage.kind is Kind.HEADING:
            found.append((passage, []))
        else:
            found[-1][1].append(passage)
    return [Section(heading, tuple(body)) for heading, body in found if heading or body]


@dataclass(frozen=True, slots=True)
class Rows:
    """One table: its header row where it has one, then its other rows."""

    header: Passage | None
    body: tuple[Passage, ...]


def tables(passages: Sequence[Passage]) -> list[Rows]:
    """Every table: rows that stand one after another."""
    found: list[list[Passage]] = []
    before = None
    for passage in passages:
        if passage.kind is Kind.ROW:
            follows = before is not None and before.kind is Kind.ROW and not passage.header
            if follows or (before is not None and before.kind is Kind.ROW and before.header):
                found[-1].append(passage)
            else:
                found.append([passage])
        before = passage
    return [Rows(rows[0], tuple(rows[1:])) if rows[0].header else Rows(None, tuple(rows)) for rows in found]


def leads(passages: Sequence[Passage]) -> dict[int, str]:
    """For each list item or row, the paragraph that leads into it; for every passage, its nearest heading too."""
    found: dict[int, str] = {}
    heading, lead = "", ""
    for passage in passages:
        if passage.kind is Kind.HEADING:
            heading, lead = passage.text, ""
        elif passage.kind is Kind.PARAGRAPH:
            lead = passage.text
            found[passage.number] = heading
            continue
        found[passage.number] = f"{heading} / {lead}" if lead else heading
    return found


def short(text: str, most: int = 60) -> str:
    """A passage's beginning, for a message."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def words(text: str) -> list[str]:
    """The words of a text, in small letters, without numbers and marks."""
    return [it.casefold() for it in _WORD.findall(text)]
