"""Synthetic control: a series less the mix of its controls that moved as it did before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from moothall.engines.effect import words
from moothall.engines.effect.interrupted import are_counts, assessed
from moothall.engines.effect.model import Bools, Floats, Places
from moothall.engines.effect.panel import Panel, panel, placebo_in_space, without
from moothall.engines.effect.result import Check, Params, Polarity, Result
from moothall.kit.periods import Period
from moothall.kit.series import Series

FOLDS = 4  # stretches of the time before, each judged by weights found from the others
HEAVY = 1e4  # how strictly the weights are held to add up to one
SHOWN = 0.0005  # a weight below this is not shown


def synthetic_control(
    series: Series,
    controls: Sequence[Series],
    change: Period | date,
    *,
    better: Polarity = "neither",
    params: Params | None = None,
) -> Result:
    """The series less a weighted mean of its controls, which before the change moved as it did.

    Weights are from nought and add up to one; levels may differ. Before the change each stretch is judged by weights
    found from the others, so that the noise is not made to look smaller than it is.
    """
    params, made = params or Params(), panel(series, controls, change)
    need = max(params.fewest_controls, 2)
    if len(made.names) < need:
        return without(series, made, "synthetic control", need)
    if made.made.before < 2 * FOLDS:
        return assessed(series, made.made, "synthetic control", "none", better, params, {})
    if params.counts is None:
        params = replace(params, counts=are_counts(series))
    early = made.earlier
    weights, gap = synthetic_gap(made.made.values, made.others, early)
    checks = {
        "controls": made.check,
        "fit before": _fit(made, gap),
        "placebo in space": placebo_in_space(made, lambda own, others: plain_gap(own, others, early)),
    }
    shown = {
        name: Decimal(f"{weight:.4f}")
        for name, weight in zip(made.names, weights, strict=True)
        if weight >= SHOWN
    }
    against = f" Measured against a mix of {len(shown)} of {len(made.names)} controls."
    cut = replace(made.made, values=gap)
    found = assessed(series, cut, "synthetic control", "none", better, params, checks, against)
    return replace(found, weights=shown)


def weights_of(own: Floats, others: Floats) -> Floats:
    """The weights, from nought and adding up to one, whose mean of the others comes nearest to the series; each taken
    from its own mean, by least squares.
    """
    from scipy.optimize import nnls  # slow to start, and most questions have no controls

    mine, theirs = own - own.mean(), others - others.mean(axis=0)
    unit = max(float(np.abs(theirs).max()), 1e-300)
    held = np.full((1, theirs.shape[1]), HEAVY)
    found: Floats = nnls(np.vstack([theirs / unit, held]), np.append(mine / unit, HEAVY))[0]
    shares: Floats = found / found.sum()
    return shares


def plain_gap(own: Floats, others: Floats, early: Bools) -> Floats:
    """The series less its synthetic control, by weights from all the time before."""
    gap: Floats = own - others @ weights_of(own[early], others[early])
    level: Floats = gap - gap[early].mean()
    return level


def synthetic_gap(own: Floats, others: Floats, early: Bools) -> tuple[Floats, Floats]:
    """The weights, and the gap: after the change by those weights, before it by weights blind to the stretch."""
    gap = plain_gap(own, others, early)
    for stretch, rest in _folds(early):
        apart = own - others @ weights_of(own[rest], others[rest])
        gap[stretch] = apart[stretch] - apart[rest].mean()
    return weights_of(own[early], others[early]), gap


def _folds(early: Bools) -> list[tuple[Places, Places]]:
    places = np.flatnonzero(early)
    return [(part, np.setdiff1d(places, part)) for part in np.array_split(places, FOLDS)]


def _fit(made: Panel, gap: Floats) -> Check:
    """How far the synthetic control was out in stretches it had not seen, beside the plain average."""
    away = made.made.values - made.average
    plain = np.concatenate([away[stretch] - away[rest].mean() for stretch, rest in _folds(made.earlier)])
    own, average = float(np.sqrt((gap[made.earlier] ** 2).mean())), float(np.sqrt((plain**2).mean()))
    figures = {"error": f"{words.rounded(own):f}", "of the average": f"{words.rounded(average):f}"}
    text = (
        f"In stretches before the change that it had not seen, the mix was out by {words.rounded(own, 2):f} and the "
        f"plain average by {words.rounded(average, 2):f}."
    )
    return Check(own <= average, text, figures)
