"""The words on a trend: names beside the lines, the key and the notes under it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.axis import Scale
from moothall.kit.charts.svg import ACCENT, INK, MUTED, OWN, Point, Size, tag, text, wrap
from moothall.kit.charts.trend_words import known_points, listed, missing

if TYPE_CHECKING:
    from moothall.kit.charts.trend import Trend

LABELS = 150.0  # room for the names at the right of a wide chart


@dataclass(frozen=True, slots=True)
class Frame:
    """The plotting area: its edges, the x of each period and the scale of the figures."""

    size: Size
    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[Decimal, ...]
    xs: tuple[float, ...]
    y: Scale

    def points(self, values: Sequence[Decimal | None]) -> list[Point | None]:
        """Where a line's figures lie; None where there is none."""
        pairs = zip(self.xs, values, strict=True)
        return [None if value is None else (x, self.y(value)) for x, value in pairs]


def _ends(trend: "Trend") -> Iterable[tuple[str, str, Decimal, str, key.Swatch]]:
    """Name, figure in words, last value, colour and swatch of each line that has a name on the chart."""
    named = (
        (trend.own.name, trend.own.values, OWN, key.own_line),
        (_median(trend), trend.median, ACCENT, key.median_line),
        ("Target", trend.target, INK, key.target_line),
        *((line.name, line.values, MUTED, key.beside_line(place)) for place, line in enumerate(trend.beside)),
    )
    for name, values, colour, swatch in named:
        points = known_points(values)
        if points:
            last, value = points[-1]
            when = "" if last == len(trend.periods) - 1 else f" in {trend.periods[last]}"
            yield name, trend.unit.text(value) + when, value, colour, swatch


def _median(trend: "Trend") -> str:
    """Where other lines might be medians too, this one says whose it is."""
    return f"Median of {trend.group}" if trend.beside else "Median"


def labels(trend: "Trend", frame: Frame) -> list[Markup]:
    """The names at the right, each beside the end of its line."""
    return beside(
        ((f"{name} {figure}", value, colour) for name, figure, value, colour, _ in _ends(trend)), frame
    )


def beside(ends: Iterable[tuple[str, Decimal, str]], frame: Frame) -> list[Markup]:
    """Words at the right of the plot, each at the height of its figure, pushed apart where they would meet."""
    font, step = frame.size.font, frame.size.font * 1.2
    entries = []
    for words, value, colour in ends:
        size = font + 1 if colour == OWN else font
        lines = wrap(words, LABELS, size * (1.06 if colour == OWN else 1))
        entries.append((frame.y(value) - (len(lines) - 1) * step / 2, lines, colour))
    entries.sort(key=lambda entry: entry[0])
    floor, placed = frame.top - font, []
    for y, lines, colour in entries:
        y = max(y, floor)
        placed.append((y, lines, colour))
        floor = y + len(lines) * step + 3
    spare = max(0.0, floor - step - frame.bottom - 3)
    parts = []
    for y, lines, colour in placed:
        weight: dict[str, str | float] = (
            {"font_weight": "bold", "font_size": font + 1} if colour == OWN else {}
        )
        at = frame.right + 4
        rows = (text(line, at, y - spare + font * 0.35 + i * step) for i, line in enumerate(lines))
        parts.append(tag("g", *rows, fill=colour, **weight))
    return parts


def line_key(trend: "Trend") -> list[key.Item]:
    ends = _ends(trend)
    return [key.Item(swatch, f"{name} {figure}", colour == OWN) for name, figure, _, colour, swatch in ends]


def group_key(trend: "Trend", narrow: bool) -> list[key.Item]:
    """Who is drawn without a name; and, where names stand at the ends of lines, which of like lines is which."""
    items = []
    if not narrow:
        items += [
            key.Item(key.beside_line(place), line.name)
            for place, line in enumerate(trend.beside)
            if known_points(line.values)
        ]
    if trend.others:
        items.append(key.Item(key.other_line, f"Each of the {trend.group}"))
    if trend.low and trend.high:
        items.append(key.Item(key.band, f"Middle half of {'them' if trend.others else trend.group}"))
    return items


def notes(trend: "Trend", frame: Frame) -> list[str]:
    said = []
    if not frame.ticks[0] <= 0 <= frame.ticks[-1]:
        said.append(f"The vertical axis starts at {trend.unit.tick(frame.ticks[0])}, not at zero.")
    gaps = missing(trend)
    if gaps:
        said.append(f"No figure for {trend.own.name} in {listed(gaps)}.")
    return said
