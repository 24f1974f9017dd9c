"""Did it work? The effect of each change marked on a measure, worked out when its figures or marks change, and kept.

The series is set beside its own past and, where the same figures of the council's published neighbours are held,
beside theirs. A page reads the newest run.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from moothall.core import clock, runs
from moothall.core.jobs import Report, silent
from moothall.core.models import Organisation, Person, Run
from moothall.direction.events import Event, Kind, events
from moothall.figures.measures import Measure
from moothall.figures.models import Observation
from moothall.figures.queries import across, areas_called, council_series, peer_lists, peers
from moothall.kit.periods import LENGTHS
from moothall.kit.series import Series, whole
from moothall.performance.signal import GROWING

if TYPE_CHECKING:
    from moothall.engines.effect import Params

ENGINE, VERSION = "effect", "1"
OVERALL = "global"  # the list of neighbours to begin with, where there are several
COUNTED = ("per", "out of", "score", "£", "%")  # how units begin that are no things to count


@dataclass(frozen=True)
class Effect:
    """What a marked change did, as the kept run has it."""

    event: int
    title: str
    on: date
    found: Mapping[str, Any]  # as `moothall schema effect` says

    @property
    def words(self) -> str:
        """The plain sentence, with its interval, or that one cannot tell."""
        return str(self.found["words"])

    @property
    def verdict(self) -> str:
        return str(self.found["verdict"])

    @property
    def told(self) -> bool:
        """Whether there was enough to tell."""
        return self.verdict != "cannot tell"

    @property
    def method(self) -> str:
        return str(self.found["method"])

    @property
    def why(self) -> str:
        """Why this method and not another."""
        return str(self.found["why"])

    @property
    def said(self) -> list[tuple[str, str, int, int]]:
        """Each method, what it says, and how many periods it had before and after; the one chosen first."""
        return [
            (it["method"], it["words"], it["before"], it["after"])
            for it in (self.found, *self.found["beside"])
        ]

    @property
    def checks(self) -> list[tuple[str, str, str]]:
        """What was looked at before the answer was believed: which check, how it went, in words."""
        went = {True: "Passed", False: "Take care", None: "For information"}
        return [
            (name.capitalize(), went[it["passed"]], it["words"])
            for name, it in self.found["checks"].items()
            if it["words"]
        ]


def effects(run: Run, standing: Sequence[Event]) -> list[Effect]:
    """What a run says of the marks that still stand, oldest first."""
    marks = {it.pk: it for it in standing}
    return [
        Effect(it["event"], marks[it["event"]].title, date.fromisoformat(it["on"]), it["found"])
        for it in run.result["changes"]
        if it["event"] in marks and marks[it["event"]].on.isoformat() == it["on"]
    ]


def refresh(
    person: Person,
    organisation: Organisation,
    measures: Sequence[Measure],
    report: Report = silent,
) -> int:
    """Works out again the effects that new figures or marks change; how many measures have a change marked.

    Ten queries or so, and two for each that is new.
    """
    marked = {
        key: changes
        for key, them in events(person, organisation, [it.id for it in measures]).items()
        if (changes := [it for it in them if it.kind == Kind.CHANGE])
    }
    wanted = [it for it in measures if it.id in marked and it.basis != GROWING]
    if not wanted:
        return 0
    now = clock.now()
    series = council_series(person, organisation, wanted, clock.today())
    others = _controls(person, organisation, wanted, series)
    standing = runs.newest(organisation, ENGINE, [it.id for it in wanted], whole=False)
    done = 0
    for place, measure in enumerate(wanted):
        report(place, len(wanted), f"Effect: {measure.title}")
        observed = series.get(measure.id, ())
        if any(it.value is not None for it in observed):
            last = standing.get(measure.id)
            _kept(person, organisation, measure, observed, others[measure.id], marked[measure.id], last, now)
            done += 1
    return done


def _kept(
    person: Person,
    organisation: Organisation,
    measure: Measure,
    observed: Sequence[Observation],
    controls: Sequence[Series],
    changes: Sequence[Event],
    last: Run | None,
    now: datetime,
) -> None:
    own = whole(measure.id, ((it.period, it.value) for it in observed))
    parameters = {
        "series": observed[0].series_id,
        "frequency": LENGTHS[own.length],
        "better": measure.polarity,
        "unit": _unit(measure),
        "noun": measure.unit if _counts(measure) else "",
        "changes": [{"event": it.pk, "on": it.on} for it in changes],
        "controls": [it.name for it in controls],
    }
    given = {it.name: [(point.period.iso, point.value) for point in it.points] for it in (own, *controls)}
    if runs.same(last, version=VERSION, parameters=parameters, input=given):
        return
    from moothall.engines.effect import as_data, effect

    params = _params(measure)
    found: list[dict[str, Any]] = [
        {
            "event": it.pk,
            "on": it.on,
            "found": as_data(effect(own, it.on, controls=controls, better=measure.polarity, params=params)),
        }
        for it in changes
    ]
    runs.keep(
        person,
        organisation=organisation,
        engine=ENGINE,
        version=VERSION,
        subject=measure.id,
        parameters=parameters,
        input=given,
        result={"changes": found},
        headline={"verdicts": [it["found"]["verdict"] for it in found]},
        as_at=now,
    )


def _params(measure: Measure) -> "Params":
    from moothall.engines.effect import Params

    counts = _counts(measure)
    return Params(noun=measure.unit if counts else "", unit=_unit(measure), counts=counts)


def _counts(measure: Measure) -> bool:
    """Whether its figures count things through a period: 'fewer complaints a month' can be said of it."""
    counted = measure.basis == "in period" and not measure.denominator and not measure.decimals
    return counted and not measure.unit.startswith(COUNTED)


def _unit(measure: Measure) -> str:
    """The unit of a difference: between two percentages lie percentage points."""
    rest = measure.unit.removeprefix("%")
    return measure.unit if rest == measure.unit else f"percentage points{rest}"


def _controls(
    person: Person,
    organisation: Organisation,
    measures: Sequence[Measure],
    series: Mapping[str, Sequence[Observation]],
) -> dict[str, list[Series]]:
    """By measure, the same figures of the council's published neighbours, where they are held."""
    made: dict[str, list[Series]] = defaultdict(list)
    lists = sorted(peer_lists(), key=lambda it: (not it.slug.startswith(OVERALL), it.slug))
    codes = next((found for it in lists if (found := peers(it, organisation.area_code))), [])
    if not codes:
        return made
    rows: dict[tuple[str, str], list[tuple[Any, Decimal | None]]] = defaultdict(list)
    for it in across(person, organisation, [measure.id for measure in measures], codes):
        own = series.get(it.series.measure)
        if own and it.series.length == own[0].series.length:
            rows[it.series.measure, it.series.area_id].append((it.period, it.value))
    names = areas_called(codes)
    for (measure_id, code), given in rows.items():
        if any(value is not None for _, value in given):
            made[measure_id].append(whole(names[code].name, given))
    return made
