"""A heat map: things placed by how likely and how heavy they are, in cells that have a score and a band.

The bands are told by their words in the key and by the score in each cell's corner, not by colour alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import INK, NARROW, WIDE, Drawing, Size, join, number, shorten, tag, text, wrap

# by the name of a look: fill, and the line around it, which tells neighbours apart at 3:1
LOOKS = {
    "low": ("#d5ead8", "#4a7a52"),
    "moderate": ("#fbf2bf", "#7d6c16"),
    "high": ("#f8cf9f", "#8f5a1c"),
    "severe": ("#f2b0a6", "#94382b"),
}
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: its score, the band that is, and the names of the things there."""

    score: int
    look: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Something that stood elsewhere before: from and to are (row, column), counted from 0."""

    name: str
    start: Place
    end: Place


@dataclass(frozen=True)
class Heat:
    """Rows and columns from the least to the most; `cells[row][column]`. `bands` names each look that is used.

    Raises ValueError when the cells do not fill the rows and columns, or a look has no words.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    bands: tuple[tuple[str, str], ...]  # look, words: from the least to the most
    what: str = "risks"
    row_name: str = "Likelihood"
    column_name: str = "Impact"
    moves: tuple[Move, ...] = ()

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.rows) or any(len(row) != len(self.columns) for row in self.cells):
            raise ValueError("A heat map needs a cell for each row and column.")
        told = dict(self.bands)
        if any(cell.look not in told or cell.look not in LOOKS for row in self.cells for cell in row):
            raise ValueError("Every cell's band needs words and a look.")

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def table(self) -> Table:
        """A row of text for each row of the picture, the most likely first."""
        words = dict(self.bands)
        return Table(
            (self.row_name, *(f"{self.column_name}: {name}" for name in self.columns)),
            tuple(
                (name, *(f"{self._named(cell)} (score {cell.score}, {words[cell.look]})" for cell in row))
                for name, row in reversed(list(zip(self.rows, self.cells, strict=True)))
            ),
        )

    def _named(self, cell: Cell) -> str:
        return ", ".join(cell.names) or "None"

    def words(self, title: str) -> str:
        """'Current risk: 4 risks by likelihood and impact. Severe: 1 (12). High: 3 (3, 4, 7).'"""
        every = [cell for row in self.cells for cell in row]
        count = sum(len(cell.names) for cell in every)
        said = [
            f"{title}: {count} {self.what} by {self.row_name.lower()} and {self.column_name.lower()}."
        ]  # ends with what stands where, the worst first
        for look, words in reversed(self.bands):
            held = [name for cell in every if cell.look == look for name in cell.names]
            if held:
                said.append(f"{words}: {len(held)} ({', '.join(held)}).")
        if self.moves:
            said.append(f"Moved since: {', '.join(move.name for move in self.moves)}.")
        return " ".join(said)

    def draw(self, size: Size) -> Drawing:
        """The most likely on top, the heaviest on the right; numbers alone name the levels on a telephone."""
        font = size.font
        left = font * 2 if size.narrow else min(190.0, size.width * 0.28)
        items = [key.Item(_swatch(look), words) for look, words in self.bands]
        head, top = key.key(items, 0, size.width, font)
        across = (size.width - left - 1) / len(self.columns)
        down = max(across * (0.9 if size.narrow else 0.62), font * 4)
        top += font * 1.6
        body = [head, text(f"{self.row_name} ↑", 0, top - font * 0.5, fill=INK, font_weight="bold")]
        for row, name in enumerate(self.rows):
            y = top + (len(self.rows) - 1 - row) * down
            body += self._row_label(row, name, y + down / 2, left, size)
            for column, cell in enumerate(self.cells[row]):
                body += _cell(cell, left + column * across, y, across, down, font - (2 if size.narrow else 1))
        body += self._moves(left, top, across, down)
        y = top + down * len(self.rows)
        body += self._column_labels(left, y, across, size)
        y += font * (1.5 if size.narrow else 3)
        body.append(
            text(
                f"{self.column_name} →", size.width, y + font, fill=INK, font_weight="bold", text_anchor="end"
            )
        )
        said = self._notes(size)
        below, y = key.notes(said, y + font * 1.4, size.width, font - 1)
        return Drawing(round(y + font / 2, 1), join([*body, below]))

    def _row_label(self, row: int, name: str, y: float, left: float, size: Size) -> Iterator[Markup]:
        label = str(row + 1) if size.narrow else f"{row + 1} {name}"
        yield text(shorten(label, left - 10, size.font), 0, y + size.font * 0.35, fill=INK)

    def _column_labels(self, left: float, y: float, across: float, size: Size) -> Iterator[Markup]:
        for column, name in enumerate(self.columns):
            middle = left + (column + 0.5) * across
            lines = (
                [str(column + 1)]
                if size.narrow
                else wrap(f"{column + 1} {name}", across - 6, size.font - 1)[:2]
            )
            for place, line in enumerate(lines):
                yield text(
                    line, middle, y + size.font * (1.2 + place * 1.15), fill=INK, text_anchor="middle",
                    font_size=size.font - 1,
                )  # fmt: skip

    def _moves(self, left: float, top: float, across: float, down: float) -> Iterator[Markup]:
        """A line from where it stood to where it stands, with a head; moves between the same cells share one."""
        for start, end in dict.fromkeys((move.start, move.end) for move in self.moves):
            (x, y), (to_x, to_y) = (
                (left + (column + 0.5) * across, top + (len(self.rows) - 1 - row + 0.72) * down)
                for row, column in (start, end)
            )
            if (x, y) != (to_x, to_y):
                yield _arrow(x, y, to_x, to_y)

    def _notes(self, size: Size) -> Sequence[str]:
        said = []
        if size.narrow:
            for name, levels in ((self.row_name, self.rows), (self.column_name, self.columns)):
                said.append(f"{name}: {', '.join(f'{place} {it}' for place, it in enumerate(levels, 1))}.")
        said.append(f"In each cell: its score in the corner, and the {self.what} that stand there by number.")
        if self.moves:
            said.append("An arrow leads from where something stood at the end of last quarter.")
        return said


def _cell(cell: Cell, x: float, y: float, width: float, height: float, font: float) -> Iterator[Markup]:
    fill, line = LOOKS[cell.look]
    yield tag("rect", x=x, y=y, width=width, height=height, fill=fill, stroke=line, stroke_width="1")
    yield text(
        str(cell.score), x + width - 4, y + font, fill=INK, font_size=font - 2, text_anchor="end",
        font_style="italic",
    )  # fmt: skip
    most = max(1, int((height - font * 1.2) / (font * 1.15)))
    for place, words in enumerate(_fitted(cell.names, width - 8, font, most)):
        yield text(
            words, x + 5, y + font * (2.1 + place * 1.15), fill=INK, font_size=font, font_weight="bold"
        )


def _fitted(names: Sequence[str], width: float, font: float, most: int) -> list[str]:
    """The names in at most so many lines; where there are more, how many more."""
    for shown in range(len(names), 0, -1):
        more = [f"+{len(names) - shown}"] if shown < len(names) else []
        lines = wrap(", ".join([*names[:shown], *more]), width, font)
        if len(lines) <= most:
            return lines
    return [f"{len(names)} in all"] if names else []


def _arrow(x: float, y: float, to_x: float, to_y: float) -> Markup:
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    across, down = (to_x - x) / length, (to_y - y) / length
    wings = "".join(
        f"M{number(to_x)} {number(to_y)}L{number(to_x - 9 * across + side * 5 * down)} "
        f"{number(to_y - 9 * down - side * 5 * across)}"
        for side in (1, -1)
    )
    d = f"M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}{wings}"
    return tag("path", d=d, fill="none", stroke=INK, stroke_width="1.75", stroke_linecap="round")


def _swatch(look: str) -> key.Swatch:
    fill, line = LOOKS[look]
    return lambda x, y: tag(
        "path", d=f"M{number(x)} {number(y - 6)}h20v12h-20z", fill=fill, stroke=line, stroke_width="1"
    )
