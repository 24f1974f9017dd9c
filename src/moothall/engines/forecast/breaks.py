"""Where the level of a series broke: a step that trend, season and autocorrelated noise do not explain.

A trend, a season and one step are fitted by least squares for every place the step could be, the errors' first
autocorrelation being taken out first (Cochrane and Orcutt 1949). The largest of the steps' t values decides; as the
place was searched for, its limit is far above 2 (Andrews 1993). Where all values are above nought the step must show in
their logarithms too, or growth by a steady percentage would pass for steps.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
EDGE = 6
"""A step needs this many periods on either side to be told from an odd value or two."""
LIMIT = 4.0
"""How large the largest t value must be: measured, see docs/methods/forecast.md."""
MOST = 4
YEARS = 3
"""Years of history below which no break is looked for."""
SURE = 0.9
"""The strongest autocorrelation taken out: beyond it a level wanders, and every series would have breaks."""


@dataclass(frozen=True)
class Step:
    """A change of level: the place of the first period after it, and by how much (in the series' own unit)."""

    at: int
    size: float


def find_breaks(values: Floats, season: int) -> list[Step]:
    """The steps in a history without holes, earliest first; at most MOST.

    Where the strongest step passes LIMIT, the stretches before and after it are searched in turn.
    """
    found: list[Step] = []
    stretches = [(0, len(values))]
    while stretches and len(found) < MOST:
        start, end = stretches.pop(0)
        step = _strongest(values[start:end], season)
        if step is not None:
            found.append(Step(start + step.at, step.size))
            stretches += [(start, start + step.at), (start + step.at, end)]
    return sorted(found, key=lambda it: it.at)


def _strongest(y: Floats, season: int) -> Step | None:
    if len(y) < max(YEARS * season, 2 * EDGE + 4) or np.ptp(y) == 0:
        return None
    step = _scan(y, season)
    if step is not None and (y > 0).all():
        in_logs = _scan(np.log(y), season)
        if in_logs is None or abs(in_logs.at - step.at) > EDGE:
            return None
    return step


def _scan(y: Floats, season: int) -> Step | None:
    n = len(y)
    t = np.arange(n)
    last = t % season == season - 1
    dummies = [(t % season == it).astype(float) - last for it in range(season - 1)]
    level = np.column_stack([np.ones(n), t / n, *dummies])
    places = np.arange(EDGE, n - EDGE + 1)
    steps = (t[:, None] >= places[None, :]).astype(float)
    rho, best = 0.0, 0
    sizes = ratios = np.zeros(len(places))
    for _ in range(3):
        sizes, ratios = _fit(_whitened(y, rho), _whitened(level, rho), _whitened(steps, rho))
        best = int(np.argmax(np.abs(ratios)))
        rho = _autocorrelation(y, np.column_stack([level, steps[:, best]]))
    return Step(int(places[best]), float(sizes[best])) if abs(ratios[best]) >= LIMIT else None


def _fit(y: Floats, level: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """For each place the size of the step and its t value, all at once (Frisch and Waugh)."""
    basis, _ = np.linalg.qr(level)
    rest = y - basis @ (basis.T @ y)
    apart = steps - basis @ (basis.T @ steps)
    norms = np.maximum((apart**2).sum(0), 1e-12)
    sizes = apart.T @ rest / norms
    left = np.maximum(rest @ rest - sizes**2 * norms, 1e-12 * (rest @ rest) + 1e-300)
    return sizes, sizes / np.sqrt(left / (len(y) - level.shape[1] - 1) / norms)


def _autocorrelation(y: Floats, design: Floats) -> float:
    """Of the errors, made larger by about what fitting so many terms takes from it."""
    errors = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    total = float(errors @ errors)
    if total <= 0:
        return 0.0
    raw, n = float(errors[1:] @ errors[:-1]) / total, len(y)
    return float(min(max(raw + (1 + 3 * raw) / n + design.shape[1] / n * (1 - raw) / 2, 0.0), SURE))


def _whitened(x: Floats, rho: float) -> Floats:
    out = x.astype(float)
    out[1:] -= rho * x[:-1]
    out[0] *= np.sqrt(1 - rho**2)
    return out
