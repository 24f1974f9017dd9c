"""How a trend is drawn: where things go, then the layers from the back to the front."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from moothall.kit.charts import key, trend_labels
from moothall.kit.charts.axis import scale, thin, ticks
from moothall.kit.charts.svg import (
    ACCENT,
    BAND,
    GRID,
    INK,
    MUTED,
    OTHER,
    OWN,
    Drawing,
    Size,
    join,
    number,
    path,
    runs,
    shorten,
    tag,
    text,
    width_of,
)
from moothall.kit.charts.trend_labels import LABELS, Frame

if TYPE_CHECKING:
    from moothall.kit.charts.trend import Event, Trend
    from moothall.kit.charts.unit import Unit

MANY = 36  # more points than this, and only the first, the last and the lone ones get a dot


def draw(trend: "Trend", size: Size) -> Drawing:
    """The whole picture at this size."""
    font = size.font
    above, top = key.key(trend_labels.line_key(trend) if size.narrow else [], 0, size.width, font)
    unit, top = key.notes([trend.unit.name] if trend.unit.name else [], top, size.width, font)
    frame = _frame(trend, size, top)
    body = [
        above,
        unit,
        *_band(trend, frame),
        *axes(trend.periods, trend.unit, frame),
        *_others(trend, frame),
        *event_lines(trend.events, trend.periods, frame),
        *_accents(trend, frame),
        *_own(trend, frame),
    ]
    if not size.narrow:
        body += trend_labels.labels(trend, frame)
    below, y = key.key(
        trend_labels.group_key(trend, size.narrow), frame.bottom + font * 2.3, size.width, font
    )
    said, y = key.notes(trend_labels.notes(trend, frame), y, size.width, font - 1)
    return Drawing(round(y + font / 2, 1), join([*body, below, said]))


def _frame(trend: "Trend", size: Size, top: float) -> Frame:
    return frame_of(list(trend.figures()), trend.periods, trend.unit, len(trend.events), size, top)


def frame_of(
    figures: Sequence[Decimal], periods: Sequence[str], unit: "Unit", events: int, size: Size, top: float
) -> Frame:
    """Room for the figures and the periods, and over it a row for each event."""
    font = size.font
    low, high = min(figures), max(figures)
    # Nought is worth showing where it costs little room; a line chart need not start there.
    places = ticks(Decimal(0) if 0 <= low * 4 <= high else low, high, 4 if size.narrow else 6)
    half = min(max(width_of(periods[i], font) for i in (0, -1)) / 2, size.width * 0.15)
    left = max(max(width_of(unit.tick(tick), font) for tick in places) + 8, half - 6)
    right = size.width - (half if size.narrow else LABELS + 16)
    top += font * 0.8 + events * font * 1.4
    bottom = top + (210 if size.narrow else 290)
    inner, count = right - left - 20, len(periods)
    xs = tuple(left + 10 + (inner * i / (count - 1) if count > 1 else inner / 2) for i in range(count))
    return Frame(size, left, right, top, bottom, places, xs, scale(places[0], places[-1], bottom, top))


def _band(trend: "Trend", frame: Frame) -> Iterable[Markup]:
    if not (trend.low and trend.high):
        return
    pairs = zip(frame.points(trend.low), frame.points(trend.high), strict=True)
    both = [None if low is None or high is None else (low, high) for low, high in pairs]
    lows = runs([pair and pair[0] for pair in both])
    highs = runs([pair and pair[1] for pair in both])
    for under, over in zip(lows, highs, strict=True):
        if len(under) == 1:  # a lone period still has a width
            (x, low), (_, high) = under[0], over[0]
            under, over = [(x - 5, low), (x + 5, low)], [(x - 5, high), (x + 5, high)]
        outline = " ".join(f"{number(x)} {number(y)}" for x, y in [*over, *reversed(under)])
        yield tag("path", d=f"M{outline}Z", fill=BAND)


def axes(periods: Sequence[str], unit: "Unit", frame: Frame) -> Iterable[Markup]:
    """The grid and its figures at the left, and as many periods along the foot as fit, the last among them."""
    font = frame.size.font
    lines = "".join(
        f"M{number(frame.left)} {number(frame.y(tick))}H{number(frame.right)}" for tick in frame.ticks if tick
    )
    yield tag("path", d=lines, stroke=GRID, stroke_width=1)
    base = Decimal(0) if frame.ticks[0] <= 0 <= frame.ticks[-1] else None
    if base is not None:
        yield tag(
            "path", d=f"M{number(frame.left)} {number(frame.y(base))}H{number(frame.right)}", stroke=MUTED
        )
    yield tag(
        "g",
        *(text(unit.tick(tick), frame.left - 6, frame.y(tick) + font * 0.35) for tick in frame.ticks),
        text_anchor="end",
        fill=MUTED,
    )
    room = frame.xs[1] - frame.xs[0] if len(frame.xs) > 1 else frame.size.width
    every = thin((width_of(period, font) for period in periods), room)
    last = len(periods) - 1
    shown = [i for i in range(last + 1) if (last - i) % every == 0]
    yield tag(
        "g",
        *(text(periods[i], frame.xs[i], frame.bottom + font * 1.55) for i in shown),
        text_anchor="middle",
        fill=MUTED,
    )
    ends = "".join(f"M{number(frame.xs[i])} {number(frame.bottom)}v4" for i in shown)
    yield tag("path", d=ends, stroke=OTHER)


def _others(trend: "Trend", frame: Frame) -> Iterable[Markup]:
    lines = "".join(path(frame.points(line.values)) for line in trend.others)
    if lines:
        yield tag("path", d=lines, **_stroke(OTHER, 1))


def event_lines(events: "Sequence[Event]", periods: Sequence[str], frame: Frame) -> Iterable[Markup]:
    """An upright at the period of each event."""
    return uprights([(frame.xs[periods.index(it.period)], it.text, "") for it in events], frame)


def uprights(lines: Sequence[tuple[float, str, str]], frame: Frame) -> Iterable[Markup]:
    """Upright lines at an x, with words over the plot, each in a row of its own, and perhaps dashes."""
    font, labels = frame.size.font, []
    for row, (x, words, dash) in enumerate(lines):
        y = frame.top - (len(lines) - row) * font * 1.4 + font * 0.6
        dashes: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
        d = f"M{number(x)} {number(y - font * 0.8)}V{number(frame.bottom)}"
        yield tag("path", d=d, stroke=MUTED, **dashes)
        left, right = x - 5, frame.size.width - x - 5
        leftwards = x > (frame.left + frame.right) / 2
        if width_of(words, font) > (left if leftwards else right):
            leftwards = left > right
        at, anchor = (x - 5, "end") if leftwards else (x + 5, "start")
        said = shorten(words, left if leftwards else right, font)
        labels.append(text(said, at, y, fill=INK, text_anchor=anchor))
    if labels:  # white edges, where one's words cross another's line
        yield tag("g", *labels, stroke="#ffffff", stroke_width=3, paint_order="stroke")


def _accents(trend: "Trend", frame: Frame) -> Iterable[Markup]:
    if trend.target:
        d = path(frame.points(trend.target))
        yield tag("path", d=d, stroke_dasharray=key.TARGET_DASH, **_stroke(INK, 2))
    for place, line in enumerate(trend.beside):
        d = path(frame.points(line.values))
        yield tag("path", d=d, stroke_dasharray=key.beside_dash(place), **_stroke(MUTED, 2))
    if trend.median:
        d = path(frame.points(trend.median))
        yield tag("path", d=d, stroke_dasharray=key.MEDIAN_DASH, **_stroke(ACCENT, 2))


def _own(trend: "Trend", frame: Frame) -> Iterable[Markup]:
    points = frame.points(trend.own.values)
    stretches = runs(points)
    if not stretches:
        return
    d = path(points)
    yield tag("path", d=d, **_stroke("#ffffff", 6))
    yield tag("path", d=d, **_stroke(OWN, 3))
    dots = [point for run in stretches for point in (run if len(points) <= MANY else {run[0], run[-1]})]
    yield tag("g", *(tag("circle", cx=x, cy=y, r=3.5) for x, y in sorted(dots)), fill=OWN)


def _stroke(colour: str, width: float) -> dict[str, str | float]:
    return {
        "fill": "none",
        "stroke": colour,
        "stroke_width": width,
        "stroke_linejoin": "round",
        "stroke_linecap": "butt" if colour in (ACCENT, INK, MUTED) else "round",
    }
