"""A result as plain data, as a run of it is kept and the command line writes it. `moothall schema spc` is its shape."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from moothall.engines.spc.result import Judged, Rebase, Result, Segment
from moothall.kit.numbers import plain_or_none
from moothall.kit.periods import parse


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


def from_data(data: Mapping[str, Any], frequency: str) -> Result:
    """The result that `as_data` wrote, of periods that come so often ('monthly')."""
    places = {it["period"]: place for place, it in enumerate(data["points"])}
    return Result(
        better=data["better"],
        points=tuple(_judged(it, frequency) for it in data["points"]),
        segments=tuple(_cut(it, places, frequency) for it in data["segments"]),
        variation=data["variation"],
        assurance=data["assurance"],
        warnings=tuple(data["warnings"]),
        words=data["words"],
    )


def _cut(it: Mapping[str, Any], places: Mapping[str, int], frequency: str) -> Segment:
    numbers = ("mean", "range_mean", "upper", "lower", "near_upper", "near_lower")
    rebase = it["rebase"]
    return Segment(
        first=places[it["start"]],
        last=places[it["end"]],
        start=parse(it["start"], frequency),
        end=parse(it["end"], frequency),
        figures=it["figures"],
        basis=it["basis"],
        **{name: _number(it[name]) for name in numbers},
        screened=tuple(parse(period, frequency) for period in it["screened"]),
        rebase=Rebase(date.fromisoformat(rebase["on"]), rebase["reason"]) if rebase else None,
    )


def _judged(it: Mapping[str, Any], frequency: str) -> Judged:
    numbers = ("value", "mean", "upper", "lower", "target")
    return Judged(
        period=parse(it["period"], frequency),
        **{name: _number(it[name]) for name in numbers},
        flags=tuple(it["flags"]),
        side=it["side"],
        kind=it["kind"],
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
