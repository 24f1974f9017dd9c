"""A fan chart: what was, then what is expected, with how far it may be out."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from moothall.kit.charts import fan_drawing, fan_words
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import NARROW, WIDE, Drawing, Size
from moothall.kit.charts.trend import Line, Values
from moothall.kit.charts.unit import PLAIN, Unit

NOT_YET = ""
WITHOUT = "Without the changes"


@dataclass(frozen=True)
class Fan:
    """The council's own line up to its last figure, and from there the expected one between its intervals.

    Each series has one figure for each period, None where there is none; the intervals may be empty where there is
    too little history to say. `base` is the forecast before a scenario's adjustments, where there are any.
    Raises ValueError when a series is not as long as the periods, or nothing is expected.
    """

    periods: tuple[str, ...]
    own: Line
    expected: Values
    low80: Values = ()
    high80: Values = ()
    low95: Values = ()
    high95: Values = ()
    base: Values = ()
    target: Values = ()
    unit: Unit = PLAIN

    def __post_init__(self) -> None:
        for name, values in self._series():
            if len(values) != len(self.periods):
                raise ValueError(
                    f"{name} has {len(values)} figures for {len(self.periods)} periods: give one each."
                )
        if all(value is None for value in self.expected):
            raise ValueError("Nothing is expected: say so in words instead of drawing a chart.")

    def _series(self) -> Iterable[tuple[str, Values]]:
        yield self.own.name, self.own.values
        yield "What is expected", self.expected
        optional = {
            "Low 80%": self.low80,
            "High 80%": self.high80,
            "Low 95%": self.low95,
            "High 95%": self.high95,
            "Base": self.base,
            "Target": self.target,
        }
        yield from ((name, values) for name, values in optional.items() if values)

    def figures(self) -> Iterable[Decimal]:
        """Every figure there is, in no particular order."""
        return (value for _, values in self._series() for value in values if value is not None)

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def draw(self, size: Size) -> Drawing:
        return fan_drawing.draw(self, size)

    def words(self, title: str) -> str:
        return fan_words.describe(self, title)

    def table(self) -> Table:
        """A row for each period: the figure, what is expected, its intervals, and the base of a scenario."""
        text = self.unit.text
        columns = ["Period", self.own.name, self.called, "80% interval", "95% interval"]
        if self.base:
            columns.insert(2, WITHOUT)
        rows = []
        for place, period in enumerate(self.periods):
            coming = self.expected[place] is not None
            own = NOT_YET if coming else text(self.own.values[place])
            row = [period, own, text(self.expected[place], NOT_YET)]
            row += [fan_words.between(self, lows, highs, place) for lows, highs in self.bands]
            if self.base:
                row.insert(2, text(self.base[place], NOT_YET))
            rows.append(tuple(row))
        return Table(tuple(columns), tuple(rows))

    @property
    def called(self) -> str:
        """What the expected line is called, where a scenario's base stands beside it and where not."""
        return "With the changes" if self.base else "Expected"

    @property
    def bands(self) -> tuple[tuple[Values, Values], tuple[Values, Values]]:
        """The lower and the upper ends of the 80% and of the 95% interval."""
        return (self.low80, self.high80), (self.low95, self.high95)
