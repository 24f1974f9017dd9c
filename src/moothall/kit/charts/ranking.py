"""A group in one period: every council in order, with its interval where it has one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from moothall.kit.charts import ranking_drawing, strip_drawing
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import NARROW, WIDE, Drawing, Size
from moothall.kit.charts.trend_words import listed
from moothall.kit.charts.unit import PLAIN, Unit

MOST_BARS = 45
MOST_NAMES = 12  # more would drown the sentence: the table has them all


@dataclass(frozen=True, slots=True)
class Bar:
    """A council, its figure and the limits of its interval. `missing` says why there is no figure."""

    name: str
    value: Decimal | None
    lower: Decimal | None = None
    upper: Decimal | None = None
    missing: str = "no figure"


@dataclass(frozen=True)
class Ranking:
    """Ranked bars. They are put in order here; those without a figure come last, and say why.

    `own` names the bar to stress; `median` is the group's, `group` says in words whose; `interval` says what
    the limits are.
    Raises ValueError when no bar has a figure or `own` is not among them.
    """

    period: str
    bars: tuple[Bar, ...]
    own: str
    unit: Unit = PLAIN
    median: Decimal | None = None
    group: str = "the others"
    target: Decimal | None = None
    highest_first: bool = True
    interval: str = "95% confidence interval"

    def __post_init__(self) -> None:
        if self.own not in {bar.name for bar in self.bars}:
            raise ValueError(f"{self.own} is not among the bars: give its figure, or a bar with none.")
        figures = [
            value for bar in self.bars for value in (bar.value, bar.lower, bar.upper) if value is not None
        ]
        if not all(figure.is_finite() for figure in figures):
            raise ValueError("Every figure must be a number: give None where there is none.")
        if not any(bar.value is not None for bar in self.bars):
            raise ValueError("There is not one figure to draw: say so in words instead of drawing a chart.")

    @property
    def ordered(self) -> tuple[Bar, ...]:
        """The bars from first to last, ties by name, then those without a figure by name."""
        sign = -1 if self.highest_first else 1
        by_name = sorted(self.bars, key=lambda bar: bar.name)
        known = sorted(_known(by_name), key=lambda pair: sign * pair[1])
        return (*(bar for bar, _ in known), *(bar for bar in by_name if bar.value is None))

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def draw(self, size: Size) -> Drawing:
        """Bars with names, or, for more councils than a person would scroll through, a strip of dots."""
        draw = ranking_drawing.draw if len(self.bars) <= MOST_BARS else strip_drawing.draw
        return draw(self, size)

    def table(self) -> Table:
        """A row for each council in the order drawn, with limits if any has them."""
        text, limited = self.unit.text, any(bar.lower is not None for bar in self.bars)
        rows = tuple(
            (
                bar.name,
                text(bar.value, bar.missing),
                *((text(bar.lower, ""), text(bar.upper, "")) if limited else ()),
            )
            for bar in self.ordered
        )
        return Table(("Council", self.period, *(("Lower limit", "Upper limit") if limited else ())), rows)

    def words(self, title: str) -> str:
        """'Recycling rate, 2022-23: 21 councils, highest first. Bromsgrove is 17th at 38.9%; ...'"""
        text, known = self.unit.text, list(_known(self.ordered))
        (first, top), (last, bottom) = known[0], known[-1]
        order = "highest first" if self.highest_first else "lowest first"
        count = f"{len(known)} council{'' if len(known) == 1 else 's'}"
        own = next(bar for bar in self.bars if bar.name == self.own)
        said = [f"{title}, {self.period}: {count}, {order}."]
        absent = f"{own.name} has no figure ({own.missing})"
        where = absent if own.value is None else self._place(known, own.value)
        middle = "" if self.median is None else f"; the median of {self.group} is {text(self.median)}"
        said.append(f"{where}{middle}.")
        if len(known) > 1:
            said.append(f"They run from {first.name} ({text(top)}) to {last.name} ({text(bottom)}).")
        others = [bar.name for bar in self.ordered if bar.value is None and bar is not own]
        if others:
            said.append(
                f"No figure for {listed(others) if len(others) <= MOST_NAMES else f'{len(others)} councils'}."
            )
        return " ".join(said)

    def _place(self, known: "list[tuple[Bar, Decimal]]", value: Decimal) -> str:
        ahead = sum((other > value) if self.highest_first else (other < value) for _, other in known)
        joint = "joint " if sum(other == value for _, other in known) > 1 else ""
        return f"{self.own} is {joint}number {ahead + 1} of {len(known)} at {self.unit.said(value)}"


def _known(bars: Iterable[Bar]) -> Iterable[tuple[Bar, Decimal]]:
    return ((bar, bar.value) for bar in bars if bar.value is not None)
