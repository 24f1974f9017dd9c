"""A contract's days as a picture: its first term, what was extended and could be, and the days within them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import (
    ACCENT,
    BAND,
    GRID,
    INK,
    MUTED,
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
)
from moothall.kit.documents.words import spoken_date

# what a stretch is: fill, outline, dash
_LOOKS = {"agreed": (OWN, OWN, ""), "option": (BAND, OTHER, "4 3"), "cut": ("#ffffff", OTHER, "4 3")}
_SAID = {"agreed": "Agreed", "option": "An option, not used", "cut": "Cut short"}


@dataclass(frozen=True)
class Stretch:
    """Days from one to another; `last` None: no end is set. `look`: agreed, option or cut."""

    name: str
    first: date
    last: date | None
    look: str = "agreed"


@dataclass(frozen=True)
class Mark:
    """A day by which something is to be done."""

    name: str
    day: date


@dataclass(frozen=True)
class Timeline:
    """Stretches and marks in rows, on one scale of years; a line shows the day asked about."""

    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    on: date

    def __post_init__(self) -> None:
        if not self.stretches:
            raise ValueError("There are no days to draw: say so in words.")

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def table(self) -> Table:
        """What, from when and until when."""
        rows = [
            (
                it.name,
                spoken_date(it.first),
                spoken_date(it.last) if it.last else "No end set",
                _SAID[it.look],
            )
            for it in self.stretches
        ]
        rows += [(it.name, spoken_date(it.day), spoken_date(it.day), "A day") for it in self.marks]
        return Table(("What", "From", "Until", "Standing"), tuple(rows))

    def words(self, title: str) -> str:
        """Every stretch and day in a sentence, and the day it is."""
        said = [
            f"{it.name} from {spoken_date(it.first)} {f'to {spoken_date(it.last)}' if it.last else 'with no end set'}"
            for it in self.stretches
        ]
        said += [f"{it.name} on {spoken_date(it.day)}" for it in self.marks]
        return f"{title}, on {spoken_date(self.on)}: {'; '.join(said)}."

    def draw(self, size: Size) -> Drawing:
        """A row each: the name over its bar on a telephone, else beside it."""
        font = size.font
        first, last = self._span()
        left = 0.0 if size.narrow else size.width * 0.3
        width = size.width - left - 6

        def x(day: date) -> float:
            return left + width * (day - first).days / max((last - first).days, 1)

        looks = dict.fromkeys(it.look for it in self.stretches)
        items = [key.Item(_swatch(it), _SAID[it]) for it in looks] + [key.Item(_today, "Today")]
        head, top = key.key(items, 0, size.width, font)
        step, thick = (font * 2.9, font * 1.1) if size.narrow else (font * 1.9, font * 1.2)
        rows = len(self.stretches) + len(self.marks)
        floor = top + font + rows * step
        body = [head, *self._years(first, last, x, top + font * 0.6, floor, font)]
        labels = []
        every: tuple[Stretch | Mark, ...] = (*self.stretches, *self.marks)
        for place, it in enumerate(every):
            y = top + font + place * step
            room = size.width if size.narrow else left - 10
            labels.append(text(shorten(it.name, room, font), 0, y + font, fill=INK))
            bar = y + (font * 1.35 if size.narrow else 0)
            if isinstance(it, Mark):
                body.append(_diamond(x(it.day), bar + thick / 2, font * 0.5))
                continue
            end = x(it.last) if it.last else left + width
            fill, stroke, dash = _LOOKS[it.look]
            dashes: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
            body.append(
                tag("rect", x=x(it.first), y=bar, width=max(end - x(it.first), 2), height=thick, fill=fill,
                    stroke=stroke, **dashes)
            )  # fmt: skip
        today = number(x(self.on))
        body.append(
            tag(
                "path",
                d=f"M{today} {number(top + font * 0.6)}V{number(floor)}",
                stroke=ACCENT,
                stroke_width=2,
            )
        )
        return Drawing(round(floor + font * 2, 1), join([*body, *labels]))

    def _span(self) -> tuple[date, date]:
        days = [it.first for it in self.stretches] + [it.last for it in self.stretches if it.last]
        days += [it.day for it in self.marks] + [self.on]
        return date(min(days).year, 1, 1), date(max(days).year, 12, 31)

    def _years(
        self, first: date, last: date, x: Callable[[date], float], top: float, floor: float, font: float
    ) -> Iterator[Markup]:
        years = range(first.year, last.year + 1)
        every = max(1, -(-len(years) // 6))
        for year in years:
            at = x(date(year, 1, 1))
            yield tag("path", d=f"M{number(at)} {number(top)}V{number(floor)}", stroke=GRID)
            if (year - first.year) % every == 0:
                yield text(str(year), at + 3, floor + font * 1.2, fill=MUTED)


def _diamond(x: float, y: float, half: float) -> Markup:
    side = number(half)
    d = f"M{number(x)} {number(y - half)}l{side} {side}l-{side} {side}l-{side} -{side}z"
    return tag("path", d=d, fill=ACCENT, stroke=INK)


def _swatch(look: str) -> key.Swatch:
    fill, stroke, dash = _LOOKS[look]
    dashes: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
    return lambda x, y: tag(
        "path", d=f"M{number(x)} {number(y - 6)}h20v12h-20z", fill=fill, stroke=stroke, **dashes
    )


def _today(x: float, y: float) -> Markup:
    return tag("path", d=f"M{number(x + 10)} {number(y - 7)}v14", stroke=ACCENT, stroke_width=2)
