"""A chart in a sentence or two that a resident can read."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise

from moothall.engines.spc.limits import decimals
from moothall.engines.spc.result import Judged, Result
from moothall.kit.numbers import plain

Say = Callable[[Decimal], str]

_WIDE = Context(prec=80)
_NOUNS = {"annual": "year", "quarterly": "quarter", "monthly": "month", "weekly": "week", "daily": "day"}
_HEADS = {
    ("improvement", "outside"): "Unusually good",
    ("concern", "outside"): "Unusually poor",
    ("neutral_high", "outside"): "Unusually high",
    ("neutral_low", "outside"): "Unusually low",
    ("neutral_high", "trend"): "Rising",
    ("neutral_low", "trend"): "Falling",
    ("improvement", ""): "Improving",
    ("concern", ""): "Getting worse",
    ("neutral_high", ""): "Higher than usual",
    ("neutral_low", ""): "Lower than usual",
}


def describe(result: Result, say: Say | None = None) -> str:
    """What the latest figure shows, and whether the target can be expected to be met.

    `say` writes a figure in the measure's unit; bare numbers with one decimal more than the figures when not given.
    """
    say = say or _bare(result)
    if result.latest is None:
        return "There are no figures yet."
    parts = (_variation(result, result.latest, say), _assurance(result, say))
    return " ".join(filter(None, parts))


def _variation(result: Result, place: int, say: Say) -> str:
    point = result.points[place]
    here = f"{point.period.label} ({say(_known(point.value))})"
    if point.upper is None or point.lower is None:
        return f"Too early to say: {here} has too few figures beside it for limits."
    if not point.flags:
        if point.upper == point.lower:
            return f"No real change: {here} is at the average."
        usual = f"{say(point.lower)} to {say(point.upper)}"
        return f"No real change: {here} is within the usual range of {usual}, with no run or trend."
    rule = point.flags[0]
    head = _HEADS.get((point.kind, rule)) or _HEADS[point.kind, ""]
    return f"{head}: {_CLAUSES[rule](result, place, say)}."


def _outside(result: Result, place: int, say: Say) -> str:
    point = result.points[place]
    where, limit = ("above", "upper") if point.side == "high" else ("below", "lower")
    return f"{point.period.label} ({say(_known(point.value))}) is {where} the {limit} limit of {say(_limit(point))}"


def _trend(result: Result, place: int, say: Say) -> str:
    word = "higher" if result.points[place].side == "high" else "lower"
    return f"each of the {_last(result, place, _steps(result, place))} is {word} than the one before"


def _two_in_three(result: Result, place: int, say: Say) -> str:
    close = sum("two_in_three" in result.points[it].flags for it in range(place - 2, place + 1))
    limit = "upper" if result.points[place].side == "high" else "lower"
    at = say(_limit(result.points[place]))
    return f"{close} of the {_last(result, place, 3)} are close to the {limit} limit of {at}"


def _shift(result: Result, place: int, say: Say) -> str:
    point = result.points[place]
    where = "above" if point.side == "high" else "below"
    return f"the {_last(result, place, _run(result, place))} are all {where} the average of {say(_known(point.mean))}"


_CLAUSES: dict[str, Callable[[Result, int, Say], str]] = {
    "outside": _outside,
    "trend": _trend,
    "two_in_three": _two_in_three,
    "shift": _shift,
}


def _run(result: Result, place: int) -> int:
    """How many points of the segment, this one the last, are on its side of the average."""
    points = result.points
    above = _known(points[place].value) > _known(points[place].mean)
    count = 0
    for point in reversed(points[_segment_start(result, place) : place + 1]):
        if point.value is None or point.value == point.mean or (point.value > _known(point.mean)) != above:
            break
        count += 1
    return count


def _steps(result: Result, place: int) -> int:
    """How many steps of one direction end at this point, in its segment."""
    values = [it.value for it in result.points[_segment_start(result, place) : place + 1]]
    count = 0
    for here, before in pairwise(reversed(values)):
        if here is None or before is None or here == before:
            break
        if (here > before) != (result.points[place].side == "high"):
            break
        count += 1
    return count


def _segment_start(result: Result, place: int) -> int:
    return next(it.first for it in result.segments if it.first <= place <= it.last)


def _last(result: Result, place: int, count: int) -> str:
    """'last 8 months'; '8 months to Mar 2024' where later months have no figure."""
    noun = _NOUNS[result.points[place].period.frequency]
    if place == len(result.points) - 1:
        return f"last {count} {noun}s"
    return f"{count} {noun}s to {result.points[place].period.label}"


def _assurance(result: Result, say: Say) -> str:
    point = result.points[-1]
    if result.assurance == "none" or point.target is None:
        return ""
    noun = _NOUNS[point.period.frequency]
    target = f"The target of {say(point.target)}"
    return {
        "consistently_passes": f"{target} can be expected to be met every {noun}.",
        "consistently_fails": f"{target} cannot be expected to be met unless something changes.",
        "hit_and_miss": f"{target} can be expected to be met in some {noun}s and missed in others.",
    }[result.assurance]


def _limit(point: Judged) -> Decimal:
    return _known(point.upper if point.side == "high" else point.lower)


def _known(value: Decimal | None) -> Decimal:
    assert value is not None  # a flagged point has a figure, and limits
    return value


def _bare(result: Result) -> Say:
    """Figures as they came, averages and limits with one decimal more than those."""
    places = decimals([it.value for it in result.points])

    def say(value: Decimal) -> str:
        short = _to(value, places)
        return plain(short if short == value else _to(value, places + 1))

    return say


def _to(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
