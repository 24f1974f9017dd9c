"""How ranked bars are drawn: names at the left on a wide chart, over their bars on a narrow one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.axis import Scale, scale, ticks
from moothall.kit.charts.svg import (
    ACCENT,
    GRID,
    INK,
    MUTED,
    OTHER,
    OWN,
    Drawing,
    Size,
    join,
    number,
    shorten,
    tag,
    text,
    width_of,
)

if TYPE_CHECKING:
    from moothall.kit.charts.ranking import Bar, Ranking


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the bars go. A row is `step` high; a bar is `thick`, its middle `middle` below the row's top."""

    size: Size
    names: float  # width of the column of names; nought where names stand over their bars
    top: float
    step: float
    middle: float
    thick: float
    ticks: tuple[Decimal, ...]
    x: Scale

    def centre(self, row: int) -> float:
        return self.top + row * self.step + self.middle


def draw(ranking: "Ranking", size: Size) -> Drawing:
    """The whole picture at this size."""
    head, top = heading(ranking, size, whiskers=any(bar.lower is not None for bar in ranking.bars))
    rows = _rows(ranking, size, top)
    bars = ranking.ordered
    known = sum(bar.value is not None for bar in bars)
    body = [
        head,
        *_axis(ranking, rows, known),
        *_names(ranking, bars, rows),
        *_bars(ranking, bars, rows),
        *_accents(ranking, rows, known),
        *_whiskers(ranking, bars, rows),
    ]
    return Drawing(round(rows.top + rows.step * len(bars) + size.font / 2, 1), join(body))


def heading(ranking: "Ranking", size: Size, *, whiskers: bool) -> tuple[Markup, float]:
    """The key and the unit over the chart, and the y below them."""
    items = []
    if ranking.median is not None:
        figure = ranking.unit.text(ranking.median)
        items.append(key.Item(key.median_line, f"Median of {ranking.group} {figure}"))
    if ranking.target is not None:
        items.append(key.Item(key.target_line, f"Target {ranking.unit.text(ranking.target)}"))
    if whiskers:
        items.append(key.Item(key.whisker, ranking.interval))
    entries, y = key.key(items, 0, size.width, size.font)
    unit, y = key.notes([ranking.unit.name] if ranking.unit.name else [], y, size.width, size.font)
    return join((entries, unit)), y


def _rows(ranking: "Ranking", size: Size, top: float) -> Rows:
    font = size.font
    places = ticks(*_reach(ranking), 4 if size.narrow else 6)
    figures = max(width_of(ranking.unit.text(bar.value, ""), font) for bar in ranking.bars) * key.BOLDER
    top += font * 1.6
    if size.narrow:
        half = width_of(ranking.unit.tick(places[-1]), font) / 2
        x = scale(places[0], places[-1], 0, size.width - half)
        return Rows(size, 0, top, font * 2.5, font * 1.75, font * 0.62, places, x)
    widest = max(width_of(bar.name, font) for bar in ranking.bars) * key.BOLDER + 8
    names = min(widest, size.width * 0.36)
    x = scale(places[0], places[-1], names, size.width - figures - 10)
    return Rows(size, names, top, font * 1.7, font * 0.85, font * 1.1, places, x)


def _reach(ranking: "Ranking") -> tuple[Decimal, Decimal]:
    """From the lowest to the highest thing drawn, nought always among them: a bar's length is its figure."""
    ends = [end for bar in ranking.bars for end in (bar.value, bar.lower, bar.upper)]
    found = [Decimal(0), *(end for end in (*ends, ranking.median, ranking.target) if end is not None)]
    return min(found), max(found)


def _axis(ranking: "Ranking", rows: Rows, known: int) -> Iterable[Markup]:
    font, foot = rows.size.font, rows.top + known * rows.step
    grid = "".join(
        f"M{number(rows.x(place))} {number(rows.top)}V{number(foot)}" for place in rows.ticks if place
    )
    yield tag("path", d=grid, stroke=GRID)
    yield tag("path", d=_upright(rows, rows.x(Decimal(0)), known), stroke=MUTED)
    edge = width_of(ranking.unit.tick(rows.ticks[0]), font) / 2
    labels = (
        text(ranking.unit.tick(place), max(rows.x(place), edge), rows.top - font * 0.5)
        for place in rows.ticks
    )
    yield tag("g", *labels, text_anchor="middle", fill=MUTED)


def _names(ranking: "Ranking", bars: "Sequence[Bar]", rows: Rows) -> Iterable[Markup]:
    """Names and figures; the council's own in its colour and bold."""
    font, wide = rows.size.font, rows.names > 0
    rise = -font * 0.35 if wide else font * 0.65
    room = rows.names - 8 if wide else rows.size.width * 0.72
    for own in (False, True):
        names, figures = [], []
        for row, bar in enumerate(bars):
            if (bar.name == ranking.own) is not own:
                continue
            y = rows.centre(row) - rise
            name = shorten(bar.name, room / (key.BOLDER if own else 1), font)
            names.append(text(name, room if wide else 0, y))
            if bar.value is not None:
                figures.append(text(ranking.unit.text(bar.value), rows.size.width, y))
            elif wide:
                yield text(shorten(bar.missing, rows.size.width - room - 14, font), room + 14, y, fill=MUTED)
            else:
                yield text(shorten(bar.missing, rows.size.width, font), 0, y + font * 1.2, fill=MUTED)
        ink: dict[str, str | float] = {"fill": OWN, "font_weight": "bold"} if own else {"fill": INK}
        if names:
            yield tag("g", *names, text_anchor="end" if wide else "start", **ink)
        if figures:
            yield tag("g", *figures, text_anchor="end", **ink)


def _bars(ranking: "Ranking", bars: "Sequence[Bar]", rows: Rows) -> Iterable[Markup]:
    base = rows.x(Decimal(0))
    for own, fill in ((False, OTHER), (True, OWN)):
        d = "".join(
            f"M{number(base)} {number(rows.centre(row) - rows.thick / 2)}"
            f"H{number(rows.x(bar.value))}v{number(rows.thick)}H{number(base)}Z"
            for row, bar in enumerate(bars)
            if bar.value is not None and (bar.name == ranking.own) is own
        )
        if d:
            yield tag("path", d=d, fill=fill)


def _whiskers(ranking: "Ranking", bars: "Sequence[Bar]", rows: Rows) -> Iterable[Markup]:
    """The intervals; the council's own has a white edge, to show on its dark bar."""
    ends = ""
    for row, bar in enumerate(bars):
        if bar.value is None or bar.lower is None or bar.upper is None:
            continue
        low, high, y = number(rows.x(bar.lower)), number(rows.x(bar.upper)), rows.centre(row)
        d = f"M{low} {number(y)}H{high}M{low} {number(y - 3)}v6M{high} {number(y - 3)}v6"
        ends += d
        if bar.name == ranking.own:
            yield tag("path", d=d, stroke="#ffffff", stroke_width=4)
    if ends:
        yield tag("path", d=ends, stroke=INK, stroke_width="1.5")


def _accents(ranking: "Ranking", rows: Rows, known: int) -> Iterable[Markup]:
    for value, colour, dash in accents(ranking):
        d = _upright(rows, rows.x(value), known)
        yield tag("path", d=d, stroke="#ffffff", stroke_width=3)
        yield tag("path", d=d, stroke=colour, stroke_width=2, stroke_dasharray=dash)


def accents(ranking: "Ranking") -> list[tuple[Decimal, str, str]]:
    """The target and the median, where they are known, with their colours and dashes."""
    both = ((ranking.target, INK, key.TARGET_DASH), (ranking.median, ACCENT, key.MEDIAN_DASH))
    return [(value, colour, dash) for value, colour, dash in both if value is not None]


def _upright(rows: Rows, x: float, known: int) -> str:
    """A line down the rows that have figures; broken at the names where those stand over their bars."""
    if rows.names:
        return f"M{number(x)} {number(rows.top)}V{number(rows.top + known * rows.step)}"
    reach = rows.thick / 2 + 2
    return "".join(
        f"M{number(x)} {number(rows.centre(row) - reach)}v{number(2 * reach)}" for row in range(known)
    )
