"""How a large group is drawn: one dot for each council, stacked where they meet, only its own named."""

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from moothall.kit.charts import key
from moothall.kit.charts.axis import scale, ticks
from moothall.kit.charts.ranking_drawing import accents, heading
from moothall.kit.charts.svg import (
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
    from moothall.kit.charts.ranking import Ranking


def draw(ranking: "Ranking", size: Size) -> Drawing:
    """The whole picture at this size."""
    font, across = size.font, 6.0 if size.narrow else 9.0
    known = [(bar.name, bar.value) for bar in ranking.ordered if bar.value is not None]
    drawn = [value for _, value in known] + [value for value, _, _ in accents(ranking)]
    places = ticks(min(drawn), max(drawn), 4 if size.narrow else 6)
    edge = max(width_of(ranking.unit.tick(place), font) for place in (places[0], places[-1])) / 2
    x = scale(places[0], places[-1], edge, size.width - edge)
    others = Counter(round(x(value) / across) for name, value in known if name != ranking.own)
    head, top = heading(ranking, size, whiskers=False)
    floor = top + font * 3 + (max(others.values(), default=0) + 2) * across
    dots = "".join(
        f"M{number(column * across)} {number(floor - across * (level + 0.7))}h0"
        for column, count in sorted(others.items())
        for level in range(count)
    )
    body = [head, tag("path", d=f"M{number(edge)} {number(floor)}H{number(size.width - edge)}", stroke=MUTED)]
    labels = (text(ranking.unit.tick(place), x(place), floor + font * 1.4) for place in places)
    body.append(tag("g", *labels, text_anchor="middle", fill=MUTED))
    body.append(tag("path", d=dots, stroke=OTHER, stroke_width=across - 1.5, stroke_linecap="round"))
    for value, colour, dash in accents(ranking):
        d = f"M{number(x(value))} {number(top + font * 1.6)}V{number(floor)}"
        body.append(tag("path", d=d, stroke="#ffffff", stroke_width=4))
        body.append(tag("path", d=d, stroke=colour, stroke_width=2, stroke_dasharray=dash))
    own = dict(known).get(ranking.own)
    if own is not None:
        body += _own(ranking, own, x(own), top + font, floor, size)
    said = [f"Each dot is one of {len(known)} councils. The table names them."]
    absent = len(ranking.bars) - len(known)
    if absent:
        said.append(f"No figure for {absent} more.")
    if not places[0] <= 0 <= places[-1]:
        said.append(f"The axis starts at {ranking.unit.tick(places[0])}, not at zero.")
    below, y = key.notes(said, floor + font * 1.9, size.width, font - 1)
    return Drawing(round(y + font / 2, 1), join([*body, below]))


def _own(ranking: "Ranking", value: Decimal, x: float, top: float, floor: float, size: Size) -> list[Markup]:
    """The council's own dot, with a stalk up to its name."""
    content = f"{shorten(ranking.own, size.width * 0.6, size.font)} {ranking.unit.text(value)}"
    half = width_of(content, size.font) * key.BOLDER / 2
    at = min(max(x, half), size.width - half)
    return [
        tag("path", d=f"M{number(x)} {number(top + 5)}V{number(floor)}", stroke=OWN, stroke_width=2),
        tag("circle", cx=x, cy=floor - 7, r=6, fill=OWN, stroke="#ffffff", stroke_width="1.5"),
        text(content, at, top, text_anchor="middle", fill=OWN, font_weight="bold"),
    ]
