"""A map of areas, each filled by the class its figure is in.

The classes are told apart by how dark they are and by a letter in each area that has room for one, never by hue
alone; the ranges are said in the key, and the table behind has every area.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property
from itertools import pairwise

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.chart import Table
from moothall.kit.charts.classes import CLASSES, Class, classes
from moothall.kit.charts.svg import (
    INK,
    MUTED,
    NARROW,
    WIDE,
    Drawing,
    Size,
    join,
    tag,
    text,
)
from moothall.kit.charts.trend_words import listed
from moothall.kit.charts.unit import PLAIN, Unit

# from pale to dark: each step is seen in grey as well; then the colour of a letter on it
RAMP = (("#f1f6f7", INK), ("#c9dfe3", INK), ("#93bfc7", INK), ("#37788a", "#ffffff"), ("#0b4350", "#ffffff"))
EDGE = "#5d6a70"
NONE = "–"  # the letter of areas without a figure
MOST_NAMES = 12
FINER = 2  # outlines are whole numbers of half pixels: short to write, and finer than an eye needs
_WIDE_CONTEXT = Context(prec=60)

Rings = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Shape:
    """An area: its rings, each x, y, x, y ... with y growing northwards, and its figure or why it has none."""

    name: str
    rings: Rings
    value: Decimal | None
    missing: str = "no figure"


@dataclass(frozen=True)
class AreaMap:
    """`own` names the area with the heavy outline, and need not be on the map. `drawn_from` says whose boundaries
    they are, and under what licence.

    Raises ValueError when no area has both an outline and a figure.
    """

    period: str
    shapes: tuple[Shape, ...]
    own: str
    unit: Unit = PLAIN
    drawn_from: str = ""
    most: int = CLASSES

    def __post_init__(self) -> None:
        if not any(it.value is not None and any(it.rings) for it in self.shapes):
            raise ValueError("No area has both an outline and a figure: say so in words instead.")
        if self.most > len(RAMP):
            raise ValueError(f"A map can tell {len(RAMP)} classes apart, not {self.most}.")

    @cached_property
    def classes(self) -> tuple[Class, ...]:
        """The classes of the figures as they are written."""
        return classes([self._shown(it.value) for it in self.shapes if it.value is not None], self.most)

    def _shown(self, value: Decimal) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-self.unit.decimals), ROUND_HALF_UP, _WIDE_CONTEXT)

    def _class(self, it: Shape) -> int | None:
        if it.value is None:
            return None
        shown = self._shown(it.value)
        return next(place for place, one in enumerate(self.classes) if one.holds(shown))

    def _range(self, it: Class) -> str:
        low, high = self.unit.text(it.low), self.unit.text(it.high)
        return low if low == high else f"{low} to {high}"

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def table(self) -> Table:
        """A row for each area from the highest figure down, then those without one, each with its class."""
        known = sorted((it for it in self.shapes if it.value is not None), key=lambda it: it.name)
        known.sort(key=lambda it: it.value or 0, reverse=True)
        rows = []
        for it in (*known, *sorted((it for it in self.shapes if it.value is None), key=lambda it: it.name)):
            place = self._class(it)
            words = (
                NONE if place is None else f"{self.classes[place].letter}: {self._range(self.classes[place])}"
            )
            rows.append((it.name, self.unit.text(it.value, it.missing), words))
        return Table(("Area", self.period, "Class"), tuple(rows))

    def words(self, title: str) -> str:
        """'…: a map of 40 areas in 5 classes. A: 12.0% to 20.1% (8 areas). … Testham is in class C, at 38.9%.'"""
        count = sum(it.count for it in self.classes)
        number_of = f"{len(self.classes)} class{'' if len(self.classes) == 1 else 'es'}"
        said = [f"{title}: a map of {count} area{'' if count == 1 else 's'} in {number_of}."]
        for one in self.classes:
            areas = f"{one.count} area{'' if one.count == 1 else 's'}"
            said.append(f"{one.letter}: {self._range(one)} ({areas}).")
        own = next((it for it in self.shapes if it.name == self.own), None)
        if own and own.value is not None:
            place = self._class(own)
            assert place is not None
            said.append(
                f"{own.name} is in class {self.classes[place].letter}, at {self.unit.said(own.value)}."
            )
        elif own:
            said.append(f"{own.name} has no figure ({own.missing}).")
        absent = [it.name for it in self.shapes if it.value is None and it.name != self.own]
        if absent:
            said.append(
                f"No figure for {listed(absent) if len(absent) <= MOST_NAMES else f'{len(absent)} areas'}."
            )
        return " ".join(said)

    def draw(self, size: Size) -> Drawing:
        """The areas as large as the width allows and the height of a screen, under the key."""
        font = size.font
        items = [
            key.Item(_swatch(place, one.letter, font), f"{self._range(one)} ({one.count})")
            for place, one in enumerate(self.classes)
        ]
        if any(it.value is None for it in self.shapes):
            items.append(key.Item(_swatch(None, NONE, font), "no figure"))
        if any(it.name == self.own for it in self.shapes):
            items.append(key.Item(_own_key, self.own, bold=True))
        unit, top = key.notes([self.unit.name] if self.unit.name else [], 0, size.width, font)
        head, top = key.key(items, top, size.width, font)
        place = _placing(self.shapes, top + font * 0.6, size)
        outlines = [_outline(it, place) for it in self.shapes]
        drawn = []
        for shape, (d, _) in zip(self.shapes, outlines, strict=True):
            if d:
                drawn.append(tag("path", d=d, fill=_fill(self._class(shape))))
        drawn += self._own(outlines)
        half = tag(
            "g",
            *drawn,
            transform=f"scale({1 / FINER})",
            stroke=EDGE,
            stroke_width=0.75 * FINER,
            fill_rule="evenodd",
        )
        body = [unit, head, half]
        body += self._letters(outlines, font - 2)
        said = ["In brackets: how many areas are in the class."]
        if self.drawn_from:
            said.append(f"Boundaries: {self.drawn_from}")
        below, y = key.notes(said, place.bottom + font * 0.8, size.width, font - 1)
        return Drawing(round(y + font / 2, 1), join([*body, below]))

    def _letters(self, outlines: "Sequence[tuple[str, Box | None]]", font: float) -> Iterator[Markup]:
        for shape, (_, box) in zip(self.shapes, outlines, strict=True):
            if box is None or box.width < font * 1.5 or box.height < font * 1.5:
                continue
            at = self._class(shape)
            yield text(
                NONE if at is None else self.classes[at].letter, box.x, box.y + font * 0.35,
                text_anchor="middle", font_size=font, fill=MUTED if at is None else _ink(at),
            )  # fmt: skip

    def _own(self, outlines: "Sequence[tuple[str, Box | None]]") -> Iterator[Markup]:
        """A heavy line with a pale edge, to show on any fill."""
        for shape, (d, _) in zip(self.shapes, outlines, strict=True):
            if d and shape.name == self.own:
                for stroke, width in (("#ffffff", 6 * FINER), (INK, 3 * FINER)):
                    yield tag(
                        "path", d=d, fill="none", stroke=stroke, stroke_width=width, stroke_linejoin="round"
                    )


@dataclass(frozen=True, slots=True)
class Box:
    """The middle of an area's largest ring on the page, and how much room is around it."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Place:
    """From the plane of the boundaries to the page."""

    left: float
    north: float
    factor: float
    x: float
    top: float
    bottom: float

    def ring(self, ring: Sequence[int]) -> list[tuple[int, int]]:
        """The ring on the page in parts of a pixel, without points that fall together."""
        found: list[tuple[int, int]] = []
        last_x = last_y = -1_000_000
        for x, y in zip(ring[::2], ring[1::2], strict=True):
            across = round((self.x + (x - self.left) * self.factor) * FINER)
            down = round((self.top + (self.north - y) * self.factor) * FINER)
            if abs(across - last_x) + abs(down - last_y) > FINER:
                found.append((across, down))
                last_x, last_y = across, down
        return found


def _placing(shapes: Sequence[Shape], top: float, size: Size) -> _Place:
    xs = [x for it in shapes for ring in it.rings for x in ring[::2]]
    ys = [y for it in shapes for ring in it.rings for y in ring[1::2]]
    across, down = max(max(xs) - min(xs), 1), max(max(ys) - min(ys), 1)
    tallest = size.width * (1.25 if size.narrow else 0.9)
    factor = min((size.width - 8) / across, tallest / down)
    left = (size.width - across * factor) / 2
    return _Place(min(xs), max(ys), factor, left, top + 4, top + 4 + down * factor)


def _outline(shape: Shape, place: _Place) -> tuple[str, Box | None]:
    """Path data in parts of a pixel, and where a letter can stand."""
    parts, largest = [], None
    for ring in shape.rings:
        points = place.ring(ring)
        if len(points) < 3:
            continue
        steps = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points)]
        parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps).replace(' -', '-')}Z")
        box = _box(points)
        if largest is None or box.width * box.height > largest.width * largest.height:
            largest = box
    return "".join(parts), largest


def _box(points: Sequence[tuple[int, int]]) -> Box:
    """The middle of the widest stretch inside the ring, half way up it."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle = (min(ys) + max(ys)) / 2
    crossings = sorted(
        x1 + (middle - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise((*points, points[0]))
        if (y1 > middle) != (y2 > middle)
    )
    spans = list(zip(crossings[::2], crossings[1::2], strict=False)) or [(min(xs), max(xs))]
    start, end = max(spans, key=lambda it: it[1] - it[0])
    return Box((start + end) / 2 / FINER, middle / FINER, (end - start) / FINER, (max(ys) - min(ys)) / FINER)


def _fill(place: int | None) -> str:
    return "#ffffff" if place is None else RAMP[place][0]


def _ink(place: int) -> str:
    return RAMP[place][1]


def _swatch(place: int | None, letter: str, font: float) -> key.Swatch:
    ink = MUTED if place is None else _ink(place)

    def draw(x: float, y: float) -> Markup:
        box = tag(
            "rect", x=x, y=y - 9, width=20, height=18, fill=_fill(place), stroke=EDGE, stroke_width="0.75"
        )
        return join([box, text(letter, x + 10, y + 5, text_anchor="middle", fill=ink, font_size=font - 2)])

    return draw


def _own_key(x: float, y: float) -> Markup:
    return tag("rect", x=x + 1, y=y - 6, width=18, height=12, fill="none", stroke=INK, stroke_width="3")
