"""How a fan chart is drawn: the wide band, the narrow one in it, the lines, the figures so far."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.svg import (
    BAND,
    INK,
    MUTED,
    OTHER,
    OWN,
    Drawing,
    Point,
    Size,
    join,
    number,
    path,
    tag,
)
from moothall.kit.charts.trend_drawing import axes, frame_of
from moothall.kit.charts.trend_labels import Frame, beside
from moothall.kit.charts.trend_words import known_points

if TYPE_CHECKING:
    from moothall.kit.charts.fan import Fan
    from moothall.kit.charts.trend import Values

INNER = "#b9d3d8"  # the 80% band: told from the 95% one by its place inside it, and by the key
EXPECTED_DASH = "6 4"
BASE_DASH = "12 3 2 3"


def draw(fan: "Fan", size: Size) -> Drawing:
    """The whole picture at this size."""
    font = size.font
    above, top = key.key(_line_key(fan) if size.narrow else [], 0, size.width, font)
    unit, top = key.notes([fan.unit.name] if fan.unit.name else [], top, size.width, font)
    frame = frame_of(list(fan.figures()), fan.periods, fan.unit, 0, size, top)
    body = [
        above,
        unit,
        *_band(fan, fan.low95, fan.high95, frame, BAND),
        *_band(fan, fan.low80, fan.high80, frame, INNER),
        *axes(fan.periods, fan.unit, frame),
        *_lines(fan, frame),
    ]
    if not size.narrow:
        body += beside(((words, value, colour) for words, value, colour, _ in _ends(fan)), frame)
    below, y = key.key(_band_key(fan, size.narrow), frame.bottom + font * 2.3, size.width, font)
    said, y = key.notes(_notes(fan, frame), y, size.width, font - 1)
    return Drawing(round(y + font / 2, 1), join([*body, below, said]))


def _from(fan: "Fan") -> tuple[int, Decimal] | None:
    """The last figure there is, from which the fan opens."""
    known = known_points(fan.own.values)
    return known[-1] if known else None


def _band(fan: "Fan", lows: "Values", highs: "Values", frame: Frame, colour: str) -> Iterable[Markup]:
    if not (lows and highs):
        return
    ends = [
        (frame.xs[place], frame.y(low), frame.y(high))
        for place, (low, high) in enumerate(zip(lows, highs, strict=True))
        if low is not None and high is not None
    ]
    start = _from(fan)
    if start and ends:
        ends.insert(0, (frame.xs[start[0]], frame.y(start[1]), frame.y(start[1])))
    outline = [(x, high) for x, _, high in ends] + [(x, low) for x, low, _ in reversed(ends)]
    if outline:
        yield tag("path", d=f"M{' '.join(f'{number(x)} {number(y)}' for x, y in outline)}Z", fill=colour)


def _lines(fan: "Fan", frame: Frame) -> Iterable[Markup]:
    if fan.target:
        yield tag("path", d=path(frame.points(fan.target)), **_stroke(INK, 2, key.TARGET_DASH))
    if fan.base:
        yield tag("path", d=path(_opened(fan, fan.base, frame)), **_stroke(MUTED, 2, BASE_DASH))
    yield tag("path", d=path(_opened(fan, fan.expected, frame)), **_stroke(OWN, 2.5, EXPECTED_DASH))
    own = frame.points(fan.own.values)
    yield tag("path", d=path(own), **_stroke(OWN, 2.5))
    start = _from(fan)
    if start:
        yield tag("circle", cx=frame.xs[start[0]], cy=frame.y(start[1]), r=4, fill=OWN)


def _opened(fan: "Fan", values: "Values", frame: Frame) -> list[Point | None]:
    """A line's points from the last figure there is."""
    points, start = frame.points(values), _from(fan)
    if start:
        points[start[0]] = frame.xs[start[0]], frame.y(start[1])
    return points


def _stroke(colour: str, width: float, dash: str = "") -> dict[str, str | float]:
    made: dict[str, str | float] = {"fill": "none", "stroke": colour, "stroke_width": str(width)}
    made["stroke_linejoin"] = "round"
    return made | ({"stroke_dasharray": dash} if dash else {"stroke_linecap": "round"})


def _ends(fan: "Fan") -> Iterable[tuple[str, Decimal, str, key.Swatch]]:
    """Words, height, colour and swatch of each line."""
    text, last = fan.unit.text, len(fan.periods) - 1
    start = _from(fan)
    if start:
        yield f"{fan.own.name} {text(start[1])} in {fan.periods[start[0]]}", start[1], OWN, key.own_line
    place, value = known_points(fan.expected)[-1]
    when = "" if place == last else f" in {fan.periods[place]}"
    yield f"{fan.called} {text(value)}{when}", value, INK, _expected_line
    base = known_points(fan.base)
    if base:
        yield f"Without the changes {text(base[-1][1])}", base[-1][1], MUTED, _base_line
    if fan.target and fan.target[-1] is not None:
        yield f"Target {text(fan.target[-1])}", fan.target[-1], INK, key.target_line


def _line_key(fan: "Fan") -> list[key.Item]:
    return [key.Item(swatch, words, colour == OWN) for words, _, colour, swatch in _ends(fan)]


def _band_key(fan: "Fan", narrow: bool) -> list[key.Item]:
    items = [] if narrow else [key.Item(_expected_line, fan.called)]
    if fan.base and not narrow:
        items.append(key.Item(_base_line, "Without the changes"))
    if fan.low80:
        items.append(key.Item(_inner, "80 times in 100"))
    if fan.low95:
        items.append(key.Item(key.band, "95 times in 100"))
    return items


def _notes(fan: "Fan", frame: Frame) -> list[str]:
    if frame.ticks[0] <= 0 <= frame.ticks[-1]:
        return []
    return [f"The vertical axis starts at {fan.unit.tick(frame.ticks[0])}, not at zero."]


def _inner(x: float, y: float) -> Markup:
    return tag("rect", x=x, y=y - 6, width=20, height=12, fill=INNER, stroke=OTHER, stroke_width="0.75")


def _expected_line(x: float, y: float) -> Markup:
    return tag("path", d=f"M{number(x)} {number(y)}h20", **_stroke(OWN, 2.5, EXPECTED_DASH))


def _base_line(x: float, y: float) -> Markup:
    return tag("path", d=f"M{number(x)} {number(y)}h20", **_stroke(MUTED, 2, BASE_DASH))
