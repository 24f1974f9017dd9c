"""How a council stands beside its neighbours on each measure, kept so that a page can show it without the comparison.

The same comparison as the benchmark page's with nothing chosen, worked out by the nightly command or the worker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from moothall.core import clock, runs
from moothall.core.jobs import Report, silent
from moothall.core.models import Organisation, Person, Run
from moothall.engines.peers.gap import gap_to_median
from moothall.figures.measures import Measure
from moothall.figures.models import Area
from moothall.figures.queries import areas_called
from moothall.figures.wording import source_of
from moothall.insight.benchmarks import benchmark
from moothall.insight.comparison import Benchmark, Council

ENGINE, VERSION = "peers", "1"


@dataclass(frozen=True)
class Standing:
    """Where the council stands, as the kept run has it. Values are in the measure's unit."""

    run: Run

    @property
    def of(self) -> dict[str, Any]:
        """Everything the run says, by name: see `_result`."""
        return dict(self.run.result)

    def number(self, name: str) -> Decimal | None:
        """A figure of the run; None where there is none."""
        text = self.run.result.get(name)
        return None if text is None else Decimal(text)


def refresh(
    person: Person,
    organisation: Organisation,
    measures: Sequence[Measure],
    report: Report = silent,
) -> int:
    """Compares the council again on these measures; how many there was somebody to compare with."""
    area = areas_called([organisation.area_code]).get(organisation.area_code)
    if area is None:
        return 0
    now, done = clock.now(), 0
    for place, measure in enumerate(measures):
        report(place, len(measures), f"Neighbours: {measure.title}")
        found = benchmark(person, measure, area)
        if found.period is None or found.peer_set is None or found.neighbours.result.others == 0:
            continue
        parameters = {
            "area": area.code,
            "list": found.peer_set.key,
            "period": found.period.iso,
            "better": measure.polarity,
        }
        runs.keep(
            person,
            organisation=organisation,
            engine=ENGINE,
            version=VERSION,
            subject=measure.id,
            parameters=parameters,
            input=[_given(it) for it in (found.own, *found.peers)],
            result=_result(found, area),
            headline={"place": found.neighbours.result.place, "of": found.of},
            as_at=now,
        )
        done += 1
    return done


def _given(it: Council) -> list[Any]:
    figure = it.figure
    if figure is None:
        return [it.area.code, None]
    return [it.area.code, figure.value, figure.lower, figure.upper, figure.numerator, figure.denominator]


def _result(found: Benchmark, area: Area) -> dict[str, Any]:
    result = found.neighbours.result
    assert found.period is not None and found.peer_set is not None
    return {
        "area": area.name,
        "period": found.period.label,
        "value": found.value,
        "place": result.place,
        "rank": result.rank,
        "of": result.of,
        "rank_low": result.rank_low,
        "rank_high": result.rank_high,
        "quarter": result.quarter,
        "median": result.median,
        "q1": result.spread.q1 if result.spread else None,
        "q3": result.spread.q3 if result.spread else None,
        "distance": result.distance,
        "reason": result.reason,
        "interval_reason": result.interval_reason,
        "group": found.neighbours.name,
        "list": found.peer_set.title,
        "dated": found.peer_set.dated,
        "source": source_of(found.measure, area),
        "councils": [_council(it, found) for it in (found.own, *found.peers)],
        **_gap(found),
    }


def _council(it: Council, found: Benchmark) -> dict[str, Any]:
    limits = found.neighbours.result.intervals.get(it.area.code)
    return {
        "code": it.area.code,
        "name": it.area.name,
        "value": it.value,
        "lower": limits.lower if limits else None,
        "upper": limits.upper if limits else None,
        "missing": it.missing or "no figure",
        "rank": it.rank,
    }


def _gap(found: Benchmark) -> dict[str, Any]:
    """What standing above the median comes to in pounds, for a unit cost whose volume is known."""
    own, median = found.own.figure, found.median
    unit = found.measure.unit
    if own is None or own.value is None or median is None or not unit.startswith("£ per "):
        return {}
    if found.measure.polarity != "lower" or not own.denominator:
        return {}
    gap = gap_to_median(own.value, median, own.denominator, found.measure.per if "per 1," in unit else 1)
    return {"gap": gap.whole, "gap_above": gap.above, "gap_over": own.denominator}
