"""Finding a measure or a council by what people call it, and what there is of each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, OuterRef, Subquery

from moothall.core.models import PUBLISHED, Visitor
from moothall.figures.measures import Measure, catalogue, fold
from moothall.figures.models import Area, Observation, Series
from moothall.figures.queries import readable_to, series_of
from moothall.insight.tiers import COUNCILS
from moothall.kit.periods import Period

ENOUGH = 30  # places offered when a name fits many


@dataclass(frozen=True)
class Held:
    """A measure, and in how many areas the person may read figures of it."""

    measure: Measure
    areas: int


@dataclass(frozen=True)
class Coverage:
    """What there is of a measure for one kind of area."""

    kind: str
    nation: str
    areas: int
    first: Period
    last: Period


def measures(person: Visitor, words: str = "") -> dict[str, list[Held]]:
    """The catalogue by theme: the measures in which all these words occur, by title."""
    readable = Series.objects.readable(readable_to(person)).reaching()
    counts = dict(readable.values_list("measure").annotate(areas=Count("area", distinct=True)))
    found: dict[str, list[Held]] = defaultdict(list)
    for it in sorted(catalogue().values(), key=lambda it: (it.theme, it.title)):
        if _fits(it, words):
            found[it.theme].append(Held(it, counts.get(it.id, 0)))
    return dict(found)


def _fits(it: Measure, words: str) -> bool:
    text = fold(" ".join((it.id, it.title, it.definition, it.theme, it.owner, *it.known_as)))
    return all(word in text for word in fold(words).split())


def councils(words: str) -> list[Area]:
    """The councils whose name or code has these words, current ones first; at most ENOUGH.

    A name that fits exactly is the only answer, unless several have it.
    """
    wanted = fold(words)
    if not wanted:
        return []
    every = list(Area.objects.filter(type__in=COUNCILS))
    exact = [it for it in every if wanted in (it.code.casefold(), fold(it.name))]
    current = [it for it in exact if it.ended is None] or exact
    if current:
        return _without_former_codes(current)
    fitting = [it for it in every if any(wanted in fold(name) for name in (it.name, *it.other_names))]
    return sorted(fitting, key=lambda it: (it.ended is not None, it.name))[:ENOUGH]


def _without_former_codes(found: list[Area]) -> list[Area]:
    """A former code carries its council's name but no dates: the one with a date is the council of today."""
    dated = [it for it in found if it.started]
    return dated if len(dated) == 1 else found


def coverage(person: Visitor, measure: Measure) -> list[Coverage]:
    """What there is of a measure, by kind of area, the kinds with most areas first."""
    rows = (
        series_of(person, measure)
        .reaching()
        .values("area__type", "area__nation", "length")
        .annotate(areas=Count("area", distinct=True), since=Min("first"), until=Max("last"))
        .order_by("-areas", "area__type")
    )
    return [
        Coverage(
            row["area__type"],
            row["area__nation"],
            row["areas"],
            Period(row["since"], row["length"]),
            Period(row["until"], row["length"]),
        )
        for row in rows
    ]


def latest(person: Visitor, area: Area) -> dict[str, Observation]:
    """By measure, the area's latest figure that has a value.

    Of several series, one on the measure's own basis comes first, then the one that reaches furthest, then the
    one as often as the measure is published, then a published one.
    """
    valued = Observation.objects.readable(readable_to(person)).filter(value_mantissa__isnull=False).current()
    newest = valued.filter(series=OuterRef("pk")).order_by("-start").values("pk")[:1]
    newest_of_each = Series.objects.filter(area=area, breakdown="").values_list(Subquery(newest))
    found: dict[str, Observation] = {}
    for it in sorted(Observation.objects.filter(pk__in=newest_of_each).full(), key=_standing):
        found[it.series.measure] = it
    return found


def _standing(it: Observation) -> tuple[bool, date, bool, bool, int]:
    """How well a figure stands for its measure; the highest is shown."""
    series, measure = it.series, catalogue().get(it.series.measure)
    return (
        measure is not None and series.basis == measure.basis,
        it.start,
        measure is not None and it.period.frequency == measure.frequency,
        series.organisation.slug == PUBLISHED,
        series.pk,
    )
