"""The scorecard as its pages show it: figures in words, with the links that stand behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.core.models import Organisation, Person
from moothall.figures.measures import Measure
from moothall.figures.models import Observation
from moothall.figures.wording import source_of, unit_of
from moothall.kit.charts import Chart, Line, Sparkline, Unit
from moothall.kit.periods import Period
from moothall.performance import queries
from moothall.performance.queries import Scorecard
from moothall.performance.signal import Signal
from moothall.performance.status import Aim, Status
from moothall.web.performance.pictures import icon

KIND = {
    Status.ON_TRACK: "good",
    Status.CLOSE: "watch",
    Status.OFF_TRACK: "poor",
    Status.NO_DATA: "none",
    Status.NO_TARGET: "info",
}


@dataclass(frozen=True)
class Value:
    """A figure in words, its period, and the page that says where it comes from."""

    text: str
    unit: str
    period: str
    href: str


@dataclass(frozen=True)
class Row:
    """One measure on the scorecard."""

    line: queries.Line
    kind: str
    benchmark: str
    targets: str
    latest: Value | None
    missing: str
    earlier: Value | None
    target: str
    target_action: str
    spark: Markup | None
    signal: Markup | None = None


def sections(person: Person, scorecard: Scorecard, signals: Mapping[str, Signal]) -> list[dict[str, Any]]:
    """Each priority with its rows and its counts; `signals` are what the kept charts say."""
    return [
        {
            "priority": section.priority,
            "rows": [
                row(person, scorecard.organisation, line, signals.get(line.measure.id))
                for line in section.lines
            ],
            "counts": [
                (KIND[status], status, count) for status, count in queries.counted(section.lines).items()
            ],
        }
        for section in scorecard.sections
    ]


def row(person: Person, organisation: Organisation, line: queries.Line, signal: Signal | None = None) -> Row:
    """One measure as its row shows it; `signal` is what its kept chart says."""
    measure, unit = line.measure, unit_of(line.measure)
    may = queries.may_set_target(person, organisation, line)
    return Row(
        line=line,
        kind=KIND[line.status],
        benchmark=_benchmark(organisation, measure),
        targets=address("target", measure.id),
        latest=_value(line.latest, unit),
        missing=_missing(line),
        earlier=_value(line.earlier, unit),
        target=aimed(measure, queries.aim(line.target)),
        target_action="Set"
        if may and not line.target
        else "Change"
        if may
        else "History"
        if line.target
        else "",
        spark=_spark(organisation, line, unit),
        signal=icon(signal.variation) + icon(signal.assurance) if signal else None,
    )


@lru_cache(4096)
def address(name: str, *args: str) -> str:
    """Where a page is. The same few hundred are asked for again and again."""
    return reverse(name, args=args)


def changed(now: queries.Line, before: queries.Line) -> list[str]:
    """What is not as it was a quarter before, a sentence each."""
    unit, said = unit_of(now.measure), []
    if now.latest and before.latest and now.latest.value is not None and before.latest.value is not None:
        latest, earlier = now.latest, before.latest
        if latest.start == earlier.start:
            said.append(f"No newer figure than that of {earlier.period.label}.")
        else:
            was = f"from {unit.text(earlier.value)} in {earlier.period.label}"
            said.append(f"{unit.text(latest.value)} in {latest.period.label}, {was}.")
    if now.status != before.status:
        said.append(f"It was {before.status.value.lower()}, and is {now.status.value.lower()}.")
    aims = [aimed(it.measure, queries.aim(it.target)) for it in (before, now)]
    if aims[0] != aims[1]:
        said.append(f"The target was {aims[0] or 'none'}, and is {aims[1] or 'none'}.")
    return said


def counts(scorecard: Scorecard) -> list[tuple[str, Status, int]]:
    """Kind, status and how many measures have it."""
    return [(KIND[status], status, count) for status, count in queries.counted(scorecard.lines()).items()]


def travelled(scorecard: Scorecard) -> tuple[int, int]:
    """How many measures are better, and how many worse, than a year before."""
    effects = [line.travel.effect for line in scorecard.lines()]
    return effects.count("better"), effects.count("worse")


def aimed(measure: Measure, aim: Aim | None) -> str:
    """A target in words: '48.0% or more', '9.0% to 14.0%'; nothing when there is none."""
    if aim is None:
        return ""
    unit = unit_of(measure)
    if aim.upper is not None:
        return f"{unit.text(aim.value)} to {unit.text(aim.upper)}"
    if aim.value == 0 and measure.polarity == "lower":
        return unit.text(aim.value)
    return f"{unit.text(aim.value)} or {'more' if measure.polarity == 'higher' else 'less'}"


def history(measure: Measure, targets: Iterable[queries.Target]) -> list[list[str | None]]:
    """Every target set for a measure, as rows of a table."""
    unit = unit_of(measure)
    return [
        [
            aimed(measure, queries.aim(it)) or "No target",
            unit.text(it.tolerance) if it.tolerance is not None else "None",
            f"{it.from_date:%-d %B %Y}",
            f"{it.to_date:%-d %B %Y}" if it.to_date else "Until replaced",
            f"{it.set_by}, {it.set_at:%-d %B %Y}",
        ]
        for it in targets
    ]


def _value(observation: Observation | None, unit: Unit) -> Value | None:
    if observation is None or observation.value is None:
        return None
    return Value(
        unit.text(observation.value),
        unit.name,
        observation.period.label,
        address("lineage", str(observation.series_id), observation.start.isoformat()),
    )


def _missing(line: queries.Line) -> str:
    """Why there is no value, and whose it is; empty where there is one."""
    latest = line.latest
    if latest is None:
        return f"Nothing was ever returned. Owed by {line.answers}."
    if latest.value is None:
        why = latest.note or latest.reason or "no reason given"
        return f"No value for {latest.period.label}: {why[0].lower()}{why[1:]}. Owed by {line.answers}."
    return ""


def _benchmark(organisation: Organisation, measure: Measure) -> str:
    """How the council compares; for a council without an area of its own, what the measure is."""
    if not organisation.area_code:
        return address("measure", measure.id)
    return address("benchmark", measure.id, organisation.area_code)


def _spark(organisation: Organisation, line: queries.Line, unit: Unit) -> Markup | None:
    if not line.recent:
        return None
    last = line.recent[-1]
    source, given = source_of(line.measure, last.series.area), tuple(line.given.items())
    return _drawn(line.measure.title, source, organisation.name, given, last.start, last.series.length, unit)


@lru_cache(2048)
def _drawn(
    title: str,
    source: str,
    name: str,
    given: tuple[tuple[date, Decimal | None], ...],
    start: date,
    length: str,
    unit: Unit,
) -> Markup | None:
    """A sparkline, drawn once for the same figures; none of fewer than two."""
    values = queries.shown_values(dict(given), Period(start, length))
    if sum(value is not None for _, value in values) < 2:
        return None
    labels, figures = tuple(it.label for it, _ in values), tuple(value for _, value in values)
    return Chart(title, source, Sparkline(labels, Line(name, figures), unit)).svg
