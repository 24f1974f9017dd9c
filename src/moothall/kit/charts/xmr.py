"""An XmR chart: figures through time with their average and limits, and the points that are more than chance."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from moothall.kit.charts import xmr_drawing, xmr_words
from moothall.kit.charts.chart import Table
from moothall.kit.charts.svg import NARROW, WIDE, Drawing, Size
from moothall.kit.charts.trend import Event, Line, Values
from moothall.kit.charts.unit import PLAIN, Unit

SIGNALS = ("improvement", "concern", "neutral")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The places `first` to `last`, which share an average and limits that come from so many `figures`.

    `opened` says from when and why, in a few words, where a stretch was started afresh.
    """

    first: int
    last: int
    mean: Decimal | None
    upper: Decimal | None
    lower: Decimal | None
    figures: int
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """A point that is more than chance: its place, 'improvement', 'concern' or 'neutral', and by what rule."""

    place: int
    kind: str
    words: str


@dataclass(frozen=True)
class XmR:
    """Figures with their limits. `target` is one for each period, or empty; `verdict` opens the description.

    Raises ValueError when the stretches do not cover the periods in order, or a signal, event or figure cannot be.
    """

    periods: tuple[str, ...]
    own: Line
    stretches: tuple[Stretch, ...]
    signals: tuple[Signal, ...] = ()
    unit: Unit = PLAIN
    target: Values = ()
    events: tuple[Event, ...] = ()
    verdict: str = ""

    def __post_init__(self) -> None:
        for name, values in ((self.own.name, self.own.values), ("Target", self.target)):
            if len(values) != len(self.periods) and (values or name != "Target"):
                raise ValueError(
                    f"{name} has {len(values)} figures for {len(self.periods)} periods: give one each."
                )
        covered = [place for it in self.stretches for place in range(it.first, it.last + 1)]
        if covered != list(range(len(self.periods))):
            raise ValueError("The stretches must cover every period once, in order.")
        for signal in self.signals:
            if signal.kind not in SIGNALS:
                raise ValueError(f"A signal is {', '.join(SIGNALS)}, not {signal.kind!r}.")
            if not 0 <= signal.place < len(self.periods) or self.own.values[signal.place] is None:
                raise ValueError(f"There is no figure at place {signal.place} to be a signal.")
        for event in self.events:
            if event.period not in self.periods:
                raise ValueError(f"The event {event.text!r} is in {event.period}, which is not on the chart.")
        if not all(figure.is_finite() for figure in self.figures()):
            raise ValueError("Every figure must be a number: give None where there is none.")
        if all(value is None for value in self.own.values):
            raise ValueError("There is not one figure to draw: say so in words instead of drawing a chart.")

    def figures(self) -> Iterable[Decimal]:
        """Everything that has a height on the chart, in no particular order."""
        limits = (end for it in self.stretches for end in (it.mean, it.upper, it.lower))
        return (value for value in (*self.own.values, *self.target, *limits) if value is not None)

    @property
    def sizes(self) -> tuple[Size, Size]:
        return WIDE, NARROW

    def draw(self, size: Size) -> Drawing:
        return xmr_drawing.draw(self, size)

    def words(self, title: str) -> str:
        return xmr_words.describe(self, title)

    def table(self) -> Table:
        """A row for each period: figure, average, limits, target, and what the point signals."""
        said, text = {it.place: it.words for it in self.signals}, self.unit.text
        columns = ["Period", self.own.name, "Average", "Lower limit", "Upper limit"]
        rows = []
        for stretch in self.stretches:
            limits = (text(it, "") for it in (stretch.mean, stretch.lower, stretch.upper))
            ends = tuple(limits)
            for place in range(stretch.first, stretch.last + 1):
                target = (text(self.target[place], "no target"),) if self.target else ()
                figure = text(self.own.values[place])
                rows.append((self.periods[place], figure, *ends, *target, said.get(place, "")))
        return Table((*columns, *(("Target",) if self.target else ()), "Signal"), tuple(rows))
