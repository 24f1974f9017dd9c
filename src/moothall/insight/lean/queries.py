"""Questions about processes, their maps and derived measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from moothall.core import runs
from moothall.core.models import Organisation, Person, Service
from moothall.core.permission import may, organisations, require
from moothall.core.queries import services
from moothall.engines import lean
from moothall.engines.lean import Difference, Result
from moothall.figures.answering import answering
from moothall.figures.measures import catalogue
from moothall.insight.lean.actions import as_engine
from moothall.insight.lean.derived import ENGINE, Value, read
from moothall.insight.lean.life import AFTER, BEFORE
from moothall.insight.lean.models import Derived as Derived  # pages name them too
from moothall.insight.lean.models import Process as Process
from moothall.insight.lean.models import ProcessMap as ProcessMap
from moothall.insight.lean.models import Rate as Rate
from moothall.insight.lean.models import Step as Step
from moothall.insight.lean.permissions import READ, WRITE


@dataclass(frozen=True)
class Drawn:
    """A process with the newest map of each side, its rates, and what they come to."""

    process: Process
    maps: Mapping[str, ProcessMap]
    rates: Mapping[str, Rate]

    def steps(self, side: str) -> list[Step]:
        """The steps of a side, in order; none where it was not drawn."""
        return list(self.maps[side].steps.all()) if side in self.maps else []

    def result(self, side: str) -> Result | None:
        """What a side comes to; None where it was not drawn."""
        if side not in self.maps:
            return None
        return lean.work_out(
            [as_engine(it) for it in self.steps(side)],
            volume=self.maps[side].volume,
            rates={role: it.pence for role, it in self.rates.items()},
        )

    @cached_property
    def before(self) -> Result | None:
        return self.result(BEFORE)

    @cached_property
    def after(self) -> Result | None:
        return self.result(AFTER)

    @cached_property
    def difference(self) -> Difference | None:
        """What the change came to; None where one of the maps was not drawn."""
        return lean.compare(self.before, self.after) if self.before and self.after else None

    @property
    def now(self) -> Result | None:
        """How it goes now: after the change where that was drawn, else before."""
        return self.after or self.before

    @property
    def roles(self) -> list[str]:
        """Everybody who does something in it, by name."""
        return sorted({it.who for side in self.maps for it in self.steps(side) if it.who})


def processes(person: Person, organisation: Organisation, *, ended: bool = False) -> list[Drawn]:
    """A council's processes by name, each with its newest maps: four queries. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Process.objects.filter(organisation=organisation, ended_on__isnull=not ended)
    return [_drawn(it) for it in _whole(found)]


def process(person: Person, pk: int) -> Drawn | None:
    """One process that this person may read; else None."""
    found = Process.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    it = _whole(found).first()
    return _drawn(it) if it else None


def _whole(found: QuerySet[Process]) -> QuerySet[Process]:
    maps = ProcessMap.objects.select_related("made_by").prefetch_related("steps")
    return found.select_related("organisation", "service").prefetch_related(
        Prefetch("maps", queryset=maps), Prefetch("rates", queryset=Rate.objects.select_related("set_by"))
    )


def _drawn(it: Process) -> Drawn:
    maps: dict[str, ProcessMap] = {}
    for one in it.maps.all():  # the newest first
        maps.setdefault(one.side, one)
    rates: dict[str, Rate] = {}
    for rate in it.rates.all():
        rates.setdefault(rate.role, rate)
    return Drawn(it, maps, rates)


def writable(person: Person, organisation: Organisation) -> QuerySet[Service]:
    """The services whose processes this person draws. Raises PermissionDenied."""
    require(person, WRITE, organisation)
    every = services(organisation)
    return every.filter(
        slug__in=[it.slug for it in every if may(person, WRITE, organisation, service=it.slug)]
    )


def may_write(person: Person, process: Process) -> bool:
    """Whether the person draws this process: it may be of another's service."""
    return may(person, WRITE, process.organisation_id, service=process.service.slug)


def may_end(person: Person, derived: Derived) -> bool:
    """Whether the person ends this derived measure."""
    if derived.over not in catalogue():
        return False
    service = answering(derived.organisation, catalogue()[derived.over])
    return may(person, WRITE, derived.organisation_id, service=service)


@dataclass(frozen=True)
class Ratio:
    """A derived measure and its values, the oldest first; none where it was never worked out."""

    derived: Derived
    values: Sequence[Value]

    @property
    def newest(self) -> Value | None:
        """The latest period that has a value."""
        return next((it for it in reversed(self.values) if it.value is not None), None)


def derived(person: Person, organisation: Organisation) -> list[Ratio]:
    """A council's derived measures by name with their values: two queries. Raises PermissionDenied."""
    require(person, READ, organisation)
    return _ratios(organisation, Derived.objects.filter(organisation=organisation, ended_on__isnull=True))


def one_derived(person: Person, organisation: Organisation, slug: str) -> Ratio | None:
    """One of them; None where there is none. Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Derived.objects.filter(organisation=organisation, slug=slug, ended_on__isnull=True)
    return next(iter(_ratios(organisation, found)), None)


def _ratios(organisation: Organisation, found: QuerySet[Derived]) -> list[Ratio]:
    these = list(found.select_related("organisation", "set_by"))
    kept = runs.newest(organisation, ENGINE, [it.slug for it in these], whole=True) if these else {}
    return [Ratio(it, read(kept[it.slug].result) if it.slug in kept else []) for it in these]
