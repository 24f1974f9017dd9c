"""A result as plain data, as a run of it is kept and the command line writes it. `moothall schema spc` is its shape."""

from typing import Any

from moothall.engines.spc.result import Judged, Result, Segment
from moothall.kit.numbers import plain_or_none


def as_data(result: Result) -> dict[str, Any]:
    """Numbers as strings of the exact decimal, periods in ISO 8601, missing as None."""
    return {
        "better": result.better,
        "segments": [_segment(it) for it in result.segments],
        "points": [_point(it) for it in result.points],
        "variation": result.variation,
        "assurance": result.assurance,
        "warnings": list(result.warnings),
        "words": result.words,
    }


def _segment(it: Segment) -> dict[str, Any]:
    numbers = ("mean", "range_mean", "upper", "lower", "near_upper", "near_lower")
    return {
        "start": it.start.iso,
        "end": it.end.iso,
        "figures": it.figures,
        "basis": it.basis,
        **{name: plain_or_none(getattr(it, name)) for name in numbers},
        "screened": [period.iso for period in it.screened],
        "rebase": it.rebase and {"on": it.rebase.on.isoformat(), "reason": it.rebase.reason},
    }


def _point(it: Judged) -> dict[str, Any]:
    numbers = ("value", "mean", "upper", "lower", "target")
    return {
        "period": it.period.iso,
        **{name: plain_or_none(getattr(it, name)) for name in numbers},
        "flags": list(it.flags),
        "side": it.side,
        "kind": it.kind,
    }
