"""A chart of levels from 0 to 4: a line for each theme, a hollow mark for before and a full one for after."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from moothall.kit.charts import Table
from moothall.kit.charts.svg import (
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
    shorten,
    tag,
    text,
)  # fmt: skip
from moothall.plan.service_plans.asked import HIGHEST


@dataclass(frozen=True)
class Levels:
    """`rows` are a name, the level before and the level after; None where it is not shown.

    Raises ValueError where there is not one level to draw.
    """

    rows: tuple[tuple[str, Decimal | None, Decimal | None], ...]
    compared: bool  # whether there is a round before this one

    def __post_init__(self) -> None:
        if all(level is None for _, *levels in self.rows for level in levels):
            raise ValueError("There is not one level to draw: say so in words instead of drawing a chart.")

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def table(self) -> Table:
        head = ("Theme", "Before", "After") if self.compared else ("Theme", "Level, 0 to 4")
        return Table(head, tuple((name, *_said(levels, self.compared)) for name, *levels in self.rows))

    def words(self, title: str) -> str:
        said = []
        for name, before, after in self.rows:
            now = "too few to show" if after is None else f"{after:.1f}"
            then = (
                ""
                if not self.compared
                else f", before {'too few to show' if before is None else f'{before:.1f}'}"
            )
            said.append(f"{name} {now}{then}")
        return f"{title}, levels from 0 to {HIGHEST}: {'; '.join(said)}."

    def draw(self, size: Size) -> Drawing:
        font, step = size.font, size.font * 3.0
        top, left, right = font * 3.4, font * 0.8, size.width - font * 3
        width = (right - left) / HIGHEST
        foot = top + step * len(self.rows)
        body = [
            *self._key(font),
            *(
                tag("path", d=f"M{left + width * n:.1f} {top:.1f}V{foot:.1f}", stroke=GRID)
                for n in range(HIGHEST + 1)
            ),
            tag(
                "g",
                *(text(str(n), left + width * n, top - font * 0.4) for n in range(HIGHEST + 1)),
                text_anchor="middle",
                fill=MUTED,
            ),
        ]
        for place, (name, before, after) in enumerate(self.rows):
            y = top + step * place
            body.append(text(shorten(name, size.width - left, font), left, y + font * 1.15, fill=INK))
            body += _marks(before if self.compared else None, after, left, width, y + font * 2.1, font)
        return Drawing(round(foot + font * 0.5, 1), join(body))

    def _key(self, font: float) -> Iterable[Markup]:
        if self.compared:
            yield _hollow(font * 0.8, font, font)
            yield text("Before", font * 1.8, font * 1.35, fill=INK)
            yield _full(font * 7, font, font)
            yield text("After", font * 8, font * 1.35, fill=INK)


def _said(levels: Iterable[Decimal | None], compared: bool) -> tuple[str, ...]:
    said = tuple("Too few to show" if it is None else f"{it:.1f}" for it in levels)
    return said if compared else said[1:]


def _marks(
    before: Decimal | None, after: Decimal | None, left: float, width: float, y: float, font: float
) -> Iterable[Markup]:
    places = [None if it is None else left + width * float(it) for it in (before, after)]
    then, now = places
    if then is not None and now is not None:
        yield tag("path", d=f"M{then:.1f} {y:.1f}H{now:.1f}", stroke=OTHER, stroke_width=2)
    if then is not None:
        yield _hollow(then, y, font)
    if now is not None:
        yield _full(now, y, font)
        yield text(f"{after:.1f}", now + font * 0.6, y + font * 0.35, fill=OWN, font_weight="bold")
    if then is None and now is None:
        yield text("Too few to show", left + font * 0.4, y + font * 0.35, fill=MUTED)


def _hollow(x: float, y: float, font: float) -> Markup:
    return tag("circle", cx=x, cy=y, r=font * 0.42, fill="#ffffff", stroke=OWN, stroke_width=2)


def _full(x: float, y: float, font: float) -> Markup:
    return tag("circle", cx=x, cy=y, r=font * 0.42, fill=OWN, stroke=OWN, stroke_width=2)
