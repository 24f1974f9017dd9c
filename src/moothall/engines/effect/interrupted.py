"""Interrupted time series: one series, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from moothall.engines.effect import words
from moothall.engines.effect.model import Answers, Floats, Places, Trend, around, before_only, fit
from moothall.engines.effect.result import Check, Estimate, Method, Params, Polarity, Result, Verdict
from moothall.kit.periods import Period
from moothall.kit.series import A_YEAR, Series

LONGEST = 520  # periods looked at: ten years of weeks
MOST_PLACEBOS = 8
ODD = 4.0  # standard deviations: an outlier


@dataclass(frozen=True)
class Cut:
    """A series as numbers, and where the change falls in it."""

    at: Places  # observed periods, counted from the series' first
    values: Floats
    change: int  # the first period after, counted likewise
    period: Period
    left_out: Period | None

    @property
    def before(self) -> int:
        return int((self.at < self.change).sum())

    @property
    def after(self) -> int:
        return int((self.at >= self.change).sum())


def first_after(series: Series, change: Period | date) -> tuple[Period, Period | None]:
    """The first period wholly after the change, and the period within which it fell, which is then left out."""
    day = change.start if isinstance(change, Period) else change
    period = series.points[0].period
    while period.start > day:
        period = period.moved(-1)
    while period.end < day:
        period = period.moved(1)
    return (period, None) if period.start == day else (period.moved(1), period)


def cut(series: Series, change: Period | date, kept: Sequence[bool] | None = None) -> Cut:
    """The numbers of a series around a change; `kept` leaves out periods for another reason."""
    first, out = first_after(series, change)
    index = {point.period: place for place, point in enumerate(series.points)}
    place = index.get(first)
    if place is None:
        place = len(series.points) if first > series.points[-1].period else 0
    seen = [
        (place_, float(point.value))
        for place_, point in enumerate(series.points)
        if point.value is not None and point.period != out and (kept is None or kept[place_])
    ]
    seen = [it for it in seen if it[0] >= max(place - LONGEST, 0)][: 2 * LONGEST]
    at = np.array([it[0] for it in seen], dtype=np.int64)
    values = np.array([it[1] for it in seen], dtype=float)
    return Cut(at, values, place, first, out)


def thresholds(length: str, params: Params) -> tuple[int, int]:
    """The fewest periods before and after."""
    return params.fewest_before.get(length, 10**9), params.fewest_after.get(length, 10**9)


def interrupted_time_series(
    series: Series,
    change: Period | date,
    *,
    better: Polarity = "neither",
    params: Params | None = None,
) -> Result:
    """The effect of a change, from the series alone: what came after against the pattern of before carried on."""
    params = params or Params()
    return assessed(
        series, cut(series, change), "interrupted time series", "likely small", better, params, {}
    )


def assessed(
    series: Series,
    made: Cut,
    method: Method,
    trend: Trend,
    better: Polarity,
    params: Params,
    checks: dict[str, Check],
    against: str = "",
) -> Result:
    """The effect on a series already cut, with the checks that any method has; `checks` are this method's own.

    `against` is the sentence that says what the series was compared with.
    """
    length = series.length
    wanted = thresholds(length, params)
    reason = _cannot(made, length, wanted)
    enough = Check(
        reason is None,
        f"{words.counted(made.before, length)} before and {words.counted(made.after, length)} after"
        + (f"; {wanted[0]} and {wanted[1]} are needed." if length in params.fewest_before else "."),
        {"before": str(made.before), "after": str(made.after)},
    )
    if reason is not None:
        return _result(series, made, method, "cannot tell", reason, checks={"enough points": enough})
    year = A_YEAR[length]
    design, names = around(made.at, made.change, year, trend=trend)
    answers = fit(design, made.values[None])
    found = {name: _estimate(answers, place) for place, name in enumerate(names)}
    said = words.verdict(found["average"], better)
    all_checks = {
        "enough points": enough,
        "seasonality": _season(made, year, length),
        "autocorrelation": _autocorrelation(answers, made),
        "outliers": _outliers(answers, made, series),
        **_trend(made, year, method),
        "placebo in time": placebo_in_time(made, year, wanted, trend, series),
        **checks,
    }
    if made.left_out:
        all_checks["left out"] = Check(
            None, f"The change fell within {made.left_out.label}, which is left out of both sides."
        )
    counts = params.counts if params.counts is not None else are_counts(series)
    text = words.sentence(found["average"], said, made.period, params, counts)
    text += against + words.cautions(all_checks)
    return _result(
        series, made, method, said, text, found["average"], found["level"], found["slope"], all_checks
    )


def _result(
    series: Series,
    made: Cut,
    method: Method,
    said: Verdict,
    text: str,
    estimate: Estimate | None = None,
    level: Estimate | None = None,
    slope: Estimate | None = None,
    checks: dict[str, Check] | None = None,
) -> Result:
    return Result(
        series=series.name,
        method=method,
        change=made.period,
        left_out=made.left_out,
        before=made.before,
        after=made.after,
        verdict=said,
        words=text,
        estimate=estimate,
        level=level,
        slope=slope,
        checks=checks or {},
    )


def _estimate(answers: Answers, contrast: int) -> Estimate:
    low, high = answers.limits(contrast)
    return words.estimate(float(answers.estimate(contrast)[0]), float(low[0]), float(high[0]))


def _cannot(made: Cut, length: str, wanted: tuple[int, int]) -> str | None:
    if length == "P1D":
        return "Cannot tell from days: add them up to weeks or months first."
    few = words.too_few(made.before, made.after, wanted, length, made.period)
    if few:
        return few
    earlier = made.values[made.at < made.change]
    if float(np.ptp(earlier)) <= 1e-12 * max(float(np.abs(earlier).max()), 1e-300):
        since = words.since(made.period)
        return f"Cannot tell {since}: the figures before the change are all the same, so chance cannot be judged."
    return None


def are_counts(series: Series) -> bool:
    """Whether all figures are whole numbers from nought."""
    return all(it is None or (it >= 0 and it == it.to_integral_value()) for it in series.values)


def _season(made: Cut, year: int, length: str) -> Check:
    """Whether each part of the year was seen at least twice before the change."""
    if year < 2 or length == "P1W":
        covered = year < 2 or made.before >= 2 * year
        return Check(covered, "" if covered else "There are not two whole years before the change.")
    seen = [int(((made.at < made.change) & (made.at % year == part)).sum()) for part in range(year)]
    few = sum(it < 2 for it in seen)
    text = f"{words.counted(few, length)} of the year {'was' if few == 1 else 'were'} seen less than twice before."
    return Check(
        not few, text if few else f"Each {words.PERIODS[length][0]} of the year was seen twice or more."
    )


def _autocorrelation(answers: Answers, made: Cut) -> Check:
    """How far one period's chance carries into the next, and whether what is left over is free of it."""
    much = float(answers.correlation[0])
    left = answers.best[1]
    spread = float(left @ left) or 1.0
    most, lag = max((abs(float(left[k:] @ left[:-k])) / spread, k) for k in (1, 2, 3))
    unlike = most > 3 / np.sqrt(len(left))
    figures = {"autocorrelation": str(words.rounded(much, 2)), "left over": str(words.rounded(most, 2))}
    if unlike:
        text = (
            f"The noise is not of the kind supposed (it repeats after {lag}): the interval may be too short."
        )
        return Check(False, text, figures)
    if much > 0.8:
        return Check(False, "The figures wander so much that a drift can pass for an effect.", figures)
    return Check(True, f"About {much:.1f} from one period to the next; the interval allows for it.", figures)


def _outliers(answers: Answers, made: Cut, series: Series) -> Check:
    left = answers.best[1]
    spread = 1.4826 * float(np.median(np.abs(left - np.median(left))))
    odd = [int(it) for it in made.at[np.abs(left) > ODD * spread]] if spread > 0 else []
    named = ", ".join(series.points[it].period.label for it in odd)
    if odd:
        return Check(
            False, f"{named} {'is' if len(odd) == 1 else 'are'} unlike the rest.", {"periods": named}
        )
    return Check(True, "No figure is unlike the rest.")


def _trend(made: Cut, year: int, method: Method) -> dict[str, Check]:
    """The trend before: for a series alone it is carried on, for one beside controls there should be none."""
    earlier = made.at < made.change
    design, names = before_only(made.at[earlier], year)
    found = _estimate(fit(design, made.values[earlier][None]), names.index("trend"))
    figures = {
        "trend": f"{found.value:f}",
        "lo95": f"{found.interval.lo95:f}",
        "hi95": f"{found.interval.hi95:f}",
    }
    if found.interval.has_nought:
        return {"pre-trend": Check(True, "No trend is to be seen before the change.", figures)}
    each = words.EACH[made.period.length]
    way = "up" if found.value > 0 else "down"
    if method != "interrupted time series":
        text = "Before the change it was already drifting from its controls."
        return {"pre-trend": Check(False, text, figures)}
    moved = f"about {words.rounded(abs(float(found.value)), 2):f} {each}"
    text = f"There was a trend before the change ({way} {moved}), and the answer supposes that it would have gone on."
    return {"pre-trend": Check(None, text, figures)}


def placebo_in_time(made: Cut, year: int, wanted: tuple[int, int], trend: Trend, series: Series) -> Check:
    """The same question asked of changes that never were, at dates before the change: it should find none."""
    earlier = made.at < made.change
    at, values = made.at[earlier], made.values[earlier]
    fewest = wanted[0] // 2  # half of what an answer needs: at that, intervals are wide and not short
    able = list(range(fewest, len(at) - wanted[1] + 1))
    if not able:
        need = words.counted(fewest + wanted[1], series.length)
        return Check(None, f"Not tried: it needs {need} before the change.")
    chosen = sorted({able[round(it)] for it in np.linspace(0, len(able) - 1, min(MOST_PLACEBOS, len(able)))})
    found = []
    for place in chosen:
        design, names = around(at, int(at[place]), year, trend=trend)
        low, high = fit(design, values[None]).limits(names.index("average"))
        if low[0] > 0 or high[0] < 0:
            found.append(series.points[int(at[place])].period.label)
    figures = {"tried": str(len(chosen)), "found": str(len(found))}
    if found and len(found) * 4 >= len(chosen):
        text = f"An effect is also ‘found’ at dates when nothing was changed ({', '.join(found)})."
        return Check(False, text, figures)
    return Check(
        True, f"Of {len(chosen)} pretended earlier dates {len(found) or 'none'} showed an effect.", figures
    )
