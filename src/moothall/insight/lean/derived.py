"""Derived measures worked out: one series divided by another, kept as a run, each value with what it was made from.

A page reads the newest run. The run keeps, for every period, the observations on both sides, so that each has its
lineage; where one side comes oftener than the other and adds up, its periods are summed, and only when all are there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from moothall.core import clock, runs
from moothall.core.jobs import Report
from moothall.core.models import Organisation, Person
from moothall.engines.lean import VERSION, divide, gathered
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation
from moothall.figures.queries import council_series
from moothall.insight.lean.life import TIMES, Part, Ratio
from moothall.insight.lean.models import Derived
from moothall.kit.periods import LENGTHS, Period

ENGINE = "derived"
_LENGTH = {word: code for code, word in LENGTHS.items()}
_LONGER = ("P1M", "P3M", "P1Y")


@dataclass(frozen=True)
class From:
    """A figure that a value was worked out from."""

    series: int
    start: date
    label: str


@dataclass(frozen=True)
class Value:
    """A period of a derived measure: its value, or why there is none; and the figures on both sides."""

    label: str
    value: Decimal | None
    over: Decimal | None
    under: Decimal | None
    reason: str
    over_from: tuple[From, ...]
    under_from: tuple[From, ...]


def adds_up(measure: Measure, part: str) -> bool:
    """Whether the numbers of shorter periods make those of a longer one: counts and pounds in a period do, shares and
    levels do not."""
    return measure.basis == "in period" and (part != Part.VALUE or not measure.denominator)


def unlike(it: Derived) -> str:
    """Why two measures cannot be divided, as a sentence; '' where they can."""
    over, under = catalogue()[it.over], catalogue()[it.under]
    if over.basis != under.basis:
        return f"One is {over.basis}, the other {under.basis}: choose two that count the same days."
    if over.frequency == under.frequency:
        return ""
    lengths = {_LENGTH[over.frequency], _LENGTH[under.frequency]}
    finer, part = min(
        ((over, it.over_part), (under, it.under_part)),
        key=lambda side: list(LENGTHS).index(_LENGTH[side[0].frequency]) * -1,
    )
    if not lengths <= set(_LONGER) or not adds_up(finer, part):
        return (
            f"{finer.title} is {finer.frequency} and does not add up to the other’s periods: choose another."
        )
    return ""


def refresh(person: Person, organisation: Organisation, measures: Sequence[Measure], report: Report) -> int:
    """Works out again those derived measures that one of these measures goes into; how many."""
    touched = {it.id for it in measures}
    standing = Derived.objects.filter(organisation=organisation, ended_on__isnull=True)
    return work_out(person, organisation, [it for it in standing if {it.over, it.under} & touched])


def work_out(person: Person, organisation: Organisation, wanted: Iterable[Derived]) -> int:
    """Works these out and keeps what says something new; how many. Two queries, and one or two each."""
    found = [it for it in wanted if it.over in catalogue() and it.under in catalogue()]
    if not found:
        return 0
    now, on = clock.now(), clock.today()
    named = {name: catalogue()[name] for it in found for name in (it.over, it.under)}
    series = council_series(person, organisation, named.values(), on)
    for it in found:
        over, under, length = _sides(it, series)
        values = _values(it, over, under, length)
        runs.keep(
            person,
            organisation=organisation,
            engine=ENGINE,
            version=VERSION,
            subject=it.slug,
            parameters={"over": [it.over, it.over_part], "under": [it.under, it.under_part], "kind": it.kind},
            input=[
                [_input(one, it.over_part) for one in over],
                [_input(one, it.under_part) for one in under],
            ],
            result={"length": length, "values": [_plain(one) for one in values]},
            headline=_headline(values),
            as_at=now,
        )
    return len(found)


def _sides(
    it: Derived, series: Mapping[str, Sequence[Observation]]
) -> tuple[Sequence[Observation], Sequence[Observation], str]:
    """Both series, and the length of the periods in which they are divided: the longer of the two."""
    over, under = series.get(it.over, ()), series.get(it.under, ())
    lengths = {one[-1].series.length for one in (over, under) if one}
    order = list(LENGTHS)  # the longest first
    return over, under, min(lengths, key=order.index) if lengths else "P1Y"


def _number(it: Observation, part: str) -> Decimal | None:
    found: Decimal | None = getattr(it, part)
    return found


def _values(
    it: Derived, over: Sequence[Observation], under: Sequence[Observation], length: str
) -> list[Value]:
    points = [
        {one.period: _number(one, part) for one in side}
        for side, part in ((over, it.over_part), (under, it.under_part))
    ]
    for place, (measure, part) in enumerate(((it.over, it.over_part), (it.under, it.under_part))):
        if points[place] and next(iter(points[place])).length != length:
            can = length in _LONGER and adds_up(catalogue()[measure], part)
            points[place] = gathered(points[place], length) if can else {}
    return [
        Value(
            one.period.label, one.value, one.over, one.under, one.reason,
            _within(over, one.period), _within(under, one.period),
        )
        for one in divide(points[0], points[1], Decimal(TIMES[Ratio(it.kind)]))
        if one.over is not None or one.under is not None
    ]  # fmt: skip


def _within(side: Sequence[Observation], period: Period) -> tuple[From, ...]:
    return tuple(
        From(one.series_id, one.start, one.period.label)
        for one in side
        if period.start <= one.start and one.period.end <= period.end
    )


def _input(it: Observation, part: str) -> list[Any]:
    return [it.series_id, it.start, it.load_id, _number(it, part)]


def _plain(it: Value) -> dict[str, Any]:
    return {
        "label": it.label,
        "value": it.value,
        "over": it.over,
        "under": it.under,
        "reason": it.reason,
        "over_from": [[one.series, one.start, one.label] for one in it.over_from],
        "under_from": [[one.series, one.start, one.label] for one in it.under_from],
    }


def _headline(values: Sequence[Value]) -> dict[str, Any]:
    known = [it for it in values if it.value is not None]
    return {"label": known[-1].label, "value": known[-1].value} if known else {}


def read(result: Mapping[str, Any]) -> list[Value]:
    """The values of a kept run, the oldest first."""

    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    def figures(rows: Iterable[Sequence[Any]]) -> tuple[From, ...]:
        return tuple(From(series, date.fromisoformat(start), label) for series, start, label in rows)

    return [
        Value(
            it["label"], number(it["value"]), number(it["over"]), number(it["under"]), it["reason"],
            figures(it["over_from"]), figures(it["under_from"]),
        )
        for it in result["values"]
    ]  # fmt: skip
