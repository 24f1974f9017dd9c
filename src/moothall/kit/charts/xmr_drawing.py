"""How an XmR chart is drawn: the range between the limits, the lines, and the points in the shapes of what they say."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from moothall.kit.charts import key, xmr_words
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
from moothall.kit.charts.trend_drawing import axes, frame_of, uprights
from moothall.kit.charts.trend_labels import Frame, beside
from moothall.kit.charts.trend_words import known_points

if TYPE_CHECKING:
    from moothall.kit.charts.xmr import XmR

# The NHS's blue, orange and purple, the first two darkened until they hold 4.5:1 against white.
IMPROVEMENT = "#0069b4"
CONCERN = "#bf4b00"
NEUTRAL = "#490092"

LIMIT_DASH = "6 4"
REBASE_DASH = "3 3"

Shape = Callable[[float, float, float], str]


def diamond(x: float, y: float, size: float) -> str:
    return _outline((x, y - size), (x + size, y), (x, y + size), (x - size, y))


def triangle(x: float, y: float, size: float) -> str:
    foot, wide = y + size * 0.75, size * 1.05
    return _outline((x, y - size), (x + wide, foot), (x - wide, foot))


def square(x: float, y: float, size: float) -> str:
    half = size * 0.8
    return _outline((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))


def _outline(*corners: Point) -> str:
    return f"M{' '.join(f'{number(x)} {number(y)}' for x, y in corners)}Z"


MARKS: dict[str, tuple[str, Shape]] = {
    "improvement": (IMPROVEMENT, diamond),
    "concern": (CONCERN, triangle),
    "neutral": (NEUTRAL, square),
}
"""Each kind of signal has a colour and a shape of its own."""


def draw(xmr: "XmR", size: Size) -> Drawing:
    """The whole picture at this size."""
    font = size.font
    above, top = key.key(_line_key(xmr) if size.narrow else [], 0, size.width, font)
    unit, top = key.notes([xmr.unit.name] if xmr.unit.name else [], top, size.width, font)
    opened = sum(bool(it.opened) for it in xmr.stretches)
    frame = frame_of(list(xmr.figures()), xmr.periods, xmr.unit, len(xmr.events) + opened, size, top)
    body = [
        above,
        unit,
        *_band(xmr, frame),
        *axes(xmr.periods, xmr.unit, frame),
        *_limits(xmr, frame),
        *_target(xmr, frame),
        *uprights(_uprights(xmr, frame), frame),
        *_own(xmr, frame),
    ]
    if not size.narrow:
        body += beside(((words, value, colour) for words, value, colour, _ in _ends(xmr)), frame)
    below, y = key.key(_mark_key(xmr), frame.bottom + font * 2.3, size.width, font)
    said, y = key.notes(_notes(xmr, frame), y, size.width, font - 1)
    return Drawing(round(y + font / 2, 1), join([*body, below, said]))


def _edges(frame: Frame, first: int, last: int) -> tuple[float, float]:
    """From halfway before the first place to halfway after the last, within the plot."""
    half = (frame.xs[1] - frame.xs[0]) / 2 if len(frame.xs) > 1 else 10.0
    return max(frame.xs[first] - half, frame.left), min(frame.xs[last] + half, frame.right)


def _band(xmr: "XmR", frame: Frame) -> Iterable[Markup]:
    for it in xmr.stretches:
        if it.upper is not None and it.lower is not None and it.upper > it.lower:
            (left, right), top = _edges(frame, it.first, it.last), frame.y(it.upper)
            height = frame.y(it.lower) - top
            yield tag("rect", x=left, y=top, width=right - left, height=height, fill=BAND)


def _limits(xmr: "XmR", frame: Frame) -> Iterable[Markup]:
    ends = [(it.first, it.last, end) for it in xmr.stretches for end in (it.upper, it.lower)]
    limits = _levels(ends, frame)
    if limits:
        yield tag("path", d=limits, stroke=MUTED, stroke_width="1.5", stroke_dasharray=LIMIT_DASH)
    means = _levels([(it.first, it.last, it.mean) for it in xmr.stretches], frame)
    if means:
        yield tag("path", d=means, stroke=INK, stroke_width="1.5")


def _target(xmr: "XmR", frame: Frame) -> Iterable[Markup]:
    """Stepped: each period has its own, and neighbours that are equal are one line."""
    steps: list[tuple[int, int, Decimal | None]] = []
    for place, value in enumerate(xmr.target):
        if steps and steps[-1][2] == value:
            steps[-1] = (steps[-1][0], place, value)
        else:
            steps.append((place, place, value))
    d = _levels(steps, frame)
    if d:
        yield tag("path", d=d, stroke=INK, stroke_width=2, stroke_dasharray=key.TARGET_DASH)


def _levels(steps: Sequence[tuple[int, int, Decimal | None]], frame: Frame) -> str:
    """Level lines, each over its places."""
    d = ""
    for first, last, value in steps:
        if value is not None:
            left, right = _edges(frame, first, last)
            d += f"M{number(left)} {number(frame.y(value))}H{number(right)}"
    return d


def _uprights(xmr: "XmR", frame: Frame) -> list[tuple[float, str, str]]:
    """Events at their periods and new limits before theirs, in order of time."""
    events = [(frame.xs[xmr.periods.index(it.period)], it.text, "") for it in xmr.events]
    opened = [
        (_edges(frame, it.first, it.last)[0], f"New limits: {it.opened}", REBASE_DASH)
        for it in xmr.stretches
        if it.opened
    ]
    return sorted([*events, *opened], key=lambda it: it[0])


def _own(xmr: "XmR", frame: Frame) -> Iterable[Markup]:
    points = frame.points(xmr.own.values)
    room = frame.xs[1] - frame.xs[0] if len(frame.xs) > 1 else 20.0
    style: dict[str, str | float] = {"fill": "none", "stroke_linejoin": "round", "stroke_linecap": "round"}
    yield tag("path", d=path(points), stroke="#ffffff", stroke_width=4, **style)
    yield tag("path", d=path(points), stroke=OWN, stroke_width="1.5", **style)
    signals = {it.place: it.kind for it in xmr.signals}
    small, large = min(max(room * 0.35, 1.8), 3.5), min(max(room * 0.6, 3.8), 6.5)
    plain = [it for place, it in enumerate(points) if it and place not in signals]
    if plain:
        yield tag("g", *(tag("circle", cx=x, cy=y, r=small) for x, y in plain), fill=OWN)
    for kind, (colour, shape) in MARKS.items():
        d = "".join(shape(*it, large) for place, it in enumerate(points) if it and signals.get(place) == kind)
        if d:
            yield tag("path", d=d, fill=colour, stroke="#ffffff", stroke_width=1)


def _ends(xmr: "XmR") -> Iterable[tuple[str, Decimal, str, key.Swatch]]:
    """Words, height, colour and swatch of each line, as it is at the right edge."""
    text, last = xmr.unit.text, xmr.stretches[-1]
    place, value = known_points(xmr.own.values)[-1]
    when = "" if place == len(xmr.periods) - 1 else f" in {xmr.periods[place]}"
    yield f"{xmr.own.name} {text(value)}{when}", value, OWN, _own_line
    for words, level, swatch in (
        ("Average", last.mean, _mean_line),
        ("Upper limit", last.upper, _limit_line),
        ("Lower limit", last.lower, _limit_line),
    ):
        if level is not None:
            yield f"{words} {text(level)}", level, INK if words == "Average" else MUTED, swatch
    if xmr.target and xmr.target[-1] is not None:
        yield f"Target {text(xmr.target[-1])}", xmr.target[-1], INK, key.target_line


def _line_key(xmr: "XmR") -> list[key.Item]:
    return [key.Item(swatch, words, colour == OWN) for words, _, colour, swatch in _ends(xmr)]


def _mark_key(xmr: "XmR") -> list[key.Item]:
    kinds = {it.kind for it in xmr.signals}
    items = [key.Item(_mark(kind), xmr_words.KINDS[kind]) for kind in MARKS if kind in kinds]
    if any(it.upper is not None for it in xmr.stretches):
        items.append(key.Item(_range, "Usual range, between the limits"))
    return items


def _notes(xmr: "XmR", frame: Frame) -> list[str]:
    said = xmr_words.notes(xmr)
    if not frame.ticks[0] <= 0 <= frame.ticks[-1]:
        said.insert(0, f"The vertical axis starts at {xmr.unit.tick(frame.ticks[0])}, not at zero.")
    return said


def _mark(kind: str) -> key.Swatch:
    colour, shape = MARKS[kind]
    return lambda x, y: tag("path", d=shape(x + 10, y, 6.5), fill=colour)


def _own_line(x: float, y: float) -> Markup:
    line = tag("path", d=f"M{number(x)} {number(y)}h20", stroke=OWN, stroke_width="1.5")
    return join((line, tag("circle", cx=x + 10, cy=y, r=3.5, fill=OWN)))


def _mean_line(x: float, y: float) -> Markup:
    return tag("path", d=f"M{number(x)} {number(y)}h20", stroke=INK, stroke_width="1.5")


def _limit_line(x: float, y: float) -> Markup:
    return tag(
        "path",
        d=f"M{number(x)} {number(y)}h20",
        stroke=MUTED,
        stroke_width="1.5",
        stroke_dasharray=LIMIT_DASH,
    )


def _range(x: float, y: float) -> Markup:
    return tag("rect", x=x, y=y - 6, width=20, height=12, fill=BAND, stroke=OTHER, stroke_width="0.75")
