"""Counts of things in kinds: a bar for each row, cut into as many pieces as there are parts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import (
    BAND,
    INK,
    NARROW,
    OTHER,
    OWN,
    WIDE,
    Drawing,
    Size,
    join,
    number,
    shorten,
    tag,
    text,
    width_of,
)
from moothall.kit.charts.trend_words import listed
from moothall.kit.charts.unit import Unit

# fill, outline and the colour of a count written on it: dark, tint and white differ in lightness, not only in hue
_LOOKS = ((OWN, OWN, "#ffffff"), (BAND, OTHER, INK), ("#ffffff", OTHER, INK))
_COUNT = Unit(decimals=0)


@dataclass(frozen=True)
class Tally:
    """Rows in the order given, each with a count for every part. `of` says what is counted: 'plans'.

    `unit` is how a count is written, where it is of something that has a sign of its own, such as pounds.

    Raises ValueError where there is nothing to count, a count is negative, or there are more parts than looks.
    """

    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    of: str
    what: str = "Row"  # the name of the first column
    unit: Unit = _COUNT

    def __post_init__(self) -> None:
        if not 1 <= len(self.parts) <= len(_LOOKS):
            raise ValueError(f"A tally has one to {len(_LOOKS)} parts, not {len(self.parts)}.")
        if not any(sum(counts) for _, counts in self.rows):
            raise ValueError("There is nothing to count: say so in words instead of drawing a chart.")
        if any(len(counts) != len(self.parts) or min(counts) < 0 for _, counts in self.rows):
            raise ValueError("Every row needs a count of nought or more for each part.")

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def table(self) -> Table:
        """A row of text for each bar."""
        rows = tuple((name, *map(self._said, counts)) for name, counts in self.rows)
        heads = (part if part == self.of else f"{part} ({self.of})" for part in self.parts)
        return Table((self.what, *(it[:1].upper() + it[1:] for it in heads)), rows)

    def words(self, title: str) -> str:
        """'Questions: plans, by answered, partly and absent. Most answered: 1.1 (5); fewest: 3.9 (0).'"""
        by = f", by {listed(self.parts)}" if len(self.parts) > 1 else ""
        ordered = sorted(self.rows, key=lambda row: -row[1][0])
        (most, highest), (least, lowest) = ordered[0], ordered[-1]
        said = f"{title}: {self.of}{by}. Most {self.parts[0]}: {most} ({self._said(highest[0])})"
        return f"{said}; fewest: {least} ({self._said(lowest[0])})." if len(ordered) > 1 else f"{said}."

    def draw(self, size: Size) -> Drawing:
        """Names beside the bars, or over them on a telephone."""
        font = size.font
        items = [key.Item(_swatch(place), part) for place, part in enumerate(self.parts)]
        head, top = key.key(items, 0, size.width, font) if len(items) > 1 else (Markup(""), 0.0)
        top += font * 0.6
        widest = max(width_of(name, font) for name, _ in self.rows) + 10
        names = 0.0 if size.narrow else min(widest, size.width * 0.45)
        step, thick = (font * 2.7, font * 1.1) if size.narrow else (font * 1.75, font * 1.25)
        most = max(sum(counts) for _, counts in self.rows)
        after = width_of(self._said(most), font) + 8
        scale = (size.width - names - after) / most
        body: list[Markup] = []
        for place, (name, counts) in enumerate(self.rows):
            y = top + place * step
            room = size.width if size.narrow else names - 10
            body.append(text(shorten(name, room, font), 0, y + font, fill=INK))
            body += self._bar(counts, names, y + (font * 1.3 if size.narrow else 0), thick, scale, font)
        return Drawing(round(top + step * len(self.rows) + font / 2, 1), join((head, *body)))

    def _bar(
        self, counts: Iterable[int], x: float, y: float, thick: float, scale: float, font: float
    ) -> Iterator[Markup]:
        for count, (fill, stroke, ink) in zip(counts, _LOOKS, strict=False):
            width, said = count * scale, self._said(count)
            if count:
                yield tag("rect", x=x, y=y, width=width, height=thick, fill=fill, stroke=stroke)
            fits = width_of(said, font) + 6 <= width
            if count and fits:
                yield text(said, x + 4, y + thick * 0.8, fill=ink)
            elif count and len(self.parts) == 1:
                yield text(said, x + width + 4, y + thick * 0.8, fill=INK)
            x += width

    def _said(self, count: int) -> str:
        return self.unit.text(Decimal(count))


def _swatch(place: int) -> key.Swatch:
    fill, stroke, _ = _LOOKS[place]
    return lambda x, y: tag(
        "path", d=f"M{number(x)} {number(y - 6)}h20v12h-20z", fill=fill, stroke=stroke, stroke_width="1"
    )
