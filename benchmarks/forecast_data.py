"""Series for the forecast benchmark: the two published sets, and made ones whose truth is known."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moothall.kit.periods import Period
from moothall.kit.series import Point, Series

Floats = NDArray[np.float64]
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SEED = 1997
CHOSEN_BEFORE = date(2017, 1, 1)
"""Rules and factors were chosen on FixMyStreet values before this day; those after it were not looked at."""


class Window(NamedTuple):
    """What a model is given, what came, and which series it is of."""

    key: str
    history: Series
    came: Floats


def series(name: str, first: Period, values: Floats) -> Series:
    return Series(
        name,
        tuple(Point(first.moved(place), Decimal(f"{value:.10g}")) for place, value in enumerate(values)),
    )


def fixmystreet() -> dict[str, tuple[Period, Floats]]:
    """Reports a month by district, categories added. From a district's first month with a report to its last, a month
    without a row had no reports: the file lists only what was reported."""
    held: dict[str, dict[Period, float]] = defaultdict(lambda: defaultdict(float))
    with (DATA / "requests" / "fixmystreet_monthly_lad_2007on.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            year, month = row["month"].split("-")
            held[row["lad"]][Period(date(int(year), int(month), 1), "P1M")] += float(row["reports"])
    return {lad: whole(months) for lad, months in sorted(held.items())}


def whole(months: dict[Period, float]) -> tuple[Period, Floats]:
    first, last, values = min(months), max(months), []
    period = first
    while period <= last:
        values.append(months.get(period, 0.0))
        period = period.moved(1)
    return first, np.array(values)


def emergency() -> dict[str, tuple[Period, Floats]]:
    """A&E attendances a month by trust and type, where all 36 months are there."""
    held: dict[str, dict[Period, float]] = defaultdict(dict)
    with (DATA / "timeseries" / "nhs_ae_attendances_monthly_by_trust.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            period = Period(date.fromisoformat(row["period"]), "P1M")
            held[f"{row['org_code']} {row['type']}"][period] = float(row["attendances"])
    return {key: whole(months) for key, months in sorted(held.items()) if len(months) == 36}


def windows(
    data: dict[str, tuple[Period, Floats]], least: int, *, step: int = 12, length: int = 0, ahead: int = 12
) -> Iterator[Window]:
    """Every origin with `least` periods before it and `ahead` after, the last first; `length` cuts the history."""
    for key, (first, values) in data.items():
        for origin in range(len(values) - ahead, least - 1, -step):
            start = max(0, origin - length) if length else 0
            history = series(key, first.moved(start), values[start:origin])
            yield Window(key, history, values[origin : origin + ahead])


KINDS = ("white noise", "trend", "wandering level", "autocorrelated", "counts", "heavy tails")


def made(kind: str, n: int, season: int, rng: np.random.Generator) -> Floats:
    """A clean series: level and season, with errors of 3 to 15% of the level of the kind named; no step in it."""
    t = np.arange(n)
    base = rng.uniform(50, 500)
    wave = rng.uniform(0.05, 0.3) * np.sin(2 * np.pi * t / max(season, 2) + rng.uniform(0, 6))
    months = 0.05 * rng.normal(size=season)[t % season]
    seasonal = base * (wave + months) if season > 1 else np.zeros(n)
    spread = base * rng.uniform(0.03, 0.15)
    errors = rng.normal(0, spread, n)
    if kind == "counts":
        rate = rng.uniform(3, 30) * np.exp(seasonal / base + np.cumsum(rng.normal(0, 0.05, n)))
        return rng.poisson(rate).astype(float)
    if kind == "wandering level":
        return np.asarray(3 * base + seasonal + np.cumsum(errors) * 0.6 + errors * 0.3)
    if kind == "trend":
        return np.asarray(base + seasonal + errors + t * base * rng.uniform(-0.048, 0.12) / season)
    if kind == "autocorrelated":
        return np.asarray(base + seasonal + smoothed(errors, 0.7))
    if kind == "heavy tails":
        return np.asarray(base + seasonal + rng.standard_t(3, n) * spread)
    return np.asarray(base + seasonal + errors)


def smoothed(errors: Floats, rho: float) -> Floats:
    """Errors each leaning on the one before."""
    out = errors.copy()
    for place in range(1, len(out)):
        out[place] += rho * out[place - 1]
    return out


def made_windows(n: int, ahead: int, length: str, season: int, each: int) -> list[Window]:
    rng = np.random.default_rng(SEED + n + season)
    first = Period(date(2010, 1, 1), length)
    found = []
    for kind in KINDS:
        for place in range(each):
            values = made(kind, n + ahead, season, rng)
            found.append(Window(f"{kind} {place}", series(kind, first, values[:n]), values[n:]))
    return found


def shuffled(found: list[Window], most: int) -> list[Window]:
    """A sample that is the same each time."""
    return random.Random(SEED).sample(found, min(most, len(found)))
