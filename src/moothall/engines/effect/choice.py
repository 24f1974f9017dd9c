"""Which method answers, by a stated rule; the others stand beside it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from moothall.engines.effect.differences import difference_in_differences
from moothall.engines.effect.interrupted import interrupted_time_series
from moothall.engines.effect.result import Params, Polarity, Result
from moothall.engines.effect.synthetic import synthetic_control
from moothall.kit.periods import Period
from moothall.kit.series import Series


def effect(
    series: Series,
    change: Period | date,
    *,
    controls: Sequence[Series] = (),
    better: Polarity = "neither",
    params: Params | None = None,
) -> Result:
    """Did the change work? By the method that the data allow, with the others in `beside` and the reason in `why`.

    With five or more controls, the synthetic control, if in stretches it had not seen before the change it came at
    least as near as their plain average; else difference in differences, if the series kept its distance from them
    before; else the series alone.
    """
    params = params or Params()
    alone = interrupted_time_series(series, change, better=better, params=params)
    if not controls:
        return replace(alone, why="No controls were given.")
    synthetic = synthetic_control(series, controls, change, better=better, params=params)
    differences = difference_in_differences(series, controls, change, better=better, params=params)
    rule = (
        (
            synthetic,
            "fit before",
            "A mix of the controls followed the series before at least as well as their average.",
        ),
        (differences, "pre-trend", "The series kept its distance from the controls before the change."),
    )
    for found, decisive, why in rule:
        check = found.checks.get(decisive)
        if found.verdict != "cannot tell" and check is not None and check.passed:
            return _first(found, (alone, differences, synthetic), why)
    why = "The series drifted from its controls before the change, so they cannot stand for it."
    if differences.verdict == "cannot tell":
        why = "There are too few figures, or controls that have them, for any other."
    return _first(alone, (alone, differences, synthetic), why)


def _first(chosen: Result, said: Sequence[Result], why: str) -> Result:
    return replace(chosen, why=why, beside=tuple(it for it in said if it is not chosen))
