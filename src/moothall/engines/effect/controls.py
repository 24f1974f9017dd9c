"""Difference in differences: the series beside others that nothing was done to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from moothall.engines.effect.interrupted import are_counts, assessed, cut, thresholds
from moothall.engines.effect.model import around, fit
from moothall.engines.effect.result import Check, Params, Polarity, Result
from moothall.kit.periods import Period
from moothall.kit.series import A_YEAR, Series, whole

MOST_MISSING = Decimal("0.1")  # of a control's periods: one that lacks more is left out
RARE = 0.1  # a placebo in space that is as large as the effect more often than this casts doubt on it


def difference_in_differences(
    series: Series,
    controls: Sequence[Series],
    change: Period | date,
    *,
    better: Polarity = "neither",
    params: Params | None = None,
) -> Result:
    """The effect of a change on what parts a series from the mean of its controls, month by month.

    Whatever moved them all alike falls out. A control that lacks more than a tenth of the periods is left out, and
    said. Raises ValueError where no control is left.
    """
    params = params or Params()
    kept, left_out = _usable(series, controls)
    if not kept:
        raise ValueError("No control has figures for nine in ten of the periods: give others, or none.")
    apart = _apart(series, kept)
    made = cut(apart, change)
    checks = {"controls": _controls(kept, left_out)}
    if (
        made.before >= thresholds(series.length, params)[0]
        and made.after >= thresholds(series.length, params)[1]
    ):
        checks["placebo in space"] = placebo_in_space(apart, kept, change)
    counts = params.counts if params.counts is not None else are_counts(series)
    said = assessed(
        apart, made, "difference in differences", "none", better, replace(params, counts=counts), checks
    )
    return replace(said, series=series.name)


def _usable(series: Series, controls: Sequence[Series]) -> tuple[list[Series], list[str]]:
    wanted = {point.period for point in series.points if point.value is not None}
    kept: list[Series] = []
    left_out: list[Series] = []
    for control in controls:
        had = {point.period for point in control.points if point.value is not None}
        enough = control.name != series.name and len(wanted - had) <= MOST_MISSING * len(wanted)
        (kept if enough else left_out).append(control)
    return kept, [it.name for it in left_out if it.name != series.name]


def _apart(series: Series, controls: Sequence[Series]) -> Series:
    """The series less the mean of its controls, where each has a figure."""
    others = [{point.period: point.value for point in control.points} for control in controls]
    found: list[tuple[Period, Decimal | None]] = []
    for point in series.points:
        beside = [it.get(point.period) for it in others]
        known = [it for it in beside if it is not None]
        whole_row = point.value is not None and len(known) == len(beside)
        mean = sum(known, Decimal(0)) / len(known) if whole_row else None
        found.append(
            (point.period, point.value - mean if point.value is not None and mean is not None else None)
        )
    return whole(series.name, found)


def _controls(kept: Sequence[Series], left_out: Sequence[str]) -> Check:
    names = ", ".join(it.name for it in kept)
    text = f"Beside the mean of {len(kept)}: {names}."
    if left_out:
        text += f" Left out for want of figures: {', '.join(left_out)}."
    return Check(None, text, {"used": str(len(kept)), "left out": str(len(left_out))})


def placebo_in_space(apart: Series, controls: Sequence[Series], change: Period | date) -> Check:
    """Each control as if it had been changed, beside the others: how often it shows as large an effect."""
    if len(controls) < 3:
        return Check(None, "Not tried: it needs three controls or more.")
    ours = abs(_average(apart, change))
    others = [
        abs(_average(_apart(it, [other for other in controls if other is not it]), change)) for it in controls
    ]
    as_large = sum(it >= ours for it in others)
    share = (1 + as_large) / (1 + len(others))
    figures = {"tried": str(len(others)), "as large": str(as_large), "p": f"{share:.3f}"}
    text = f"Of {len(others)} controls treated as if they had changed, {as_large or 'none'} shows as large an effect."
    return Check(as_large / len(others) <= RARE, text, figures)


def _average(series: Series, change: Period | date) -> float:
    made = cut(series, change)
    design, names = around(made.at, made.change, A_YEAR[series.length], trend="none")
    return float(fit(design, np.asarray(made.values)[None]).estimate(names.index("average"))[0])
