"""A result as plain data, for JSON and for keeping: decimals as strings, periods in ISO 8601, missing as None."""

from decimal import Decimal
from typing import Any

from moothall.engines.forecast.shapes import Applied, Expected, Result


def as_data(result: Result) -> dict[str, Any]:
    """One forecast in the shape that `moothall schema forecast` publishes."""
    return {
        "model": result.model,
        "label": result.label,
        "mase_backtest": _text(result.mase),
        "mase_naive": _text(result.mase_naive),
        "coverage80_backtest": _text(result.coverage80),
        "coverage95_backtest": _text(result.coverage95),
        "windows": result.windows,
        "points": [_point(it) for it in result.points],
        "candidates": [
            {"model": it.model, "mase": _text(it.mase), "chosen": it.chosen} for it in result.candidates
        ],
        "findings": [
            {"kind": it.kind, "period": it.period.iso if it.period else None, "sentence": it.sentence}
            for it in result.findings
        ],
        "base": [_point(it) for it in result.base] if result.applied else [],
        "adjustments": [_applied(it) for it in result.applied],
        "note": result.note,
    }


def _point(it: Expected) -> dict[str, str | None]:
    limits = {name: _text(getattr(it, name)) for name in ("lo80", "hi80", "lo95", "hi95")}
    return {"period": it.period.iso, "mean": _text(it.mean), **limits}


def _applied(it: Applied) -> dict[str, Any]:
    asked = it.adjustment
    return {
        "kind": asked.kind,
        "words": asked.words,
        "from": asked.start.iso,
        "to": asked.end.iso if asked.end else None,
        "factor": _text(asked.factor),
        "amount": _text(asked.amount),
        "effects": [_text(effect) for effect in it.effects],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
