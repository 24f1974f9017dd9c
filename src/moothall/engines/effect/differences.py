"""Difference in differences: a series less the average of its controls."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from moothall.engines.effect.interrupted import are_counts, assessed
from moothall.engines.effect.panel import panel, placebo_in_space, without
from moothall.engines.effect.result import Params, Polarity, Result
from moothall.kit.periods import Period
from moothall.kit.series import Series


def difference_in_differences(
    series: Series,
    controls: Sequence[Series],
    change: Period | date,
    *,
    better: Polarity = "neither",
    params: Params | None = None,
) -> Result:
    """The series less the average of its controls, before and after.

    Supposes that but for the change the two would have kept their distance, or drifted apart no faster than before: the
    check `pre-trend` says whether they drifted then. Whatever moved them all alike falls out.
    """
    params, made = params or Params(), panel(series, controls, change)
    count = len(made.names)
    if not count:
        return without(series, made, "difference in differences", 1)
    if params.counts is None:
        params = replace(params, counts=are_counts(series))
    checks = {
        "controls": made.check,
        "placebo in space": placebo_in_space(made, lambda own, others: own - others.mean(axis=1)),
    }
    against = f" Measured against {f'the average of {count} controls' if count > 1 else 'one control'}."
    gap = replace(made.made, values=made.made.values - made.average)
    found = assessed(
        series, gap, "difference in differences", "likely small", better, params, checks, against
    )
    return replace(found, weights=dict.fromkeys(made.names, Decimal(f"{1 / count:.4f}")))
