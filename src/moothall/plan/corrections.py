"""What was corrected since an edition was endorsed: said beside it and in a list; the edition stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.utils import timezone

from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import (
    Block,
    Cell,
    Chart,
    Document,
    Figure,
    Heading,
    Inline,
    List,
    Notice,
    Paragraph,
    Quote,
    Table,
)
from moothall.kit.documents.words import spoken_date
from moothall.plan.figures import in_words
from moothall.plan.models import Edition, EditionFigure

AnyBlock = TypeVar("AnyBlock", bound=Block)


@dataclass(frozen=True)
class Corrected:
    """A figure that an edition shows and the store has a newer version of."""

    title: str
    period: str
    shown: str
    now: str
    since: date
    href: str

    @property
    def note(self) -> str:
        """What is said beside the figure."""
        return f"a newer figure exists: {self.now}, since {spoken_date(self.since)}"


def corrected(
    frozen: Iterable[EditionFigure], standing: Mapping[tuple[int, date], Observation]
) -> list[Corrected]:
    """Those of an edition's figures whose value is not the one that stands now, each figure once."""
    found: dict[str, Corrected] = {}
    for it in frozen:
        old = it.observation
        new = standing.get((old.series_id, old.start))
        if new is not None and (new.value, new.missing) != (old.value, old.missing):
            measure = catalogue().get(new.series.measure)
            if measure is not None:  # else nothing can be said of it: its file has left the catalogue
                found.setdefault(it.href, _corrected(it, new, measure))
    return list(found.values())


def _corrected(it: EditionFigure, new: Observation, measure: Measure) -> Corrected:
    shown, now = in_words(it.observation, measure, "number"), in_words(new, measure, "number")
    if shown == now:  # the correction is smaller than what the measure's decimals show
        exact = max(_decimals(it.observation), _decimals(new))
        shown, now = (
            in_words(one, replace(measure, decimals=exact), "number") for one in (it.observation, new)
        )
    assert new.load.published_at is not None  # only published loads stand
    since = timezone.localdate(new.load.published_at)
    title = f"{measure.title}, {new.series.area.name}"
    return Corrected(title, new.period.label, shown, now, since, it.href)


def _decimals(observation: Observation) -> int:
    return observation.value_scale if observation.value is not None else 0


def as_published(edition: Edition, found: Iterable[Corrected]) -> Document:
    """An edition's frozen document, what was corrected since said beside each figure."""
    document = from_json(edition.document)
    notes = {it.href: it.note for it in found}
    return replace(document, blocks=_blocks(document.blocks, notes))


def remarked(block: AnyBlock, notes: Mapping[str, str]) -> AnyBlock:
    """The same block, each figure in it bearing the note for the page that it leads to, if there is one."""
    made: Block
    match block:
        case Heading() | Paragraph():
            made = replace(block, content=_inlines(block.content, notes))
        case List():
            made = replace(block, items=tuple(_blocks(item, notes) for item in block.items))
        case Quote() | Notice():
            made = replace(block, blocks=_blocks(block.blocks, notes))
        case Table():
            made = replace(block, rows=tuple(tuple(_cell(cell, notes) for cell in row) for row in block.rows))
        case Chart():
            made = replace(block, table=remarked(block.table, notes))
    return made


def _blocks(blocks: Iterable[Block], notes: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(remarked(block, notes) for block in blocks)


def _cell(cell: Cell, notes: Mapping[str, str]) -> Cell:
    return replace(cell, content=_inlines(cell.content, notes))


def _inlines(content: Iterable[Inline], notes: Mapping[str, str]) -> tuple[Inline, ...]:
    return tuple(
        replace(it, note=notes[it.href]) if isinstance(it, Figure) and it.href in notes else it
        for it in content
    )
