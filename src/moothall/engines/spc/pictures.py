"""A result as the chart of the kit: what is drawn, from what was worked out."""

from collections.abc import Sequence

from moothall.engines.spc.result import Judged, Rebase, Result
from moothall.engines.spc.words import describe
from moothall.kit.charts import Event, Line, Signal, Stretch, Unit, XmR

RULE_WORDS = {
    "outside": {"high": "above the upper limit", "low": "below the lower limit"},
    "trend": {"high": "part of a rise of 7 or more", "low": "part of a fall of 7 or more"},
    "two_in_three": {
        "high": "2 of 3 points close to the upper limit",
        "low": "2 of 3 points close to the lower limit",
    },
    "shift": {
        "high": "one of 7 or more in a row above the average",
        "low": "one of 7 or more in a row below the average",
    },
}
_KINDS = {"improvement": "improvement", "concern": "concern"}
_NAMES = {"improvement": "Improvement", "concern": "Concern", "neutral": "Unusual"}


def picture(result: Result, name: str, unit: Unit, events: Sequence[Event] = ()) -> XmR:
    """The chart of a result; `name` says what the figures are of, `events` are in periods by their labels.

    Raises ValueError where there is not one figure.
    """
    return XmR(
        periods=tuple(it.period.label for it in result.points),
        own=Line(name, tuple(it.value for it in result.points)),
        stretches=tuple(
            Stretch(it.first, it.last, it.mean, it.upper, it.lower, it.basis, _opened(it.rebase))
            for it in result.segments
        ),
        signals=tuple(_signal(place, it) for place, it in enumerate(result.points) if it.side),
        unit=unit,
        target=tuple(it.target for it in result.points)
        if any(it.target is not None for it in result.points)
        else (),
        events=tuple(events),
        verdict=describe(result, unit.text),
    )


def _opened(rebase: Rebase | None) -> str:
    if rebase is None:
        return ""
    day = f"{rebase.on.day} {rebase.on:%B %Y}"
    return f"{day}, {rebase.reason}" if rebase.reason.strip() else day


def _signal(place: int, point: Judged) -> Signal:
    kind = _KINDS.get(point.kind, "neutral")
    return Signal(place, kind, f"{_NAMES[kind]}: {RULE_WORDS[point.flags[0]][point.side or 'high']}")
