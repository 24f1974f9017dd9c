"""One measure against another: a dot for each council, the council's own stressed, medians as lines.

Where a dot lies says nothing of what causes what, and the note under the picture says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.axis import Scale, scale, ticks
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import (
    ACCENT,
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
    width_of,
    wrap,
)
from moothall.kit.charts.unit import PLAIN, Unit

NO_CAUSE = "Two figures that go together do not show that one causes the other."


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows: its name with the period ('Cost of collection, 2024-25'), how its figures are written,
    and the median of the others, drawn as a line where it is known."""

    name: str
    unit: Unit = PLAIN
    median: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A council and its two figures. `near`: one of its comparators, drawn as a triangle."""

    name: str
    x: Decimal
    y: Decimal
    near: bool = False


@dataclass(frozen=True)
class Scatter:
    """`own` names the dot to stress, and may have none: that is said. `near` says who the triangles are.

    Raises ValueError when there is no dot, two of one name, or a figure that is no number.
    """

    across: Axis
    up: Axis
    dots: tuple[Dot, ...]
    own: str
    near: str = "comparators"

    def __post_init__(self) -> None:
        if not self.dots:
            raise ValueError("There is not one council with both figures: say so in words instead.")
        if len({dot.name for dot in self.dots}) < len(self.dots):
            raise ValueError("Two dots share a name: tell them apart, by their codes for instance.")
        if not all(value.is_finite() for dot in self.dots for value in (dot.x, dot.y)):
            raise ValueError("Every figure must be a number: leave out what has none.")

    @property
    def mine(self) -> Dot | None:
        """The council's own dot; None where it lacks one of the two figures."""
        return next((dot for dot in self.dots if dot.name == self.own), None)

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def table(self) -> Table:
        """A row for each council by name, the council's own first."""
        ordered = sorted(self.dots, key=lambda dot: (dot.name != self.own, dot.name))
        return Table(
            ("Council", self.across.name, self.up.name),
            tuple((it.name, self.across.unit.text(it.x), self.up.unit.text(it.y)) for it in ordered),
        )

    def words(self, title: str) -> str:
        """'…: 181 councils. Testham: 38.9% and £45. The medians of the others: 40.2% and £51.'"""
        across, up, mine = self.across, self.up, self.mine
        said = [f"{title}: {len(self.dots)} council{'' if len(self.dots) == 1 else 's'}."]
        if mine:
            said.append(f"{self.own}: {across.unit.said(mine.x)} and {up.unit.said(mine.y)}.")
        else:
            said.append(f"{self.own} lacks one of the two figures.")
        if across.median is not None and up.median is not None:
            said.append(
                f"The medians of the others: {across.unit.said(across.median)} and {up.unit.said(up.median)}."
            )
        said.append(NO_CAUSE)
        return " ".join(said)

    def draw(self, size: Size) -> Drawing:
        """The first measure runs along the foot, the second up the side; an axis need not begin at nought."""
        font = size.font
        entries = [key.Item(_diamond_key, self.own, bold=True)] if self.mine else []
        entries += [key.Item(_triangle_key, self.near)] if any(dot.near for dot in self.dots) else []
        entries.append(key.Item(_circle_key, "other councils"))
        if self.across.median is not None or self.up.median is not None:
            entries.append(key.Item(key.median_line, "medians of the others"))
        head, top = key.key(entries, 0, size.width, font)
        name, top = _named(f"↑ {_full(self.up)}", top + font * 0.4, size)
        up_ticks = self._ticks(self.up, [dot.y for dot in self.dots], 4 if size.narrow else 6)
        left = max(width_of(self.up.unit.tick(it), font) for it in up_ticks) + 8
        across_ticks = self._ticks(self.across, [dot.x for dot in self.dots], 3 if size.narrow else 6)
        edge = width_of(self.across.unit.tick(across_ticks[-1]), font) / 2
        top += font
        foot = top + (size.width - left) * (0.85 if size.narrow else 0.55)
        x = scale(across_ticks[0], across_ticks[-1], left, size.width - edge)
        y = scale(up_ticks[0], up_ticks[-1], foot, top)
        body = [head, name, *self._axes(across_ticks, up_ticks, x, y, (left, top, size.width, foot), font)]
        body += self._medians(x, y, (left, top, size.width - edge, foot))
        body += self._others(x, y)
        if self.mine:
            body += _own(self.mine, x, y, size)
        below, bottom = _named(f"→ {_full(self.across)}", foot + font * 1.7, size)
        said, bottom = key.notes(self._notes(across_ticks, up_ticks), bottom + 4, size.width, font - 1)
        return Drawing(round(bottom + font / 2, 1), join([*body, below, said]))

    def _ticks(self, axis: Axis, figures: Sequence[Decimal], about: int) -> tuple[Decimal, ...]:
        drawn = [*figures, *([] if axis.median is None else [axis.median])]
        return ticks(min(drawn), max(drawn), about)

    def _axes(
        self,
        across: Sequence[Decimal],
        up: Sequence[Decimal],
        x: Scale,
        y: Scale,
        box: tuple[float, float, float, float],
        font: float,
    ) -> Iterator[Markup]:
        left, top, right, foot = box
        grid = "".join(f"M{number(left)} {number(y(it))}H{number(right)}" for it in up)
        grid += "".join(f"M{number(x(it))} {number(top)}V{number(foot)}" for it in across)
        yield tag("path", d=grid, stroke=GRID)
        d = f"M{number(left)} {number(top)}V{number(foot)}M{number(left)} {number(foot)}H{number(right)}"
        yield tag("path", d=d, stroke=MUTED)
        labels = (text(self.up.unit.tick(it), left - 8, y(it) + font * 0.35) for it in up)
        yield tag("g", *labels, text_anchor="end", fill=MUTED)
        labels = (text(self.across.unit.tick(it), x(it), foot + font * 1.3) for it in across)
        yield tag("g", *labels, text_anchor="middle", fill=MUTED)

    def _medians(self, x: Scale, y: Scale, box: tuple[float, float, float, float]) -> Iterator[Markup]:
        left, top, right, foot = box
        lines = []
        if self.across.median is not None:
            lines.append(f"M{number(x(self.across.median))} {number(top)}V{number(foot)}")
        if self.up.median is not None:
            lines.append(f"M{number(left)} {number(y(self.up.median))}H{number(right)}")
        for d in lines:
            yield tag("path", d=d, stroke=ACCENT, stroke_width=2, stroke_dasharray=key.MEDIAN_DASH)

    def _others(self, x: Scale, y: Scale) -> Iterator[Markup]:
        """The far ones as rings, one over another still seen; comparators as triangles over them."""
        others = [dot for dot in self.dots if dot.name != self.own]
        rings = "".join(_ring(x(dot.x), y(dot.y)) for dot in others if not dot.near)
        if rings:
            yield tag("path", d=rings, fill="none", stroke=OTHER, stroke_width="1.5")
        triangles = "".join(_triangle(x(dot.x), y(dot.y)) for dot in others if dot.near)
        if triangles:
            yield tag("path", d=triangles, fill=MUTED, stroke="#ffffff", stroke_width="1")

    def _notes(self, across: Sequence[Decimal], up: Sequence[Decimal]) -> Sequence[str]:
        said = [] if self.mine else [f"{self.own} lacks one of the two figures, so it is not drawn."]
        cut = [name for name, it in (("foot", across), ("side", up)) if not it[0] <= 0 <= it[-1]]
        if cut:
            which = "Neither axis begins" if len(cut) == 2 else f"The axis along the {cut[0]} does not begin"
            said.append(f"{which} at nought.")
        return [*said, NO_CAUSE]


def _full(axis: Axis) -> str:
    return f"{axis.name} ({axis.unit.name})" if axis.unit.name else axis.name


def _named(name: str, top: float, size: Size) -> tuple[Markup, float]:
    font = size.font
    lines = wrap(name, size.width, font * key.BOLDER)
    drawn = [
        text(line, 0, top + font + place * font * 1.3, fill=INK, font_weight="bold")
        for place, line in enumerate(lines)
    ]
    return join(drawn), top + len(lines) * font * 1.3


def _ring(x: float, y: float) -> str:
    return f"M{number(x - 4)} {number(y)}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z"


def _triangle(x: float, y: float) -> str:
    return f"M{number(x)} {number(y - 6)}l5.5 9.5h-11Z"


def _diamond(x: float, y: float) -> str:
    return f"M{number(x)} {number(y - 9)}l8 9l-8 9l-8 -9Z"


def _own(dot: Dot, x: Scale, y: Scale, size: Size) -> Iterator[Markup]:
    """The council's own, over all the others, its name on the side that has room."""
    at, up = x(dot.x), y(dot.y)
    yield tag("path", d=_diamond(at, up), fill=OWN, stroke="#ffffff", stroke_width="2")
    name = shorten(dot.name, size.width * 0.5, size.font)
    wide = width_of(name, size.font) * key.BOLDER
    after = at + 14 + wide <= size.width
    place = at + 13 if after else max(at - 13, wide)
    anchor = "start" if after else "end"
    halo = {"stroke": "#ffffff", "stroke_width": "4", "fill": "#ffffff", "stroke_linejoin": "round"}
    for look in (halo, {"fill": OWN}):
        yield text(name, place, up + size.font * 0.35, text_anchor=anchor, font_weight="bold", **look)


def _diamond_key(x: float, y: float) -> Markup:
    return tag("path", d=f"M{number(x + 10)} {number(y - 7)}l6 7l-6 7l-6 -7Z", fill=OWN)


def _triangle_key(x: float, y: float) -> Markup:
    return tag("path", d=_triangle(x + 10, y + 1), fill=MUTED)


def _circle_key(x: float, y: float) -> Markup:
    return tag("path", d=_ring(x + 10, y), fill="none", stroke=OTHER, stroke_width="1.5")
