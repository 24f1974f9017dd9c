"""A forecast of one series, and of many at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, Decimal
from functools import partial

import numpy as np
from numpy.typing import NDArray

from moothall.engines.forecast import words
from moothall.engines.forecast.breaks import Step, find_breaks
from moothall.engines.forecast.history import History, read_history, whole_value
from moothall.engines.forecast.intervals import F80, F95, evidence, half_widths
from moothall.engines.forecast.models import naive
from moothall.engines.forecast.shapes import Candidate, Expected, Finding, Kind, Params, Result
from moothall.engines.forecast.tried import Tried, is_short, repeats_itself, try_models
from moothall.kit.periods import Period
from moothall.kit.series import Series

Floats = NDArray[np.float64]
FIGURES = 4
"""A forecast is written to this many figures of the series' usual size, and at least as finely as the series."""
ENOUGH_FOR_INTERVALS = 4
DEFAULTS = Params()
BATCH = 8
"""How many series a worker is handed at a time."""


def forecast(series: Series, horizon: int, *, params: Params = DEFAULTS) -> Result:
    """What a monthly, quarterly or annual series is expected to be, `horizon` periods on from its last value.

    The models are tried against the naive answer on the series' own past; the choice is said in `label` and
    `candidates`; what a reader must know of the series is in `findings`. Blank periods after the last value are
    not waited for: the first period forecast is the one after the last value given, part-done or not.
    Raises NotForecast where the series is weekly or daily or has no value, ValueError where `horizon` is below 1.
    """
    if horizon < 1:
        raise ValueError("A forecast looks at least one period ahead.")
    given = read_history(series)
    part = whole_value(given) if params.last_may_be_partial else None
    history = given if part is None else given.without_last()
    skipped = len(given) - len(history)
    tried = try_models(history, horizon + skipped, params)
    breaks = [] if tried.sparse or tried.why_naive else find_breaks(history.values, history.season)
    mean = _fitted(history, horizon + skipped, tried, breaks)
    points, stopped = _points(history, mean, tried, _floor(history, params))
    findings = _findings(history, tried, breaks, stopped)
    if part is not None:
        findings.insert(0, Finding("partial last period", given.last, words.part(given, part)))
    inside80, judged = tried.coverage(history, F80)
    inside95, _ = tried.coverage(history, F95)
    return Result(
        name=series.name,
        points=points[skipped:],
        model=tried.model,
        label=tried.label,
        mase=tried.mase.get(tried.model),
        mase_naive=tried.mase.get(tried.naive),
        coverage80=_share(inside80, judged),
        coverage95=_share(inside95, judged),
        windows=len(tried.test.origins) if tried.test.errors else 0,
        candidates=tuple(Candidate(it, tried.mase.get(it), it == tried.model) for it in tried.order),
        findings=tuple(findings),
        base=points[skipped:],
        never_below_zero=_floor(history, params),
    )


def forecast_many(
    series: Mapping[str, Series] | Iterable[Series],
    horizon: int,
    *,
    params: Params = DEFAULTS,
    workers: int = 1,
    report: Callable[[int, int], None] | None = None,
) -> dict[str, Result]:
    """Forecasts of many series by name, in the order given; each is what `forecast` makes of it alone.

    `workers` above 1 are processes. `report` is told how many are done, of how many. Raises as `forecast` does.
    """
    wanted = list(series.values() if isinstance(series, Mapping) else series)
    found: dict[str, Result] = {}
    with _answers(partial(forecast, horizon=horizon, params=params), wanted, workers) as answers:
        for result in answers:
            found[result.name] = result
            if report is not None:
                report(len(found), len(wanted))
    return found


@contextmanager
def _answers(
    work: Callable[[Series], Result], wanted: Sequence[Series], workers: int
) -> Iterator[Iterator[Result]]:
    if min(workers, len(wanted)) <= 1:
        yield map(work, wanted)
        return
    with ProcessPoolExecutor(max_workers=workers) as pool:
        yield pool.map(work, wanted, chunksize=max(1, min(BATCH, len(wanted) // (2 * workers))))


def _fitted(history: History, horizon: int, tried: Tried, breaks: Sequence[Step]) -> Floats:
    """What the chosen model expects of the whole history, brought to the level after its breaks."""
    y = history.values.copy()
    for step in breaks:
        if words.is_moved(history, step):
            y[: step.at] += step.size
    if (history.values >= 0).all():
        y = np.maximum(y, 0.0)
    expected = tried.answer(y, horizon, history.seasonal).get(tried.model)
    return naive(y, horizon, history.seasonal) if expected is None else expected


def _floor(history: History, params: Params) -> bool:
    if params.never_below_zero is not None:
        return params.never_below_zero
    return bool((history.values >= 0).all())


def _findings(history: History, tried: Tried, breaks: Sequence[Step], stopped: bool) -> list[Finding]:
    said: list[tuple[Kind, Period | None, str]] = []
    if is_short(history):
        said.append(("short", None, words.short(history)))
    if history.missing:
        said.append(("gaps", None, words.gaps(history)))
    if tried.sparse:
        said.append(("intermittent", None, words.intermittent(history)))
    if repeats_itself(history):
        said.append(("constant", None, words.unchanging(history)))
    said += [("break", history.at(it.at), words.broke(history, it)) for it in breaks]
    if stopped:
        said.append(("not below zero", None, words.NOT_BELOW_ZERO))
    return [Finding(*it) for it in said]


def _points(history: History, mean: Floats, tried: Tried, floor: bool) -> tuple[tuple[Expected, ...], bool]:
    """Each period with its intervals, and whether anything had to be stopped at zero."""
    horizon, season = len(mean), history.season
    known = evidence(history.values, season, tried.errors)
    sure = len(history) >= ENOUGH_FOR_INTERVALS and not repeats_itself(history)
    wide80, wide95 = (half_widths(known, it, horizon, season) for it in (F80, F95))
    columns = [mean, mean - wide80, mean + wide80, mean - wide95, mean + wide95]
    stopped = floor and any(bool((it < 0).any()) for it in (columns if sure else columns[:1]))
    if floor:
        columns = [np.maximum(it, 0.0) for it in columns]
    unit = _unit(history)
    points = []
    for ahead, row in enumerate(zip(*columns, strict=True)):
        middle, *limits = (_rounded(it, unit) for it in row)
        shown = limits if sure else [None] * 4
        points.append(Expected(history.last.moved(ahead + 1), middle, *shown))
    return tuple(points), stopped


def _unit(history: History) -> Decimal:
    lately = np.abs(history.values[-2 * history.season :])
    size = float(np.median(lately)) or float(np.mean(lately)) or 1.0
    places = FIGURES - 1 - int(np.floor(np.log10(size)))
    return Decimal(1).scaleb(-max(places, history.decimals, 0))


def _rounded(value: float, unit: Decimal) -> Decimal:
    return Decimal(repr(float(value))).quantize(unit, rounding=ROUND_HALF_EVEN) + 0


def _share(inside: int, judged: int) -> Decimal | None:
    return Decimal(f"{inside / judged:.3f}") if judged else None
