"""What reading a file gives: a table of sheets, each of which yields its rows as text."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

Row = tuple[int, list[str]]


class Sheet(ABC):
    """Rows of text. Sheets of a workbook have a name; hidden ones say so."""

    def __init__(self, name: str | None = None, hidden: bool = False) -> None:
        self.name = name
        self.hidden = hidden

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Each row that is not blank: its line, from 1 and counting blank ones, and its cells.

        Blank cells at the end of a row are trimmed, so rows differ in length. The caller may keep the list.
        """

    @abstractmethod
    def original(self) -> str:
        """The row just yielded as it was sent: a CSV's own text, or a workbook's cells joined by tabs."""


class Grid(Sheet):
    """A sheet of a workbook: `read` gives every row from the first, numbered, blank or not."""

    def __init__(self, name: str, hidden: bool, read: Callable[[], Iterator[Row]]) -> None:
        super().__init__(name, hidden)
        self._read = read
        self._cells: list[str] = []

    def rows(self) -> Iterator[Row]:
        for line, cells in self._read():
            self._cells = trimmed(cells)
            if self._cells:
                yield line, self._cells

    def original(self) -> str:
        return "\t".join(self._cells)


@dataclass
class Table:
    """A file opened for reading; it must stay where it is until `close`.

    `notes` are sentences that a person should see, such as how the file's letters were read.
    """

    kind: Literal["csv", "xlsx", "ods"]
    encoding: str | None
    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)
    close: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def trimmed(cells: list[str]) -> list[str]:
    """The cells without the blank ones at the end (in place); all blank gives an empty list."""
    while cells and (not cells[-1] or cells[-1].isspace()):
        cells.pop()
    return cells
