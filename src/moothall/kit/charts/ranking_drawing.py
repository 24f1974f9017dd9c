"""How ranked bars are drawn: names at the left on a wide chart, over their bars on a narrow one."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.axis import Scale, ticks
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
    tag,
    text,
    width_of,
)

if TYPE_CHECKING:
    from moothall.kit.charts.ranking import Bar, Ranking


def draw(ranking: "Ranking", size: Size) -> Drawing:
    """The whole picture at this size."""
    font, bars = size.font, ranking.ordered
    figures = max(width_of(_figure(ranking, bar), font) for bar in bars if bar.value is not None) * 1.08
    names = min(max(width_of(bar.name, font) for bar in bars) * 1.08 + 8, size.width * 0.36)
    left = 0.0 if size.narrow else names
    places = ticks(*_reach(ranking), 4 if size.narrow else 6)
    edge = width_of(ranking.unit.tick(places[-1]), font) / 2
    scale = Scale(places[0], places[-1], left, size.width - (edge if size.narrow else figures + 10))
    above, top = key.key(_key(ranking), 0, size.width, font)
    said, top = key.notes([ranking.unit.name] if ranking.unit.name else [], top, size.width, font)
    top += font * 1.6
    step = font * (2.5 if size.narrow else 1.7)
    bottom = top + step * len(bars)
    body = [above, said, *_grid(ranking, places, scale, top, bottom, font)]
    for i, bar in enumerate(bars):
        body += _row(ranking, bar, scale, top + i * step, size, names)
    body += _lines(ranking, scale, top, bottom)
    return Drawing(round(bottom + font / 2, 1), join(body))


def _reach(ranking: "Ranking") -> tuple[Decimal, Decimal]:
    """From the lowest to the highest thing drawn, nought always among them: a bar's length is its figure."""
    ends = [end for bar in ranking.bars for end in (bar.value, bar.lower, bar.upper)]
    found = [Decimal(0), *(end for end in (*ends, ranking.median, ranking.target) if end is not None)]
    return min(found), max(found)


def _grid(
    ranking: "Ranking", places: tuple[Decimal, ...], scale: Scale, top: float, bottom: float, font: float
) -> Iterable[Markup]:
    lines = "".join(f"M{number(scale(place))} {number(top)}V{number(bottom)}" for place in places if place)
    yield tag("path", d=lines, stroke=GRID)
    yield tag("path", d=f"M{number(scale(Decimal(0)))} {number(top)}V{number(bottom)}", stroke=MUTED)
    edge = width_of(ranking.unit.tick(places[0]), font) / 2
    labels = (
        text(ranking.unit.tick(place), max(scale(place), edge), top - font * 0.5) for place in places
    )
    yield tag("g", *labels, text_anchor="middle", fill=MUTED)


def _row(
    ranking: "Ranking", bar: "Bar", scale: Scale, top: float, size: Size, names: float
) -> Iterable[Markup]:
    font, own = size.font, bar.name == ranking.own
    ink: dict[str, str | float] = {"fill": OWN, "font_weight": "bold"} if own else {"fill": INK}
    if size.narrow:
        baseline, middle, thick = top + font * 1.1, top + font * 1.75, font * 0.62
        yield text(_shorten(bar.name, size.width * 0.75, font), 0, baseline, **ink)
        yield text(_figure(ranking, bar), size.width, baseline, text_anchor="end", **ink)
    else:
        middle, thick = top + font * 0.85, font * 1.15
        baseline = middle + font * 0.35
        yield text(_shorten(bar.name, names - 8, font), names - 8, baseline, text_anchor="end", **ink)
        if bar.value is None:
            yield text(bar.missing, names + 6, baseline, fill=MUTED)
        else:
            yield text(_figure(ranking, bar), size.width, baseline, text_anchor="end", **ink)
    if bar.value is None:
        return
    start, end = sorted((scale(Decimal(0)), scale(bar.value)))
    yield tag(
        "rect", x=start, y=middle - thick / 2, width=end - start, height=thick, fill=OWN if own else OTHER
    )
    if bar.lower is not None and bar.upper is not None:
        yield from _whisker(scale(bar.lower), scale(bar.upper), middle)


def _whisker(low: float, high: float, y: float) -> Iterable[Markup]:
    """The interval, with a white edge so that it shows on a dark bar too."""
    a, b, level = number(low), number(high), number(y)
    d = f"M{a} {level}H{b}M{a} {number(y - 3)}v6M{b} {number(y - 3)}v6"
    yield tag("path", d=d, stroke="#ffffff", stroke_width=4)
    yield tag("path", d=d, stroke=INK, stroke_width="1.5")


def _lines(ranking: "Ranking", scale: Scale, top: float, bottom: float) -> Iterable[Markup]:
    accents = ((ranking.target, INK, key.TARGET_DASH), (ranking.median, ACCENT, key.MEDIAN_DASH))
    for value, colour, dash in accents:
        if value is not None:
            d = f"M{number(scale(value))} {number(top - 4)}V{number(bottom)}"
            yield tag("path", d=d, stroke="#ffffff", stroke_width=4)
            yield tag("path", d=d, stroke=colour, stroke_width=2, stroke_dasharray=dash)


def _key(ranking: "Ranking") -> list[key.Item]:
    items = []
    if ranking.median is not None:
        figure = ranking.unit.text(ranking.median)
        items.append(key.Item(key.median_line, f"Median of {ranking.group} {figure}"))
    if ranking.target is not None:
        items.append(key.Item(key.target_line, f"Target {ranking.unit.text(ranking.target)}"))
    if any(bar.lower is not None for bar in ranking.bars):
        items.append(key.Item(key.whisker, "Confidence interval"))
    return items


def _figure(ranking: "Ranking", bar: "Bar") -> str:
    return ranking.unit.text(bar.value, bar.missing)


def _shorten(name: str, width: float, font: float) -> str:
    """The name, or as much of it as fits and an ellipsis; the table behind the chart has it whole."""
    if width_of(name, font) <= width:
        return name
    while name and width_of(f"{name}…", font) > width:
        name = name[:-1]
    return f"{name.rstrip()}…"


