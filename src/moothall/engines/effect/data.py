"""A result as plain data, as a run of it is kept and the command line writes it: `moothall schema effect`."""

from typing import Any

from moothall.engines.effect.result import Estimate, Result
from moothall.kit.numbers import plain, plain_or_none


def as_data(result: Result) -> dict[str, Any]:
    """Numbers as strings of the decimal, periods in ISO 8601, what is not known as None."""
    return {
        "verdict": result.verdict,
        "words": result.words,
        "method": result.method,
        "why": result.why,
        "change": result.change.iso,
        "left_out": result.left_out.iso if result.left_out else None,
        "before": result.before,
        "after": result.after,
        "estimate": _value(result.estimate),
        "interval": _interval(result.estimate),
        "level": _value(result.level),
        "level_interval": _interval(result.level),
        "slope": _value(result.slope),
        "slope_interval": _interval(result.slope),
        "checks": {
            name: {"passed": it.passed, "words": it.words, "figures": dict(it.figures)}
            for name, it in result.checks.items()
        },
        "weights": {name: plain(it) for name, it in result.weights.items()},
        "beside": [as_data(it) for it in result.beside],
    }


def _value(found: Estimate | None) -> str | None:
    return plain_or_none(found.value if found else None)


def _interval(found: Estimate | None) -> dict[str, str] | None:
    return {"lo95": plain(found.interval.lo95), "hi95": plain(found.interval.hi95)} if found else None
