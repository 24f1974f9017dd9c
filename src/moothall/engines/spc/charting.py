"""A series charted: cut at its rebases, limited, judged by the four rules, and put in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from moothall.engines.spc.cautions import cautions
from moothall.engines.spc.limits import Limits, decimals, limits_of, published
from moothall.engines.spc.result import (
    BETTERS,
    Assurance,
    Better,
    Judged,
    Kind,
    Rebase,
    Result,
    Segment,
    Variation,
)
from moothall.engines.spc.rules import RULES, Side
from moothall.engines.spc.words import describe
from moothall.kit.series import Point

Target = Decimal | Sequence[Decimal | None] | None

_KINDS: dict[tuple[Better, Side], Kind] = {
    ("higher", "high"): "improvement",
    ("higher", "low"): "concern",
    ("lower", "high"): "concern",
    ("lower", "low"): "improvement",
    ("neither", "high"): "neutral_high",
    ("neither", "low"): "neutral_low",
}
_VARIATIONS: dict[tuple[Kind, Side], Variation] = {
    ("improvement", "high"): "improvement_high",
    ("improvement", "low"): "improvement_low",
    ("concern", "high"): "concern_high",
    ("concern", "low"): "concern_low",
    ("neutral_high", "high"): "neutral_high",
    ("neutral_low", "low"): "neutral_low",
}


def chart(
    points: Sequence[Point],
    better: Better,
    target: Target = None,
    *,
    rebases: Iterable[Rebase] = (),
    baseline: int | None = None,
    screen: bool = True,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
) -> Result:
    """The XmR chart of a series, in the order given; a point without a value is a gap.

    `target` is one for all points or one for each; assurance is judged by the last. `rebases` start new segments:
    never automatically. `baseline`: the first so many figures of each segment fix its limits. `screen` leaves
    outlying moving ranges out of the limits. `floor` and `ceiling` clip limits to what the measure can be.
    Raises ValueError where there are no points, they are out of order, or an argument cannot be.
    """
    values, targets = _checked(points, better, target, baseline)
    places = decimals(values)
    cuts, idle = _cuts(points, rebases)
    bounds = [*cuts, len(points)]
    segments: list[Segment] = []
    judged: list[Judged] = []
    for first, after in pairwise(bounds):
        part = values[first:after]
        limits = limits_of(part, baseline=baseline, screen=screen, floor=floor, ceiling=ceiling)
        segment = _segment(points, first, part, limits, places, cuts[first])
        segments.append(segment)
        judged += _judged(points[first:after], targets[first:after], limits, segment, better)
    result = Result(
        better=better,
        points=tuple(judged),
        segments=tuple(segments),
        variation="none",
        assurance=_assurance(values, limits, targets[-1], better),
        warnings=(),
        words="",
    )
    result = replace(result, variation=_variation(result))
    return replace(result, warnings=cautions(result, baseline, idle), words=describe(result))


def _checked(
    points: Sequence[Point], better: Better, target: Target, baseline: int | None
) -> tuple[list[Decimal | None], list[Decimal | None]]:
    if not points:
        raise ValueError("There are no points to chart.")
    if better not in BETTERS:
        raise ValueError(f"Better must be higher, lower or neither, not {better!r}.")
    if baseline is not None and baseline < 2:
        raise ValueError(f"A baseline needs two figures or more, not {baseline}.")
    if any(a.period.moved(1) != b.period for a, b in pairwise(points)):
        raise ValueError("The points must be of every period in turn: give a missing one without a value.")
    targets = [target] * len(points) if target is None or isinstance(target, Decimal) else list(target)
    if len(targets) != len(points):
        raise ValueError(f"There are {len(targets)} targets for {len(points)} points: give one, or one each.")
    values = [point.value for point in points]
    if not all(it is None or it.is_finite() for it in (*values, *targets)):
        raise ValueError("Every figure must be a number: give None where there is none.")
    return values, targets


def _cuts(
    points: Sequence[Point], rebases: Iterable[Rebase]
) -> tuple[dict[int, Rebase | None], list[Rebase]]:
    """Where segments start, each with why; and the rebases that start none."""
    cuts: dict[int, Rebase | None] = {0: None}
    idle = []
    for rebase in sorted(rebases, key=lambda it: it.on):
        place = next((i for i, point in enumerate(points) if point.period.start >= rebase.on), 0)
        if place in cuts:
            idle.append(rebase)
        else:
            cuts[place] = rebase
    return cuts, idle


def _segment(
    points: Sequence[Point],
    first: int,
    values: Sequence[Decimal | None],
    limits: Limits | None,
    places: int,
    rebase: Rebase | None,
) -> Segment:
    known = [Fraction(it) for it in values if it is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else None

    def told(number: Fraction | None) -> Decimal | None:
        return None if number is None else published(number, places)

    last = first + len(values) - 1
    return Segment(
        first,
        last,
        points[first].period,
        points[last].period,
        figures=len(known),
        basis=limits.basis if limits else len(known),
        mean=told(limits.mean if limits else mean),
        range_mean=told(limits.range_mean if limits else None),
        upper=told(limits.upper if limits else None),
        lower=told(limits.lower if limits else None),
        near_upper=told(limits.near_upper if limits else None),
        near_lower=told(limits.near_lower if limits else None),
        screened=tuple(points[first + it].period for it in limits.screened) if limits else (),
        rebase=rebase,
    )


def _judged(
    points: Sequence[Point],
    targets: Sequence[Decimal | None],
    limits: Limits | None,
    segment: Segment,
    better: Better,
) -> list[Judged]:
    values = [point.value for point in points]
    found = {name: rule(values, limits) for name, rule in RULES.items()} if limits else {}
    judged = []
    for place, (point, target) in enumerate(zip(points, targets, strict=True)):
        flags = tuple(name for name, flagged in found.items() if place in flagged)
        side = found[flags[0]][place] if flags else None
        kind: Kind = _KINDS[better, side] if side else "common"
        judged.append(
            Judged(
                *point,
                segment.mean,
                segment.upper,
                segment.lower,
                target,
                flags,
                side,
                "missing" if point.value is None else kind,
            )
        )
    return judged


def _variation(result: Result) -> Variation:
    """The icon of the latest figure; none where there is no figure, or nothing to judge it by."""
    if result.latest is None:
        return "none"
    point = result.points[result.latest]
    if point.side is None:
        return "none" if point.upper is None else "common"
    return _VARIATIONS[point.kind, point.side]


def _assurance(
    values: Sequence[Decimal | None], limits: Limits | None, target: Decimal | None, better: Better
) -> Assurance:
    """Whether the target will be met: it lies beyond the last limits, or between them (a target on one is between)."""
    if target is None or limits is None or better == "neither":
        return "none"
    if limits.lower <= target <= limits.upper:
        return "hit_and_miss"
    return "consistently_passes" if (target < limits.lower) == (better == "higher") else "consistently_fails"
