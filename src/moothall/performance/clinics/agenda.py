"""The agenda by rule: what a clinic has to look at on a day, in its order, each with why.

The rules, in the order in which they are taken; a measure or an action is on the agenda once, with every reason:

1. what the last clinic carried;
2. a measure whose latest figure shows special cause for concern;
3. a measure off track against its target;
4. data that is overdue, or a measure whose latest period has no value;
5. an action that is past its day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from moothall.core.due import Due
from moothall.figures.wording import unit_of
from moothall.performance.clinics.life import Kind
from moothall.performance.queries import Line
from moothall.performance.signal import Signal
from moothall.performance.status import Status


@dataclass(frozen=True)
class Found:
    """Something for the agenda. `key` tells whether two rules speak of the same thing."""

    kind: Kind
    key: str
    title: str
    why: str
    measure: str = ""
    commitment: int | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    carried: int | None = None


def agenda(
    lines: Sequence[Line],
    signals: Mapping[str, Signal],
    due: Iterable[Due],
    carried: Sequence[Found],
    on: date,
) -> list[Found]:
    """What is to be discussed, each thing once under the first rule that names it, with every reason."""
    owed = [it for it in due if it.late(on)]
    ruled = [
        *carried,
        *(_signalled(it, signals[it.measure.id]) for it in lines if _concerns(it, signals)),
        *(_off_track(it) for it in lines if it.status == Status.OFF_TRACK),
        *(_without_value(it) for it in lines if it.status == Status.NO_DATA),
        *(_owed(it, on) for it in owed),
    ]
    kept: dict[str, Found] = {}
    for it in ruled:
        first = kept.get(it.key)
        kept[it.key] = it if first is None else _both(first, it)
    order = list(Kind)
    return sorted(kept.values(), key=lambda it: order.index(it.kind))


def _concerns(line: Line, signals: Mapping[str, Signal]) -> bool:
    return line.measure.id in signals and signals[line.measure.id].concern


def _both(first: Found, then: Found) -> Found:
    why = first.why if then.why in first.why else f"{first.why} {then.why}"
    evidence = {**then.evidence, **first.evidence}
    return Found(
        first.kind, first.key, first.title, why, first.measure or then.measure,
        first.commitment or then.commitment, evidence, first.carried,
    )  # fmt: skip


def _signalled(line: Line, signal: Signal) -> Found:
    return _of(line, Kind.SPECIAL_CAUSE, signal.words)


def _off_track(line: Line) -> Found:
    shown = evidence(line)
    return _of(
        line, Kind.OFF_TARGET, f"{shown['value']} in {shown['period']} against a target of {shown['target']}."
    )


def _without_value(line: Line) -> Found:
    latest = line.latest
    when = f" for {latest.period.label}" if latest else ""
    return _of(line, Kind.OVERDUE_DATA, f"No value{when}. Owed by {line.answers}.")


def _of(line: Line, kind: Kind, why: str) -> Found:
    it = line.measure
    return Found(kind, f"measure/{it.id}", it.title, why, measure=it.id, evidence=evidence(line))


def _owed(it: Due, on: date) -> Found:
    who = f", {it.person}" if it.person else ""
    why = f"Due {it.when(on)}{who}."
    if it.kind == "action":
        return Found(
            Kind.OVERDUE_ACTION,
            f"action/{it.key}",
            it.title,
            why,
            commitment=int(it.key),
            evidence={"href": it.href},
        )
    return Found(Kind.OVERDUE_DATA, f"{it.kind}/{it.key}", it.title, why, evidence={"href": it.href})


def evidence(line: Line) -> dict[str, str]:
    """How a measure stood when the agenda was made, in words, and where the figure comes from."""
    unit, latest, target = unit_of(line.measure), line.latest, line.target
    shown = {"answers": line.answers, "status": line.status.value}
    if latest:
        shown["period"] = latest.period.label
        shown["series"], shown["start"] = str(latest.series_id), latest.start.isoformat()
        if latest.value is not None:
            shown["value"] = unit.text(latest.value)
    if target and target.value is not None:
        upper = f" to {unit.text(target.upper)}" if target.upper is not None else ""
        shown["target"] = f"{unit.text(target.value)}{upper}"
    return shown
