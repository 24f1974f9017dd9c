"""A sparkline: the shape of a few periods, beside a figure that says the rest."""

from dataclasses import dataclass

from moothall.kit.charts.axis import scale
from moothall.kit.charts.chart import Table
from moothall.kit.charts.key import TARGET_DASH
from moothall.kit.charts.svg import INK, OWN, SPARK, Drawing, Point, Size, join, path, runs, tag
from moothall.kit.charts.trend import Line, Trend, Values
from moothall.kit.charts.unit import PLAIN, Unit

HEIGHT = 0.27  # of the width


@dataclass(frozen=True)
class Sparkline:
    """One council's figures, with gaps where there are none; the last known one has a dot.

    Raises ValueError as Trend does.
    """

    periods: tuple[str, ...]
    own: Line
    unit: Unit = PLAIN
    target: Values = ()

    def __post_init__(self) -> None:
        self._trend()

    def _trend(self) -> Trend:
        return Trend(self.periods, self.own, self.unit, target=self.target)

    def table(self) -> Table:
        return self._trend().table()

    def words(self, title: str) -> str:
        return self._trend().words(title)

    @property
    def sizes(self) -> tuple[Size, Size]:
        return SPARK, SPARK

    def draw(self, size: Size) -> Drawing:
        """No axis and no text: the words carry those."""
        figures = list(self._trend().figures())
        low, high = min(figures), max(figures)
        if low == high:
            low, high = low - 1, high + 1
        height = size.width * HEIGHT
        level, count = scale(low, high, height - 6, 6), len(self.periods)
        xs = [6 + (size.width - 12) * (i / (count - 1) if count > 1 else 0.5) for i in range(count)]

        def points(values: Values) -> list[Point | None]:
            return [None if v is None else (x, level(v)) for x, v in zip(xs, values, strict=True)]

        parts = []
        if self.target:
            d = path(points(self.target))
            parts.append(
                tag("path", d=d, fill="none", stroke=INK, stroke_width="1.5", stroke_dasharray=TARGET_DASH)
            )
        own = points(self.own.values)
        d = path(own)
        if d:
            style: dict[str, str | float] = {"stroke_linecap": "round", "stroke_linejoin": "round"}
            parts.append(tag("path", d=d, fill="none", stroke=OWN, stroke_width=2, **style))
            stretches = runs(own)
            lone = [tag("circle", cx=run[0][0], cy=run[0][1], r=2) for run in stretches if len(run) == 1]
            x, y = stretches[-1][-1]
            parts.append(tag("g", *lone, tag("circle", cx=x, cy=y, r=3.5), fill=OWN))
        return Drawing(height, join(parts))
