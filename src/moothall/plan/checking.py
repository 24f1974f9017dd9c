"""A draft read as the linter and the engines read anybody's plan: its document as a paper, and what they say of it.

A figure that came from the store stands in the paper in words, as its readers see it; where it stands is kept, so that
it can be told from one that was typed. The linter is loaded when it is first asked, for few requests need it. Nothing
here asks the database.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from moothall.engines.text.found import Answer, Part, PartKind, StatedFigure, Status
from moothall.kit.documents.model import (
    Block,
    Cell,
    Chart,
    Figure,
    Heading,
    Inline,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
    Text,
    plain,
)
from moothall.kit.papers import Access, Kind, Paper, Passage
from moothall.plan.themes import BY_KEY, SECTION

if TYPE_CHECKING:
    from moothall.recipes.plan_check import Finding
    from moothall.recipes.plan_reading import PlanReading

# What the letter wants said of every plan, and an edition made here says by itself
SAID_BY_THE_EDITION = {
    "L301": "members endorse the plan in Moothall, and each edition says when",
    "L401": "the plan is published by Moothall, at an address of its own",
}

Span = tuple[int, int]
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Laid:
    """A draft as a paper. `sections` has the theme that each passage is in; `sourced` where stored figures stand."""

    paper: Paper
    sections: tuple[str, ...]
    sourced: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A finding of the linter, with the section it is about: '' for the plan as a whole."""

    finding: "Finding"
    theme: str

    @property
    def where(self) -> str:
        return BY_KEY[self.theme].title if self.theme else "The whole plan"


@dataclass(frozen=True)
class Checked:
    """What reading a draft came to."""

    laid: Laid
    reading: "PlanReading"
    told: tuple[Told, ...]

    @property
    def coverage(self) -> Mapping[str, Answer]:
        return self.reading.coverage

    @property
    def gravest_first(self) -> list[Told]:
        """Errors, then warnings, then advice; each in the draft's order."""
        return sorted(self.told, key=lambda it: -it.finding.severity.rank)

    def of(self, theme: str) -> list[Told]:
        """What is said of one section."""
        return [it for it in self.told if it.theme == theme]

    @cached_property
    def typed(self) -> tuple[StatedFigure, ...]:
        """The figures that were typed: those that no reference to the store put there."""
        return tuple(it for it in self.reading.figures if not _within(it, self.laid.sourced))

    def section_of(self, figure: StatedFigure) -> str:
        """The title of the section in which a figure stands."""
        theme = self.laid.sections[figure.passage]
        return BY_KEY[theme].title if theme else ""


def checked(
    title: str,
    blocks: Iterable[Block],
    corrections: Mapping[str, Status] | None = None,
    due_on: date | None = None,
) -> Checked:
    """Lays the draft out and reads it, with what people corrected of its answers."""
    from moothall.recipes.plan_check import Ignore, Settings, check

    draft = laid(title, blocks)
    reading = read(draft, corrections)
    ignores = tuple(Ignore(code, reason) for code, reason in SAID_BY_THE_EDITION.items())
    settings = (
        Settings(deadline=due_on, deadline_applies=date.max, ignores=ignores)
        if due_on
        else Settings(deadline_applies=date.min, ignores=ignores)
    )
    told = tuple(Told(it, _section(draft, it)) for it in check(reading, settings).findings)
    return Checked(draft, reading, told)


def read(draft: Laid, corrections: Mapping[str, Status] | None = None) -> "PlanReading":
    """A reading of a draft, which is nothing but a plan: no covering report is looked for in it."""
    from moothall.engines.text.claims import claims
    from moothall.engines.text.coverage import requirements
    from moothall.engines.text.figures import figures, malformed
    from moothall.recipes.plan_reading import PlanReading

    passages = draft.paper.passages
    stated = figures(passages)
    return PlanReading(
        paper=draft.paper,
        parts=(Part(PartKind.PLAN, 0, len(passages) - 1),),
        passages=passages,
        figures=stated,
        malformed=malformed(passages),
        coverage=answers(draft, corrections),
        requirements=requirements(draft.paper),
        claims=claims(passages, stated),
    )


def answers(draft: Laid, corrections: Mapping[str, Status] | None = None) -> dict[str, Answer]:
    """How the draft answers the letter's questions, with what people corrected; the rest of it is not read.

    A question that somebody calls answered though nothing was found for it cites its section's title: which words they
    mean changes with every version.
    """
    from moothall.engines.text.coverage import Correction, coverage

    found = coverage(draft.paper.passages)
    put_right = {
        question: Correction(status, found[question].passages or (_title_of(draft, question),))
        for question, status in (corrections or {}).items()
        if status is not found[question].status
    }
    return coverage(draft.paper.passages, put_right) if put_right else found


def _title_of(draft: Laid, question: str) -> int:
    theme = SECTION[int(question.partition(".")[0])]
    return draft.sections.index(theme) if theme in draft.sections else 0


def typed(draft: Laid) -> list[StatedFigure]:
    """The figures of a draft that were typed, found without reading the rest of it."""
    from moothall.engines.text.figures import figures

    return [it for it in figures(draft.paper.passages) if not _within(it, draft.sourced)]


def laid(title: str, blocks: Iterable[Block]) -> Laid:
    """The document as a paper; a heading of the second level that is a section's begins that section."""
    rows: list[_Row] = [(Kind.HEADING, title, (), "", {"level": 1}), *_passages(blocks)]
    theme, passages, sections, sourced = "", [], [], {}
    for number, (kind, text, spans, begins, more) in enumerate(rows):
        theme = begins or theme
        passages.append(Passage(number, kind, text, number + 1, **more))
        sections.append(theme)
        if spans:
            sourced[number] = spans
    access = Access(title=title, language="en-GB", headings_marked=True)
    return Laid(Paper(title, "markdown", tuple(passages), access=access), tuple(sections), sourced)


_Row = tuple[Kind, str, tuple[Span, ...], str, dict[str, Any]]


def _passages(blocks: Iterable[Block], kind: Kind = Kind.PARAGRAPH, depth: int = 0) -> Iterator[_Row]:
    for block in blocks:
        match block:
            case Heading():
                begins = block.id if block.level == 2 and block.id in BY_KEY else ""
                yield Kind.HEADING, *_words(block.content), begins, {"level": block.level}
            case Paragraph():
                if any(plain((it,)).strip() for it in block.content):
                    yield kind, *_words(block.content), "", {"level": depth}
            case List():
                for place, item in enumerate(block.items, start=block.start):
                    label = {"label": str(place)} if block.ordered else {}
                    for which, row in enumerate(_passages(item, Kind.ITEM, depth + 1)):
                        yield row if which else (*row[:4], {**row[4], **label})
            case Quote() | Notice():
                yield from _passages(block.blocks)
            case Table():
                yield from _rows(block)
            case Chart():
                yield from _rows(block.table)


def _rows(table: Table) -> Iterator[_Row]:
    if table.caption:
        yield Kind.PARAGRAPH, table.caption, (), "", {}
    header = tuple(Cell((Text(it.name),)) for it in table.columns)
    for place, row in enumerate((header, *table.rows)):
        text, spans, cells = "", [], []
        for which, cell in enumerate(row):
            words, own = _words(cell.content)
            text += " | " if which else ""
            spans += [(start + len(text), end + len(text)) for start, end in own]
            text += words
            cells.append(words)
        yield Kind.ROW, text, tuple(spans), "", {"cells": tuple(cells), "header": place == 0}


def _words(content: Iterable[Inline]) -> tuple[str, tuple[Span, ...]]:
    """The words with single spaces, and where among them the stored figures stand."""
    text, spans = "", []
    for inline in content:
        said = _SPACE.sub(" ", plain((inline,)))
        said = said.lstrip() if not text or text.endswith(" ") else said
        if isinstance(inline, Figure):
            spans.append((len(text), len(text) + len(said)))
        text += said
    return text.rstrip(), tuple(spans)


def _within(figure: StatedFigure, sourced: Mapping[int, tuple[Span, ...]]) -> bool:
    return any(start <= figure.start < end for start, end in sourced.get(figure.passage, ()))


def _section(draft: Laid, finding: "Finding") -> str:
    return draft.sections[finding.line - 1] if 0 < finding.line <= len(draft.sections) else ""
