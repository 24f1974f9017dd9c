"""The sums: a level and a slope that change at a date, over a season, a trend and noise that remembers.

Every plausible autocorrelation, size and shape of season and size of trend is tried, on a fixed grid; each is weighted
by how well it accounts for the figures and by what is likely beforehand (`Prior`), and the answers are averaged. For
one point of the grid the answer is exact (generalised least squares; Student's t). There is no chance in it, and many
series of one design are worked at once. docs/methods/effect.md says it in prose, and what was measured.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, stdtr, stdtrit

Floats = NDArray[np.floating[Any]]
Places = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]
Trend = Literal["likely small", "none", "any"]

CLOSE = 1e-6  # how near a quantile's probability comes
NOTHING = 1e-3  # of the weight: so much may be left out
FINEST = 6  # a season's pattern is sought down to its sixth harmonic: two months, of a year


@dataclass(frozen=True)
class Prior:
    """What is likely before the figures are seen. Sizes are in standard deviations of the noise; trend, a month.

    Chosen so that intervals hold, and effects are found, on series made with a known truth: benchmarks/effect.py.
    """

    correlations: tuple[float, ...] = (-0.4, -0.2, 0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9)
    towards_none: float = 0.6  # the weight of a correlation r is (1 - r) to this power
    seasons: tuple[float, ...] = (0.001, 0.2, 2.0, 20.0, 200.0)  # variances
    shapes: tuple[int, ...] = (
        0,
        2,
        4,
    )  # the kth harmonic's variance falls as k to the minus this: jagged to smooth
    trends: tuple[tuple[float, float], ...] = ((0.02, 0.50), (0.06, 0.28), (0.2, 0.17), (1.0, 0.05))
    """The standard deviation of the trend, and its weight."""


@dataclass(frozen=True)
class Design:
    """When there are figures, where the change falls among them, and so the columns that explain them."""

    at: Places  # the observed periods, counted from the series' first
    columns: Floats  # n by q: the fixed ones first
    fixed: int
    seasonal: int  # how many of the others are the season's
    contrasts: Floats  # k by q, the sums of coefficients that are asked for
    months: float  # in a period


def around(
    at: Places, change: int, year: int, *, trend: Trend = "likely small"
) -> tuple[Design, tuple[str, ...]]:
    """The design for a change at period `change`, `year` periods to a year, and the names of its contrasts.

    'average' is the mean difference over the periods observed after; 'level' the difference at the change; 'slope' the
    change of slope, a period; 'trend' the slope before.
    """
    after: Floats = (at >= change).astype(np.float64)
    since: Floats = (at - change) * after
    fixed: list[Floats] = [np.ones(len(at)), after, since]
    wanted = {
        "average": {1: 1.0, 2: float(since[after > 0].mean())},
        "level": {1: 1.0},
        "slope": {2: 1.0},
    }
    middle = float(at[after == 0].mean())
    return _design(at, fixed, wanted, (at - middle).astype(np.float64), year, trend)


def before_only(at: Places, year: int, *, trend: Trend = "any") -> tuple[Design, tuple[str, ...]]:
    """The design of figures without a change: for what their trend was."""
    time = (at - float(at.mean())).astype(np.float64)
    return _design(at, [np.ones(len(at))], {}, time, year, trend)


def _design(
    at: Places,
    fixed: list[Floats],
    wanted: dict[str, dict[int, float]],
    time: Floats,
    year: int,
    trend: Trend,
) -> tuple[Design, tuple[str, ...]]:
    columns = [*fixed]
    if trend == "any":
        columns.append(time)
        wanted["trend"] = {len(columns) - 1: 1.0}
    parts = len(columns)
    columns += _harmonics(at, year)
    seasonal = len(columns) - parts
    if trend == "likely small":
        columns.append(time)
        wanted["trend"] = {len(columns) - 1: 1.0}
    contrasts = np.zeros((len(wanted), len(columns)))
    for row, places in enumerate(wanted.values()):
        for place, weight in places.items():
            contrasts[row, place] = weight
    made = Design(at, np.column_stack(columns), parts, seasonal, contrasts, 12 / year)
    return made, tuple(wanted)


def _harmonics(at: Places, year: int) -> list[Floats]:
    """Pairs of waves a year long and shorter; the shortest that periods can show is one column, not a pair."""
    found: list[Floats] = []
    for k in range(1, min(year // 2, FINEST) + 1):
        turn = 2 * np.pi * k * at / year
        found.append(np.cos(turn))
        if 2 * k < year:
            found.append(np.sin(turn))
    return found


@dataclass(frozen=True)
class Answers:
    """For each series and contrast a mixture of Student's t, one for each point of the grid that has any weight."""

    weights: Floats  # series by grid
    centres: Floats  # series by grid by contrast
    scales: Floats  # the same
    freedom: int
    correlation: Floats  # of the noise, from one period to the next, for each series
    best: tuple[
        Floats, Floats
    ]  # the first series' coefficients at its best point, and its whitened residuals

    def estimate(self, contrast: int) -> Floats:
        """The middle of each series' answer: the weighted mean."""
        mean: Floats = (self.weights * self.centres[:, :, contrast]).sum(axis=1)
        return mean

    def limits(self, contrast: int, level: float = 0.95) -> tuple[Floats, Floats]:
        """The central interval of each series' answer."""
        tail = (1 - level) / 2
        return self._quantile(contrast, tail), self._quantile(contrast, 1 - tail)

    def _quantile(self, contrast: int, wanted: float) -> Floats:
        """Where the mixture's distribution reaches `wanted`: Newton's steps by turns with halving of the bounds."""
        freedom = self.freedom
        weights, centres, scales = self.weights, self.centres[:, :, contrast], self.scales[:, :, contrast]
        each = centres + stdtrit(freedom, wanted) * scales
        low, high = each.min(axis=1), each.max(axis=1)  # the mixture's is among its components'
        at: Floats = (weights * each).sum(axis=1)
        top = np.exp(gammaln((freedom + 1) / 2) - gammaln(freedom / 2)) / np.sqrt(freedom * np.pi)
        open_ = np.arange(len(at))
        for turn in range(60):
            z = (at[open_, None] - centres[open_]) / scales[open_]
            short = (weights[open_] * stdtr(freedom, z)).sum(axis=1) - wanted
            far = np.abs(short) > CLOSE
            open_, short, z = open_[far], short[far], z[far]
            if not len(open_):
                break
            dense = np.exp(-(freedom + 1) / 2 * np.log1p(z * z / freedom))
            slope = top * (weights[open_] / scales[open_] * dense).sum(axis=1)
            now = at[open_]
            low[open_] = np.where(short < 0, now, low[open_])
            high[open_] = np.where(short < 0, high[open_], now)
            step = now - short / np.maximum(slope, 1e-300)
            inside = (step > low[open_]) & (step < high[open_]) & (turn % 4 != 3)
            at[open_] = np.where(inside, step, (low[open_] + high[open_]) / 2)
        return at


def fit(design: Design, values: Floats, prior: Prior | None = None) -> Answers:
    """The answers for each row of `values`: the figures of one series at the observed periods of the design."""
    prior = prior or Prior()
    shares, ranges = _shares(design, prior)
    unit = np.maximum(values.std(axis=1, keepdims=True), 1e-300)
    plain = (values - values.mean(axis=1, keepdims=True)) / unit
    freedom = len(design.at) - design.fixed
    series, grid, contrasts = len(values), len(shares), len(design.contrasts)
    logs, centres, scales = [], [], []
    for correlation in prior.correlations:
        columns, lost = _whitened(design.columns.T, design.at, correlation)
        figures, _ = _whitened(plain, design.at, correlation)
        onto = figures @ columns.T
        equations = columns @ columns.T + _diagonals(ranges)  # grid by q by q
        solve: Floats = np.linalg.inv(equations).astype(np.float64)
        root: Floats = np.linalg.cholesky((solve + np.swapaxes(solve, 1, 2)) / 2).astype(np.float64)
        explained = _over_grid(onto, root)
        left = (figures**2).sum(axis=1)[:, None] - (explained**2).sum(axis=2)
        left = np.maximum(left, 1e-12)
        asked = solve @ design.contrasts.T  # grid by q by k
        spread = np.sqrt(np.einsum("kq,gqk->gk", design.contrasts, asked))
        size = np.linalg.slogdet(equations)[1]
        before = prior.towards_none * np.log(1 - correlation) + shares - (lost + size) / 2
        logs.append(before - freedom / 2 * np.log(left))
        centres.append(_over_grid(onto, asked))
        scales.append(np.sqrt(left / freedom)[:, :, None] * spread[None])
    log = np.concatenate(logs, axis=1)
    weights = np.exp(log - log.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    best = _best(design, plain[0], prior, ranges, *divmod(int(weights[0].argmax()), grid))
    kept = _with_weight(weights)
    some = np.take_along_axis(weights, kept, axis=1)
    deep = np.broadcast_to(kept[:, :, None], (series, kept.shape[1], contrasts))
    return Answers(
        some / some.sum(axis=1, keepdims=True),
        np.take_along_axis(np.concatenate(centres, axis=1), deep, axis=1) * unit[:, :, None],
        np.take_along_axis(np.concatenate(scales, axis=1), deep, axis=1) * unit[:, :, None],
        freedom,
        weights @ np.repeat(np.array(prior.correlations), grid),
        (best[0] * unit[0], best[1] * unit[0]),
    )


def _over_grid(onto: Floats, matrices: Floats) -> Floats:
    """Each series' vector times each matrix of the grid, as one multiplication: series by grid by columns."""
    grid, rows, width = matrices.shape
    flat = np.swapaxes(matrices, 0, 1).reshape(rows, grid * width)
    made: Floats = (onto @ flat).reshape(len(onto), grid, width)
    return made


def _with_weight(weights: Floats) -> Places:
    """The places of the grid that bear all but `NOTHING` of each series' weight; the same number for each series."""
    order = np.argsort(-weights, axis=1)
    borne = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    return order[:, : int((borne < 1 - NOTHING).sum(axis=1).max()) + 1]


def _best(
    design: Design, plain: Floats, prior: Prior, ranges: Floats, block: int, place: int
) -> tuple[Floats, Floats]:
    """One series at one point of the grid: its coefficients, and what is left once the noise is whitened."""
    correlation = prior.correlations[block]
    columns, _ = _whitened(design.columns.T, design.at, correlation)
    figures, _ = _whitened(plain[None], design.at, correlation)
    found = np.linalg.solve(columns @ columns.T + np.diag(ranges[place]), columns @ figures[0])
    return found, figures[0] - found @ columns


def _diagonals(ranges: Floats) -> Floats:
    made = np.zeros((*ranges.shape, ranges.shape[1]))
    places = np.arange(ranges.shape[1])
    made[:, places, places] = ranges
    return made


def _shares(design: Design, prior: Prior) -> tuple[Floats, Floats]:
    """For each season and trend of the grid: its weight beforehand, as a logarithm with what its size costs, and what
    it adds to the diagonal of the equations (one over the variance of each coefficient; nought for the fixed).
    """
    order = np.array([(place // 2) + 1 for place in range(design.seasonal)], dtype=float)
    has_trend = design.columns.shape[1] > design.fixed + design.seasonal
    trends = prior.trends if has_trend else ((0.0, 1.0),)
    seasons = (
        [(size, shape) for size in prior.seasons for shape in prior.shapes] if len(order) else [(0.0, 0)]
    )
    shares, ranges = [], []
    for size, shape in seasons:
        falls = order ** -float(shape)
        variances = size * falls * 2 / falls.sum() if len(order) else order
        for trend, weight in trends:
            last = [(trend * design.months) ** 2] if has_trend else []
            random = np.concatenate([variances, last])
            shares.append(np.log(weight) - np.log(random).sum() / 2)
            ranges.append(np.concatenate([np.zeros(design.fixed), 1 / random]))
    return np.array(shares), np.array(ranges)


def _whitened(rows: Floats, at: Places, correlation: float) -> tuple[Floats, float]:
    """Rows as they would be without autocorrelation, gaps allowed for; and the logarithm of the determinant."""
    kept = correlation ** np.diff(at)
    left = 1 - kept**2
    made = rows.astype(float).copy()
    made[:, 1:] = (rows[:, 1:] - kept * rows[:, :-1]) / np.sqrt(left)
    return made, float(np.log(left).sum())
