"""The sentences a forecast comes with."""

from decimal import Decimal

import numpy as np

from moothall.engines.forecast.breaks import Step
from moothall.engines.forecast.history import GAPPY, History

PERIODS = {12: "month", 4: "quarter", 1: "year"}
NOT_BELOW_ZERO = "The history is never below zero, so neither the forecast nor its intervals go below it."


def figure(value: float) -> str:
    """A number to three figures, as people write it: '1,230', '0.456'."""
    if value == 0:
        return "0"
    places = max(0, 2 - int(np.floor(np.log10(abs(value)))))
    rounded = float(f"{value:.3g}")
    text = f"{rounded:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def counted(number: int, season: int) -> str:
    """'1 month', '9 quarters'."""
    return f"{number} {PERIODS[season]}{'' if number == 1 else 's'}"


def are(number: int) -> str:
    return "is" if number == 1 else "are"


def part(given: History, whole: float) -> str:
    last = float(given.values[-1])
    return (
        f"{given.last.label} looks part-done ({figure(last)}, where a whole {PERIODS[given.season]} would be about"
        f" {figure(whole)}): it was left out."
    )


def short(history: History) -> str:
    number = counted(len(history), history.season)
    return (
        f"There {are(len(history))} only {number}: too few to fit and test a model, so the answer is naive."
    )


def gaps(history: History) -> str:
    text = (
        f"{history.missing} of {counted(len(history), history.season)} {are(history.missing)}"
        " missing: filled, for fitting only, from the same period of the years either side or from the neighbours."
    )
    if history.missing > GAPPY * len(history):
        text += " That is too many to fit a model, so the answer is naive."
    return text


def intermittent(history: History) -> str:
    noughts = int((history.values[history.known] == 0).sum())
    return (
        f"Demand is intermittent: {noughts} of {counted(int(history.known.sum()), history.season)} are nought."
        " The forecast is a rate per period, not what any one will be."
    )


def unchanging(history: History) -> str:
    if np.ptp(history.values) == 0:
        said = f"Every value is {figure(float(history.values[-1]))}"
    else:
        said = "Every period is the same as the one a year before"
    return f"{said}: there is no change from which to measure an interval."


def broke(history: History, step: Step) -> str:
    way = "rose" if step.size > 0 else "fell"
    before = float(np.mean(history.values[max(0, step.at - history.season) : step.at]))
    share = f" ({abs(step.size) / before:.0%} of the year before)" if before > 0 else ""
    after = len(history) - step.at
    text = f"The level {way} by about {figure(abs(step.size))}{share} in {history.at(step.at).label}."
    if is_moved(history, step):
        return f"{text} What came before was moved by as much to fit the model."
    return f"{text} Only {counted(after, history.season)} came after it: the forecast is less sure than it looks."


def is_moved(history: History, step: Step) -> bool:
    """Whether a year or more came after a break, so that what came before can be brought to the new level."""
    return len(history) - step.at >= history.season


def label(
    model: str,
    naive: str,
    why_naive: str,
    errors: tuple[Decimal | None, Decimal | None],
    tests: int,
    *,
    sparse: bool,
) -> str:
    """Which model answered and why, with its error against naive."""
    if why_naive:
        return f"{model}, because {why_naive}"
    error, against = errors
    if error is None or against is None:
        return f"{model}, because nothing could be tested"
    by = " (chosen by squared errors: plain ones would favour forecasting nought)" if sparse else ""
    own = f"{tests} {'test' if tests == 1 else 'tests'} on the series' own past"
    if model == naive:
        return f"{model}, because no model did better in {own} (error {error}){by}"
    return f"{model}: error {error} in {own}, against {against} for the naive answer{by}"
