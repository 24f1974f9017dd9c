"""A paper: a document that somebody else wrote, as passages in reading order. Values only, all frozen."""

from dataclasses import dataclass
from enum import StrEnum

from moothall.kit.unreadable import Unreadable as Unreadable  # what reading a paper raises


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    ROW = "row"  # of a table


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading, paragraph, list item or table row, with where it stands.

    `text` is its words with single spaces, without marks of emphasis, bullets or list numbers; a row's cells
    are joined by ' | '. `line` counts from 1: the physical line where it begins, in text files, else its place
    among the paper's passages. `page` counts from 1 and is None in formats that have no pages.
    """

    number: int  # its place among the paper's passages, from 0
    kind: Kind
    text: str
    line: int
    page: int | None = None
    level: int = 0  # a heading's, from 1; how deep an item is, from 1
    label: str = ""  # the number printed before it: '2.1', '3', 'a'
    cells: tuple[str, ...] = ()  # a row's, as they stand
    header: bool = False  # a row that names the columns


@dataclass(frozen=True, slots=True)
class Access:
    """What a file offers to those who cannot see it. None where the format cannot say."""

    tagged: bool | None = None  # a PDF with a structure tree
    title: str = ""  # in the file's properties
    language: str = ""
    pictures: int = 0
    pictures_without_words: tuple[
        int, ...
    ] = ()  # the page, or the nearest passage's line, of each picture with no alt text
    headings_marked: bool | None = None  # as headings, not only as bold text
    tables_without_header: tuple[int, ...] = ()  # lines


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was read. `format` is one of docx, pdf, html, markdown, odt, text."""

    name: str
    format: str
    passages: tuple[Passage, ...]
    pages: int | None = None
    access: Access = Access()

    @property
    def headings(self) -> tuple[Passage, ...]:
        return tuple(it for it in self.passages if it.kind is Kind.HEADING)
