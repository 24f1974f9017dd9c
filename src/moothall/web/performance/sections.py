"""What a measure's page says of kept runs: what is expected, what changes did, how others stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.core.models import Run
from moothall.direction.events import Event, Kind
from moothall.engines.peers.gap import ENQUIRY
from moothall.figures.measures import Measure
from moothall.figures.models import Area, Observation, Series
from moothall.figures.wording import source_of, unit_of
from moothall.insight.standing import Standing
from moothall.kit.charts import Bar, Chart, Fan, Line, Ranking
from moothall.kit.numbers import show
from moothall.performance import effects
from moothall.performance.forecasting import Forecast
from moothall.performance.signal import Signal, drawn
from moothall.web.insight.tables import difference, order, precise
from moothall.web.performance.pictures import figure

ENOUGH = Decimal("0.9")  # of what came, within the 95% interval, below which the page says that it is too few
WHOLE = 100  # per cent
RECENT = 6  # figures that lead to where they come from


@dataclass(frozen=True)
class Expected:
    """The forecast in words, with its chart and what stands behind it."""

    found: Forecast
    words: str
    caution: str
    chart: Markup | None
    tested: str
    candidates: list[list[str]]
    late: str


@dataclass(frozen=True)
class Did:
    """A marked change and its effect; no effect where it was not worked out yet."""

    event: Event
    effect: effects.Effect | None


@dataclass(frozen=True)
class Among:
    """Where the council stands among its neighbours, in sentences, with the chart."""

    said: list[str]
    chart: Markup | None
    notes: list[str]


def signal_chart(signal: Signal, series: Series, events: Sequence[Event]) -> Markup | None:
    """The control chart with what was marked on it."""
    marks = tuple((it.pk, it.title, it.on, it.kind) for it in events)
    return figure(signal.run, lambda: drawn(signal, series, events), marks)


def expected(run: Run, measure: Measure, area: Area, latest: Observation | None) -> Expected:
    """The forecast section. `latest` is the newest figure, which the forecast may not have seen."""
    found = Forecast(measure.id, run)
    unit = unit_of(measure)
    last = found.points[-1]
    words = f"About {unit.said(last.mean)} is expected in {last.period.label}"
    if last.lo95 is not None and last.hi95 is not None:
        low, high = unit.text(last.lo95), unit.text(last.hi95)
        words += f", and 95 times in 100 it should lie between {low} and {high}"
    why = found.label.partition(", because ")[2]
    caution = f"This is the naive answer, what was over again, because {why}." if found.naive else ""
    seen = found.history[-1][0]
    top = max((it.hi95 for it in found.points if it.hi95 is not None), default=Decimal(0))
    if measure.interval == "proportion" and measure.unit.startswith("%") and top > WHOLE:
        caution = f"{caution} A share cannot pass 100%, and the interval is not stopped there.".strip()
    late = ""
    if latest is not None and latest.start > seen.start:
        late = f"It was worked out before {latest.period.label} came, and is worked out again each night."
    return Expected(
        found,
        f"{words}.",
        caution,
        figure(run, lambda: fan_of(found, measure, area)),
        _tested(found),
        [[model, _error(error), "Yes" if chosen else ""] for model, error, chosen in found.candidates],
        late,
    )


def fan_of(found: Forecast, measure: Measure, area: Area) -> Chart:
    """The fan chart of a stored forecast."""
    return fan(found, measure, area, [it.mean for it in found.points], found.points)


def fan(
    found: Forecast,
    measure: Measure,
    area: Area,
    means: Sequence[Decimal],
    points: Sequence[Any],
    base: Sequence[Decimal] = (),
) -> Chart:
    """History, then what is expected; with `base`, the forecast before a scenario's adjustments beside it."""
    first = found.points[0].period
    before = [it for it in found.history if it[0] < first]
    own = [value for _, value in before]
    periods = [it for it, _ in before]
    blank: tuple[None, ...] = (None,) * len(before)

    def ahead(values: Sequence[Decimal | None]) -> tuple[Decimal | None, ...]:
        return (*blank, *values)

    ranged = all(it.lo95 is not None for it in points)
    limits = {
        name: ahead([getattr(it, limit) for it in points]) if ranged else ()
        for name, limit in (("low80", "lo80"), ("high80", "hi80"), ("low95", "lo95"), ("high95", "hi95"))
    }
    picture = Fan(
        tuple(it.label for it in (*periods, *(it.period for it in found.points))),
        Line(area.name, (*own, *(None for _ in points))),
        ahead(means),
        base=ahead(base) if base else (),
        unit=unit_of(measure),
        **limits,
    )
    return Chart(f"{measure.title}: what is expected", source_of(measure, area), picture)


def _tested(found: Forecast) -> str:
    if not found.tests or found.mase is None:
        return "There was too little history to test it on."
    said = f"Tried {found.tests} {'time' if found.tests == 1 else 'times'} on this measure’s own past"
    said += f", its error was {found.mase} (MASE)"
    if found.mase_naive is not None and not found.naive:
        said += f" and the naive answer’s {found.mase_naive}"
    said += "; 1 is as far as the figures moved in a year."
    if found.coverage95 is not None and found.coverage80 is not None:
        inside95, inside80 = f"{found.coverage95:.0%}", f"{found.coverage80:.0%}"
        said += f" {inside95} of what came fell in its 95% interval and {inside80} in its 80% one."
        if found.coverage95 < ENOUGH:
            said += " That is fewer than it should be: take the interval as too narrow."
    return said


def _error(error: Decimal | None) -> str:
    return "Not tested" if error is None else f"{error}"


def did(run: Run | None, events: Sequence[Event]) -> list[Did]:
    """Each marked change with its effect, where that is known."""
    found = {it.event: it for it in effects.effects(run, events)} if run else {}
    return [Did(it, found.get(it.pk)) for it in events if it.kind == Kind.CHANGE]


def among(run: Run, measure: Measure) -> Among:
    """The neighbours section."""
    standing = Standing(run)
    of = standing.of
    return Among(
        list(_stands(standing, of, measure)),
        figure(run, lambda: _ranking(standing, of, measure)),
        _notes(of, measure),
    )


def _stands(standing: Standing, of: Mapping[str, Any], measure: Measure) -> Any:
    name, median = of["area"], standing.number("median")
    distance = standing.number("distance")
    if of["place"] is None or distance is None or median is None:
        yield f"There is no place among its {of['group']} in {of['period']}: {of['reason']}"
        return
    yield f"{name} is {of['place']} among its {of['group']} in {of['period']} ({measure.better})."
    quarter = f", in the {of['quarter']}" if of["quarter"] else ""
    yield f"That is {difference(measure, distance)} their median of {precise(measure, median)}{quarter}."
    if of["rank_low"] is not None and of["rank_low"] != of["rank_high"]:
        yield f"Allowing for chance, its place could be anywhere from {of['rank_low']} to {of['rank_high']}."
    if of.get("gap"):
        pounds = show(Decimal(of["gap"]), "£", 0)
        yield f"At the median it would have cost {pounds} less in the period: {ENQUIRY}."


def _notes(of: Mapping[str, Any], measure: Measure) -> list[str]:
    said = [order(measure)]
    if of["interval_reason"]:
        said.append(f"There is no range of places: {of['interval_reason']}.")
    without = [it["name"] for it in of["councils"] if it["value"] is None]
    if without:
        said.append(f"No figure for {', '.join(without)}.")
    return said


def _ranking(standing: Standing, of: Mapping[str, Any], measure: Measure) -> Chart | None:
    councils = of["councils"]
    if sum(it["value"] is not None for it in councils) < 2:
        return None
    names = [it["name"] for it in councils]
    bars = [
        Bar(
            it["name"] if names.count(it["name"]) == 1 else f"{it['name']} ({it['code']})",
            _decimal(it["value"]),
            _decimal(it["lower"]),
            _decimal(it["upper"]),
            it["missing"],
        )
        for it in councils
    ]
    picture = Ranking(
        of["period"],
        tuple(bars),
        bars[0].name,
        unit_of(measure),
        median=standing.number("median"),
        group="the others",
        highest_first=measure.polarity != "lower",
    )
    title = f"Among its {of['group']}, {of['period']}"
    return Chart(title, f"{of['source']} Compared with: {of['list']}, {of['dated']}.", picture)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def lineage(measure: Measure, rows: Sequence[Observation]) -> list[list[Any]]:
    """The latest figures, newest first, each leading to where it comes from."""
    unit = unit_of(measure)
    return [
        [
            it.period.label,
            {
                "text": unit.text(it.value, "No value"),
                "href": reverse("lineage", args=[it.series_id, it.start.isoformat()]),
            },
            it.note or it.reason,
        ]
        for it in reversed(rows[-RECENT:])
    ]
