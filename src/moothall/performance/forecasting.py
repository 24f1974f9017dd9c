"""What each measure is expected to be: its series forecast when its figures change, and kept.

A page reads the newest run. Scenarios are arithmetic on what is stored: no model is fitted for a page.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from moothall.core import clock, runs
from moothall.core.jobs import Report, silent
from moothall.core.models import Organisation, Person, Run
from moothall.core.permission import require
from moothall.figures.measures import Measure
from moothall.figures.queries import council_series
from moothall.kit.periods import LENGTHS, Period, parse
from moothall.kit.series import Series, whole
from moothall.performance.signal import GROWING

if TYPE_CHECKING:
    from moothall.engines.forecast import Adjustment, Result

ENGINE, VERSION = "forecast", "1"
AHEAD = {"P1M": 12, "P3M": 4, "P1Y": 3}
"""How many periods ahead, by the length of a period: a year, or three of years."""
SHOWN = {"P1M": 36, "P3M": 16, "P1Y": 10}
"""How many periods of its history a forecast is shown with."""
BATCH = 64  # forecasts worked out between two savings, so that a run that is interrupted keeps most of them
FEW = 12  # series below which one process is as quick as several
LIMITS = ("lo80", "hi80", "lo95", "hi95")


@dataclass(frozen=True)
class Point:
    """One period to come: the expected value and its intervals; no interval where there is too little history."""

    period: Period
    mean: Decimal
    lo80: Decimal | None
    hi80: Decimal | None
    lo95: Decimal | None
    hi95: Decimal | None


@dataclass(frozen=True)
class Forecast:
    """What a measure is expected to be, as the kept run has it."""

    measure: str
    run: Run

    @property
    def series(self) -> int:
        """The series it was worked out from."""
        return int(self.run.parameters["series"])

    @property
    def model(self) -> str:
        return str(self.run.result["model"])

    @property
    def label(self) -> str:
        """Which model answered and why, with its error beside the naive answer's."""
        return str(self.run.result["label"])

    @property
    def naive(self) -> bool:
        """Whether the answer is only the past again."""
        return "naive" in self.model

    @property
    def mase(self) -> Decimal | None:
        """The model's mean absolute error in the backtest, over the series' own mean change."""
        return _number(self.run.result["mase_backtest"])

    @property
    def mase_naive(self) -> Decimal | None:
        return _number(self.run.result["mase_naive"])

    @property
    def coverage80(self) -> Decimal | None:
        """The share of backtest values that fell in their 80% interval."""
        return _number(self.run.result["coverage80_backtest"])

    @property
    def coverage95(self) -> Decimal | None:
        return _number(self.run.result["coverage95_backtest"])

    @property
    def tests(self) -> int:
        return int(self.run.result["windows"])

    @property
    def findings(self) -> list[str]:
        """What a reader must know of the series, a sentence each."""
        return [str(it["sentence"]) for it in self.run.result["findings"]]

    @property
    def candidates(self) -> list[tuple[str, Decimal | None, bool]]:
        """Every model tried, its error, and whether it was chosen."""
        return [(it["model"], _number(it["mase"]), it["chosen"]) for it in self.run.result["candidates"]]

    @cached_property
    def history(self) -> list[tuple[Period, Decimal | None]]:
        """The last periods it was worked out from, oldest first."""
        frequency = self.run.parameters["frequency"]
        return [(parse(period, frequency), _number(value)) for period, value in self.run.result["history"]]

    @cached_property
    def points(self) -> list[Point]:
        """The periods to come, before any adjustment."""
        frequency = self.run.parameters["frequency"]
        return [
            Point(
                parse(it["period"], frequency),
                Decimal(it["mean"]),
                *(_number(it[limit]) for limit in LIMITS),
            )
            for it in self.run.result["points"]
        ]

    def adjusted(self, adjustments: "Sequence[Adjustment]") -> "Result":
        """The stored forecast with adjustments laid on it, the stored one kept beside. No model is fitted.

        Raises ValueError where an adjustment touches no period of the forecast.
        """
        from moothall.engines.forecast import Expected, Result, adjusted

        base = tuple(Expected(it.period, it.mean, it.lo80, it.hi80, it.lo95, it.hi95) for it in self.points)
        stored = Result(
            name=self.measure,
            points=base,
            model=self.model,
            label=self.label,
            mase=self.mase,
            mase_naive=self.mase_naive,
            coverage80=self.coverage80,
            coverage95=self.coverage95,
            windows=self.tests,
            candidates=(),
            findings=(),
            base=base,
            never_below_zero=bool(self.run.result["never_below_zero"]),
        )
        return adjusted(stored, adjustments)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def forecast_of(person: Person, organisation: Organisation, measure: Measure) -> Forecast | None:
    """The newest forecast of a measure. One query. Raises PermissionDenied."""
    require(person, "performance.read", organisation)
    found = runs.newest(organisation, ENGINE, [measure.id]).get(measure.id)
    return Forecast(measure.id, found) if found else None


@dataclass(frozen=True)
class _Asked:
    """A series to forecast, and what is asked of it."""

    measure: Measure
    series: Series
    parameters: Mapping[str, Any]

    @property
    def input(self) -> list[tuple[str, Decimal | None]]:
        return [(it.period.iso, it.value) for it in self.series.points]


def refresh(
    person: Person,
    organisation: Organisation,
    measures: Sequence[Measure],
    report: Report = silent,
) -> int:
    """Forecasts again what these measures' new figures change, many at once; how many measures have a forecast.

    A figure that grows all year has no forecast: its season is its sum. Four queries, and two for each new one.
    """
    now = clock.now()
    asked = _asked(person, organisation, measures, clock.today())
    standing = runs.newest(organisation, ENGINE, [it.measure.id for it in asked], whole=False)
    due = [
        it
        for it in asked
        if not runs.same(
            standing.get(it.measure.id), version=VERSION, parameters=it.parameters, input=it.input
        )
    ]
    for start in range(0, len(due), BATCH):
        batch = due[start : start + BATCH]
        report(start, len(due), f"Forecast: {batch[0].measure.title}")
        found = _worked_out(batch, start, len(due), report)
        for it in batch:
            runs.keep(
                person,
                organisation=organisation,
                engine=ENGINE,
                version=VERSION,
                subject=it.measure.id,
                parameters=it.parameters,
                input=it.input,
                result=_result(it, found[it.measure.id]),
                headline={"model": found[it.measure.id].model, "label": found[it.measure.id].label},
                as_at=now,
            )
    return len(asked)


def _asked(person: Person, organisation: Organisation, measures: Sequence[Measure], on: date) -> list[_Asked]:
    asked = []
    series = council_series(person, organisation, measures, on)
    for measure in measures:
        observed = series.get(measure.id, ())
        known = any(it.value is not None for it in observed)
        if not known or measure.basis == GROWING or observed[0].series.length not in AHEAD:
            continue
        length = observed[0].series.length
        parameters = {
            "series": observed[0].series_id,
            "frequency": LENGTHS[length],
            "horizon": AHEAD[length],
            "last_may_be_partial": may_be_part(measure),
        }
        asked.append(
            _Asked(measure, whole(measure.id, ((it.period, it.value) for it in observed)), parameters)
        )
    return asked


def may_be_part(measure: Measure) -> bool:
    """Whether its last period could be part-done: what is counted through a period, and no rate or level."""
    return measure.basis == "in period" and not measure.denominator and not measure.unit.startswith("%")


def _worked_out(batch: Sequence[_Asked], before: int, total: int, report: Report) -> "dict[str, Result]":
    """By measure; those alike are done together, in several processes where there are enough."""
    from moothall.engines.forecast import Params, forecast_many

    if len(batch) >= FEW:
        import statsforecast.models  # noqa: F401  (three seconds: the processes inherit it)
    found: dict[str, Result] = {}
    alike: dict[tuple[int, bool], list[_Asked]] = {}
    for it in batch:
        key = it.parameters["horizon"], it.parameters["last_may_be_partial"]
        alike.setdefault(key, []).append(it)
    for (horizon, part), them in alike.items():

        def said(done: int, of: int, them: list[_Asked] = them, before: int = before + len(found)) -> None:
            report(before + done, total, f"Forecast: {them[done - 1].measure.title}")

        found |= forecast_many(
            [it.series for it in them],
            horizon,
            params=Params(last_may_be_partial=part),
            workers=1 if len(them) < FEW else os.cpu_count() or 1,
            report=said,
        )
    return found


def _result(asked: _Asked, result: "Result") -> dict[str, Any]:
    from moothall.engines.forecast import as_data

    shown = asked.series.points[-SHOWN[asked.series.length] :]
    return {
        **as_data(result),
        "history": [[it.period.iso, it.value] for it in shown],
        "never_below_zero": result.never_below_zero,
    }
