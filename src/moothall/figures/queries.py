"""Questions about areas, lists of neighbours, loads and observations."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from moothall.core import clock
from moothall.core.models import PUBLISHED, Organisation, Visitor
from moothall.core.permission import organisations
from moothall.figures.disclosure import disclosed
from moothall.figures.measures import Measure, catalogue, names
from moothall.figures.measures import fold as folded
from moothall.figures.models import (
    Area,
    Load,
    LoadState,
    Observation,
    ObservationQuerySet,
    Peer,
    PeerList,
    Series,
    SeriesQuerySet,
    Succession,
)
from moothall.kit.periods import LENGTHS, Period


def readable_to(person: Visitor) -> frozenset[int]:
    """The organisations whose own figures this person may read, besides published statistics."""
    return organisations(person, "figures.read")


def measure(text: str) -> Measure | None:
    """The measure with this id, or with this title or other name."""
    return catalogue().get(text) or names().get(folded(text))


def area(text: str) -> Area | None:
    """The area with this code, or the one of today with this name when only one has it."""
    found = Area.objects.filter(pk=text.strip().upper()).first()
    if found:
        return found
    named = area_names().get(folded(text), [])
    return Area.objects.get(pk=named[0]) if len(named) == 1 else None


def area_names() -> dict[str, list[str]]:
    """The codes of the areas of today by their name, folded: a name that several have tells none of them."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, code in Area.objects.standing(clock.today()).values_list("name", "code"):
        found[folded(name)].append(code)
    return dict(found)


def areas(name: str = "", type: str = "") -> QuerySet[Area]:
    """Every area, now and former, by code; those with this in their name, or of this kind, where one is given."""
    found = Area.objects.order_by("code")
    if name:
        found = found.filter(name__icontains=name)
    return found.filter(type=type) if type else found


def predecessors(code: str) -> list[Area]:
    """The areas that this one took over from."""
    codes = Succession.objects.filter(successor=code).values("predecessor")
    return list(Area.objects.filter(pk__in=codes))


def successors(code: str) -> list[Area]:
    """The areas that took over from this one."""
    codes = Succession.objects.filter(predecessor=code).values("successor")
    return list(Area.objects.filter(pk__in=codes))


def observations(
    person: Visitor,
    measure: Measure,
    *,
    areas: Iterable[str] | None = None,
    start: date | None = None,
    length: str | None = None,
    breakdown: str = "",
    as_at: datetime | None = None,
) -> ObservationQuerySet:
    """The observations of a measure that stand and that this person may read, oldest first."""
    found = Observation.objects.readable(readable_to(person)).filter(
        series__measure=measure.id, series__breakdown=breakdown
    )
    if areas is not None:
        found = found.filter(series__area__in=areas)
    if start:
        found = found.filter(start=start)
    if length:
        found = found.filter(series__length=length)
    return found.current(as_at).full().order_by("start", "series__area")


def observation(
    person: Visitor, series: int, start: date, as_at: datetime | None = None
) -> Observation | None:
    """One observation as it stands, or stood at a moment; None when there is none this person may read.

    A figure that was published elsewhere (in a plan) can be read by anyone, whoever it belongs to, up to the
    version that was published.
    """
    found = _versions(person, series, start)
    return (found.filter(load__published_at__lte=as_at) if as_at else found).first()


def _versions(person: Visitor, series: int, start: date) -> QuerySet[Observation]:
    """The published versions of an observation that this person may read, newest first."""
    every = Observation.objects.filter(series=series, start=start, load__sequence__isnull=False)
    readable = every.readable(readable_to(person)) | every.filter(disclosed())
    return readable.full().select_related("load__organisation").order_by("-load__sequence")


def across(
    person: Visitor,
    organisation: Organisation,
    measures: Iterable[str],
    areas: Iterable[str],
    starts: Iterable[date] | None = None,
) -> ObservationQuerySet:
    """The observations of several measures that stand: published ones and this organisation's own, oldest first."""
    own = frozenset({organisation.pk}) & readable_to(person)
    found = Observation.objects.readable(own).filter(
        series__measure__in=set(measures), series__area__in=set(areas), series__breakdown=""
    )
    if starts is not None:
        found = found.filter(start__in=set(starts))
    return found.current().full().order_by("start", "series__measure", "series__area", "series")


def council_series(
    person: Visitor,
    organisation: Organisation,
    measures: Iterable[Measure],
    on: date,
    *,
    since: date | None = None,
    breakdown: str = "",
    shown: Mapping[str, int] | None = None,
) -> dict[str, Sequence[Observation]]:
    """By measure, the one series that shows a council's own area up to a day, oldest first. Two queries.

    Where there are several, the council's own comes before a published one, then the usual frequency, then the newest.
    With `shown`, by length, only so many periods up to the latest.
    """
    whose = readable_to(person) & {organisation.pk}
    return _council_series(whose, organisation, measures, on, since, breakdown, shown)


def unasked_series(
    organisation: Organisation, measures: Iterable[Measure], on: date, *, shown: Mapping[str, int]
) -> dict[str, Sequence[Observation]]:
    """The same as the council itself sees it, for rules that work for nobody in particular (`core.due`): it asks for
    no permission, and whoever shows what comes of it does."""
    return _council_series({organisation.pk}, organisation, measures, on, None, "", shown)


def _council_series(
    whose: Collection[int],
    organisation: Organisation,
    measures: Iterable[Measure],
    on: date,
    since: date | None,
    breakdown: str,
    shown: Mapping[str, int] | None,
) -> dict[str, Sequence[Observation]]:
    wanted = {it.id: it for it in measures}
    series = (
        Series.objects.readable(whose)
        .filter(measure__in=list(wanted), area=organisation.area_code, breakdown=breakdown)
        .select_related("area")
        .in_bulk()
    )
    found = Observation.objects.filter(series__in=list(series), start__lte=on)
    if since:
        found = found.filter(start__gte=since)
    if shown:
        found = found.filter(recent_of(series, on, shown))
    grouped: dict[str, dict[int, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for it in found.current().order_by("start"):
        it.series = series[it.series_id]  # one of each, where a join would make one for every observation
        grouped[it.series.measure][it.series_id].append(it)
    return {key: _chosen(found, wanted[key], organisation) for key, found in grouped.items()}


def recent_of(series: Mapping[int, Series], on: date, shown: Mapping[str, int]) -> Q:
    """So many periods of each series up to its latest; all of those that go on after the day, whose latest by then
    is not known beforehand."""
    begins: dict[date, list[int]] = defaultdict(list)
    for pk, it in series.items():
        start = date.min
        if it.last and it.last <= on and it.length in shown:
            start = Period(it.last, it.length).moved(1 - shown[it.length]).start
        begins[start].append(pk)
    wanted = Q(series__in=[])
    for start, keys in begins.items():
        wanted |= Q(series__in=keys, start__gte=start)
    return wanted


def _chosen(
    series: Mapping[int, Sequence[Observation]], measure: Measure, organisation: Organisation
) -> Sequence[Observation]:
    return max(
        series.values(),
        key=lambda it: (
            it[-1].series.organisation_id == organisation.pk,
            LENGTHS[it[-1].series.length] == measure.frequency,
            it[-1].start,
        ),
    )


def as_they_stand(observations: Iterable[Observation]) -> dict[tuple[int, date], Observation]:
    """By series and first day, the version that stands now of each of these observations. One query."""
    wanted = {(it.series_id, it.start) for it in observations}
    found = Observation.objects.filter(
        series__in={series for series, _ in wanted}, start__in={start for _, start in wanted}
    )
    return {(it.series_id, it.start): it for it in found.current().full()}


def versions(person: Visitor, observation: Observation) -> list[Observation]:
    """Every published version of an observation that this person may read, newest first."""
    return list(_versions(person, observation.series_id, observation.start))


def newer(observation: Observation) -> Observation | None:
    """The version that stands now, where it says something else than this one.

    Whoever may read a version may know the value that replaced it, and since when; not the rest of its row.
    """
    stands = as_they_stand([observation])[observation.series_id, observation.start]
    said, says = ((it.value, it.missing) for it in (observation, stands))
    return stands if says != said else None


def knows_loader(person: Visitor, load: Load) -> bool:
    """Whether this person may know who loaded: those with a role where it was loaded; of published loads, in any."""
    reads = readable_to(person)
    return bool(reads) if load.organisation.slug == PUBLISHED else load.organisation_id in reads


def series_of(person: Visitor, measure: Measure) -> SeriesQuerySet:
    """The series of a measure that this person may read."""
    return Series.objects.filter(measure=measure.id).readable(readable_to(person))


def series_called(keys: Iterable[int]) -> dict[int, Series]:
    """The series with these numbers, each with its area: for runs that name theirs."""
    return Series.objects.select_related("area").in_bulk(list(keys))


@dataclass(frozen=True)
class Extent:
    """How far a measure's figures reach: in how many areas, and from which period to which."""

    areas: int
    first: Period
    last: Period


def extents(person: Visitor) -> dict[str, Extent]:
    """By measure, what there is of it that this person may read. Where lengths differ, that of the latest counts."""
    rows = (
        Series.objects.readable(readable_to(person))
        .reaching()
        .values("measure", "length")
        .annotate(areas=Count("area", distinct=True), since=Min("first"), until=Max("last"))
        .order_by("until")
    )
    return {
        row["measure"]: Extent(
            row["areas"], Period(row["since"], row["length"]), Period(row["until"], row["length"])
        )
        for row in rows
    }


def peer_lists() -> list[PeerList]:
    """The newest published edition of each list of neighbours."""
    newest: dict[str, PeerList] = {}
    published = PeerList.objects.filter(load__sequence__isnull=False).select_related("load")
    for edition in published.order_by("load__sequence"):
        newest[edition.slug] = edition
    return [newest[slug] for slug in sorted(newest)]


def peers(edition: PeerList, code: str) -> list[str]:
    """The codes of a council's comparators in a list, nearest first."""
    found = Peer.objects.filter(list=edition, area_code=code).order_by("position")
    return list(found.values_list("peer_code", flat=True))


def areas_called(codes: Sequence[str]) -> dict[str, Area]:
    """The areas with these codes."""
    return Area.objects.in_bulk(list(codes))


def loads(person: Visitor) -> QuerySet[Load]:
    """What was loaded into the organisations this person reads, newest first."""
    return (
        Load.objects.readable(readable_to(person))
        .exclude(state=LoadState.CANCELLED)
        .select_related("loaded_by", "organisation")
    )
