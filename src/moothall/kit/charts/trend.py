"""A line chart over periods: one council among others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from moothall.kit.charts import trend_drawing, trend_words
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import NARROW, WIDE, Drawing, Size
from moothall.kit.charts.unit import PLAIN, Unit

Values = tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A council and its figure for each period; None where there is none."""

    name: str
    values: Values


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a period, in a few words."""

    period: str
    text: str


@dataclass(frozen=True)
class Trend:
    """The council's own line, and as much of its group as is known.

    `others` are for a group small enough to follow; for more than some thirty give the quartiles alone.

    `median` and the quartiles `low` and `high` are the group's, one for each period or empty; `group` says in
    words who that is ('20 nearest neighbours'). `target` is one for each period or empty. `beside` are lines
    to stand by, each named on the chart: another group's median, the nation.
    Raises ValueError when a series is not as long as the periods, or when there is not one figure to draw.
    """

    periods: tuple[str, ...]
    own: Line
    unit: Unit = PLAIN
    median: Values = ()
    low: Values = ()
    high: Values = ()
    others: tuple[Line, ...] = ()
    group: str = "other councils"
    target: Values = ()
    beside: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        for name, values in self._series():
            if len(values) != len(self.periods):
                raise ValueError(
                    f"{name} has {len(values)} figures for {len(self.periods)} periods: give one each."
                )
        for event in self.events:
            if event.period not in self.periods:
                raise ValueError(f"The event {event.text!r} is in {event.period}, which is not on the chart.")
        figures = list(self.figures())
        if not all(figure.is_finite() for figure in figures):
            raise ValueError("Every figure must be a number: give None where there is none.")
        if not figures:
            raise ValueError("There is not one figure to draw: say so in words instead of drawing a chart.")

    def _series(self) -> Iterable[tuple[str, Values]]:
        yield self.own.name, self.own.values
        optional = {"Median": self.median, "Low": self.low, "High": self.high, "Target": self.target}
        yield from ((name, values) for name, values in optional.items() if values)
        yield from ((line.name, line.values) for line in (*self.beside, *self.others))

    def figures(self) -> Iterable[Decimal]:
        """Every figure there is, in no particular order."""
        return (value for _, values in self._series() for value in values if value is not None)

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def draw(self, size: Size) -> Drawing:
        return trend_drawing.draw(self, size)

    def words(self, title: str) -> str:
        return trend_words.describe(self, title)

    def table(self) -> Table:
        """A row for each period: the council, median, quartiles, target, lines beside, then the others."""
        named: list[tuple[str, Sequence[Decimal | None]]] = [(self.own.name, self.own.values)]
        optional = (
            (f"Median of {self.group}", self.median),
            (f"Lower quartile of {self.group}", self.low),
            (f"Upper quartile of {self.group}", self.high),
            (f"Target for {self.own.name}", self.target),
        )
        named += [(name, values) for name, values in optional if values]
        named += [(line.name, line.values) for line in (*self.beside, *self.others)]
        rows = tuple(
            (period, *(self.unit.text(values[i]) for _, values in named))
            for i, period in enumerate(self.periods)
        )
        return Table(("Period", *(name for name, _ in named)), rows)
