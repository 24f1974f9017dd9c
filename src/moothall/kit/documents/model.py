"""The neutral document: what a report says, before anything decides how it looks.

Values only, all frozen. A document that exists is one that every writer can write: its headings descend
without gaps under the title, its links have one of the allowed schemes, its tables are rectangular, and a
chart has alternative text, the table behind it and a source.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise

from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.links import is_allowed
from moothall.kit.documents.svg import check_svg

LOWEST_HEADING = 6
_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one style. A newline inside them is a line break."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: http, https, mailto, or a place on this site."""

    content: tuple[Text, ...]
    href: str

    def __post_init__(self) -> None:
        _check_href(self.href)


@dataclass(frozen=True, slots=True)
class Figure:
    """A stored figure shown in prose, e.g. '45.2%', linked to the page that shows its lineage.

    `note` is said beside it where there is something a reader must know: 'a newer figure exists: …'.
    """

    text: str
    href: str
    note: str = ""

    def __post_init__(self) -> None:
        _check_href(self.href)


Inline = Text | Link | Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading. The document's title is level 1, so these run from 2 to 6; `id` is its anchor."""

    level: int
    content: tuple[Inline, ...]
    id: str = ""

    def __post_init__(self) -> None:
        if not 2 <= self.level <= LOWEST_HEADING:
            raise DocumentError(f"A heading's level must be 2 to 6, not {self.level}; level 1 is the title.")


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class List:
    """Bullets, or where `ordered`, numbers counted from `start`. An item may hold paragraphs and lists."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A call-out set apart from the text around it."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table shows in one place and, where that is a number, its exact value for a spreadsheet."""

    content: tuple[Inline, ...]
    number: Decimal | None = None

    def __post_init__(self) -> None:
        if self.number is not None and not self.number.is_finite():
            raise DocumentError("A cell's number must be finite; show a missing value as words that say why.")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, with a caption and, where the numbers came from somewhere, their source."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise DocumentError(f"The table '{self.caption}' must have at least one column.")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise DocumentError(
                    f"Row {number} of the table '{self.caption}' has {len(row)} cells; "
                    f"give it {len(self.columns)}, one for each column."
                )

    @property
    def label(self) -> str:
        """The caption, or words that stand for one."""
        return self.caption or "Table: " + ", ".join(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing that cannot exist without words for it, the table behind it and a source."""

    title: str
    svg: str
    alt: str
    table: Table
    source: str

    def __post_init__(self) -> None:
        for name, value in (
            ("a title", self.title),
            ("alternative text", self.alt),
            ("a source", self.source),
        ):
            if not value.strip():
                raise DocumentError(f"The chart '{self.title}' must have {name}.")
        check_svg(self.svg)


Block = Heading | Paragraph | List | Quote | Notice | Table | Chart


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `date` is the day it bears; `footer` is said at the foot of each page."""

    title: str
    blocks: tuple[Block, ...]
    date: datetime.date
    language: str = "en-GB"
    author: str = ""
    subject: str = ""
    footer: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise DocumentError("A document must have a title.")
        if not _LANGUAGE.fullmatch(self.language):
            raise DocumentError(f"A document's language must be a code such as en-GB, not '{self.language}'.")
        headings = [block for block in self.blocks if isinstance(block, Heading)]
        for above, level in pairwise((1, *(heading.level for heading in headings))):
            if level > above + 1:
                raise DocumentError(
                    f"A heading of level {level} must not follow one of level {above}; use {above + 1}."
                )
        repeated = [
            id for id, times in Counter(heading.id for heading in headings).items() if id and times > 1
        ]
        if repeated:
            raise DocumentError(
                f"Two headings share the anchor '{repeated[0]}'; pass the blocks through anchored()."
            )
        if any(isinstance(block, Heading) for parent in self.blocks for block in _descendants(parent)):
            raise DocumentError(
                "A heading must not stand inside a list, a quote or a notice; use a paragraph there."
            )


def cell(value: str | int | Decimal | Inline, shown: str | None = None) -> Cell:
    """A cell from a plain value. A number is shown with thousands separators unless `shown` says how."""
    if isinstance(value, str):
        return Cell((Text(value),))
    if isinstance(value, int | Decimal):
        return Cell((Text(f"{value:,}" if shown is None else shown),), Decimal(value))
    return Cell((value,))


def plain(content: Iterable[Inline]) -> str:
    """The words alone, notes of figures included."""
    return "".join(map(_words, content))


def children(block: Block) -> tuple[Block, ...]:
    """The blocks directly inside this one."""
    match block:
        case List():
            return tuple(chain.from_iterable(block.items))
        case Quote() | Notice():
            return block.blocks
        case Chart():
            return (block.table,)
    return ()


def tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """Every table, in reading order, those behind charts included. A chart's takes its source."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Chart):
            yield sourced(block)
        else:
            yield from tables(children(block))


def sourced(chart: Chart) -> Table:
    """The table behind a chart, bearing the chart's title and source where it has none of its own."""
    table = chart.table
    return Table(table.caption or chart.title, table.columns, table.rows, table.source or chart.source)


def _words(inline: Inline) -> str:
    match inline:
        case Link():
            return plain(inline.content)
        case Figure(text, _, note) if note:
            return f"{text} ({note})"
    return inline.text


def _descendants(block: Block) -> Iterator[Block]:
    for child in children(block):
        yield child
        yield from _descendants(child)


def _check_href(href: str) -> None:
    if not is_allowed(href):
        raise DocumentError(f"The link '{href}' must be http, https, mailto or a place on this site.")
