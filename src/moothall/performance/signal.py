"""Signal and noise: each measure's XmR chart, worked out when its figures, target or rebases change, and kept.

A page reads the newest run and computes nothing. What the run was worked out from is in its parameters and its input's
digest, so that `replayed` can show that the same figures give the same chart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from moothall.core import clock, runs
from moothall.core.jobs import Report, silent
from moothall.core.models import Organisation, Person, Run
from moothall.core.permission import require
from moothall.direction.events import rebases
from moothall.direction.models import Event, Kind
from moothall.engines.spc import Rebase, Result, as_data, chart, describe, from_data, picture
from moothall.figures.measures import Measure, catalogue
from moothall.figures.models import Observation, Series
from moothall.figures.queries import council_series
from moothall.figures.wording import source_of, unit_of
from moothall.kit.charts import Chart
from moothall.kit.charts import Event as Mark
from moothall.kit.periods import LENGTHS
from moothall.kit.series import Point, whole
from moothall.performance.models import Target
from moothall.performance.queries import in_force

ENGINE, VERSION = "spc", "1"
CONCERN = ("concern_high", "concern_low")
IMPROVEMENT = ("improvement_high", "improvement_low")
GROWING = "year to date"  # a figure that grows all year has no average to vary about: it is not charted


@dataclass(frozen=True)
class Signal:
    """What a measure's chart says of its latest figure, as the kept run has it."""

    measure: str
    run: Run

    @property
    def variation(self) -> str:
        return str(self.run.headline["variation"])

    @property
    def assurance(self) -> str:
        return str(self.run.headline["assurance"])

    @property
    def words(self) -> str:
        """In a sentence or two."""
        return str(self.run.headline["words"])

    @property
    def concern(self) -> bool:
        """Whether there is special cause for concern."""
        return self.variation in CONCERN

    @property
    def improvement(self) -> bool:
        return self.variation in IMPROVEMENT

    @property
    def series(self) -> int:
        """The series it was worked out from."""
        return int(self.run.parameters["series"])

    @cached_property
    def result(self) -> Result:
        """The whole chart."""
        return from_data(self.run.result, self.run.parameters["frequency"])


def signals(
    person: Person, organisation: Organisation, measures: Iterable[str] | None = None, *, whole: bool = False
) -> dict[str, Signal]:
    """By measure, what its chart says; `whole` brings the charts themselves. One query. Raises PermissionDenied."""
    require(person, "performance.read", organisation)
    found = runs.newest(organisation, ENGINE, measures, whole=whole)
    return {key: Signal(key, run) for key, run in found.items()}


def drawn(signal: Signal, series: Series, events: Sequence[Event] = ()) -> Chart:
    """The chart of a signal read whole, with what happened marked on it."""
    measure = catalogue()[signal.measure]
    marked = places(signal.result, events)
    shown = picture(signal.result, series.area.name, unit_of(measure), marked)
    return Chart(measure.title, source_of(measure, series.area), shown)


def places(result: Result, events: Sequence[Event]) -> list[Mark]:
    """Events at the periods they fell in; a rebase is drawn by the chart itself."""
    found = []
    for event in events:
        period = next(
            (it.period for it in result.points if it.period.start <= event.on <= it.period.end), None
        )
        if period and event.kind != Kind.REBASE:
            found.append(Mark(period.label, event.title))
    return found


def refresh(
    person: Person,
    organisation: Organisation,
    measures: Sequence[Measure],
    report: Report = silent,
) -> int:
    """Works out the charts of these measures again and keeps those that say something new; how many were worked out.

    Three queries, and one or two a measure. Called with figures (`figures.recalculating`), and by what changes a
    target or marks a rebase.
    """
    now, on = clock.now(), clock.today()
    series = council_series(person, organisation, measures, on)
    cuts = rebases(organisation, [it.id for it in measures])
    targets: dict[str, list[Target]] = {}
    for target in Target.objects.filter(
        organisation=organisation, measure__in=[it.id for it in measures], area=None, breakdown=""
    ):
        targets.setdefault(target.measure, []).append(target)
    done = 0
    for measure in measures:
        report(done, len(measures), measure.title)
        observed = series.get(measure.id, ())
        if measure.basis != GROWING and any(it.value is not None for it in observed):
            _kept(
                person,
                organisation,
                measure,
                observed,
                targets.get(measure.id, ()),
                cuts.get(measure.id, ()),
                now,
            )
            done += 1
    return done


def _kept(
    person: Person,
    organisation: Organisation,
    measure: Measure,
    observed: Sequence[Observation],
    targets: Sequence[Target],
    cuts: Sequence[tuple[date, str]],
    now: Any,
) -> None:
    points = whole(measure.id, ((it.period, it.value) for it in observed)).points
    aims = [_single(in_force(targets, it.period.end)) for it in points]
    result = chart(points, measure.polarity, aims, rebases=[Rebase(on, why) for on, why in cuts])
    parameters = {
        "series": observed[0].series_id,
        "frequency": LENGTHS[observed[0].series.length],
        "better": measure.polarity,
        "targets": aims,
        "rebases": [{"on": on, "reason": why} for on, why in cuts],
    }
    runs.keep(
        person,
        organisation=organisation,
        engine=ENGINE,
        version=VERSION,
        subject=measure.id,
        parameters=parameters,
        input=[(it.period.iso, it.value) for it in points],
        result=as_data(result),
        headline=_headline(result, measure),
        as_at=now,
    )


def _single(target: Target | None) -> Decimal | None:
    """A target a chart can judge by: a range is none."""
    return target.value if target and target.upper is None else None


def _headline(result: Result, measure: Measure) -> Mapping[str, Any]:
    return {
        "variation": result.variation,
        "assurance": result.assurance,
        "words": describe(result, unit_of(measure).text),
        "points": sum(it.value is not None for it in result.points),
    }


def replayed(run: Run, points: Sequence[Point]) -> bool:
    """Whether a chart worked out again from these points, with the run's own parameters, is the one that was kept."""
    if runs.digest([(it.period.iso, it.value) for it in points]) != run.input_sha256:
        return False
    given = [None if it is None else Decimal(it) for it in run.parameters["targets"]]
    cuts = [Rebase(date.fromisoformat(it["on"]), it["reason"]) for it in run.parameters["rebases"]]
    again = chart(points, run.parameters["better"], given, rebases=cuts)
    return bool(runs.plainly(as_data(again)) == run.result)
