"""What a reader of the chart should be warned of, in sentences."""

from collections.abc import Iterator, Sequence

from moothall.engines.spc.limits import ENOUGH
from moothall.engines.spc.result import Rebase, Result, Segment

MOST_NAMED = 6  # more gaps than this are counted, not named


def cautions(result: Result, baseline: int | None, idle: Sequence[Rebase]) -> tuple[str, ...]:
    """Too few figures, no limits, no width, gaps, and rebases without a reason or without effect."""
    found: list[str] = []
    for segment in result.segments:
        found += _of_segment(segment, len(result.segments) > 1, baseline)
    found += _gaps(result)
    found += [
        f"The rebase on {it.on.isoformat()} changes nothing: no new stretch starts there." for it in idle
    ]
    unreasoned = (it.rebase for it in result.segments if it.rebase and not it.rebase.reason.strip())
    found += [
        f"The rebase on {it.on.isoformat()} gives no reason: say what was changed." for it in unreasoned
    ]
    return tuple(found)


def _of_segment(segment: Segment, several: bool, baseline: int | None) -> Iterator[str]:
    where = f" {_span(segment)}" if several else ""
    count = f"{segment.basis} figure{'' if segment.basis == 1 else 's'}"
    if segment.upper is None:
        if segment.figures:
            yield f"There are no limits{where}: they need figures in two neighbouring periods."
        else:
            yield f"There are no figures{where}."
    elif segment.basis < ENOUGH:
        yield (f"The limits{where} are on trial: they come from {count}, and hold with {ENOUGH} or more.")
    if segment.upper is not None and segment.upper == segment.lower:
        yield f"The figures that set the limits{where} are all alike, so any other figure counts as a change."
    if baseline is not None and segment.figures < baseline:
        yield f"The baseline asks for {baseline} figures, and there are {segment.figures}{where}."


def _span(segment: Segment) -> str:
    if segment.first == segment.last:
        return f"for {segment.start.label}"
    return f"from {segment.start.label} to {segment.end.label}"


def _gaps(result: Result) -> Iterator[str]:
    missing = [it.period.label for it in result.points if it.value is None]
    if not missing or result.latest is None:
        return
    named = f"{len(missing)} periods" if len(missing) > MOST_NAMED else _listed(missing)
    yield f"There is no figure for {named}: runs stop at a gap, and no change is measured across one."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
