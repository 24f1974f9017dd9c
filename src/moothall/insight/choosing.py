"""Choosing comparators from figures that are loaded: nearest by characteristics, or picked by hand.

found = candidates(person, area, measures)
choice = nearest_to(found, k=15, weights={"population": 2})
codes = picked(area, "Rossendale\\nE07000901")
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Visitor
from moothall.engines.peers import Candidate, Choice, nearest
from moothall.figures.measures import Measure, catalogue, fold
from moothall.figures.models import Area, Series
from moothall.figures.queries import area_names
from moothall.insight.panel import figures_in, series_of
from moothall.insight.rows import Figure, of_one_kind
from moothall.insight.tiers import COUNCILS
from moothall.kit.periods import Period

MOST = 12  # characteristics: more say nothing that the first ones have not said


@dataclass(frozen=True)
class Candidates:
    """The councils of today that could be chosen, each with its figure of every characteristic, and of which period."""

    area: Area
    measures: tuple[Measure, ...]
    periods: Mapping[str, Period]
    councils: tuple[Candidate, ...]

    @property
    def names(self) -> dict[str, str]:
        return {it.code: it.name for it in self.councils}


def candidates(
    person: Visitor, area: Area, measures: Sequence[Measure], *, any_type: bool = False
) -> Candidates:
    """Each measure in the latest period in which the council has a published figure; failing that, anybody has.

    A return of the council's own is left aside: nobody else has one. Councils of the area's own type and nation, or
    with `any_type` every council of the nation. Four queries.
    """
    if len(measures) > MOST:
        raise NotPossible(f"Choose {MOST} characteristics or fewer.")
    kinds = {area.type} if not any_type else {*COUNCILS, area.type}
    every = series_of(person, measures, Q(area__type__in=kinds, area__nation=area.nation))
    series = {pk: it for pk, it in every.items() if it.published}
    own = figures_in({pk: it for pk, it in series.items() if it.code == area.code})
    latest = dict(Series.objects.filter(pk__in=list(series)).values_list("pk").annotate(Max("last")))
    periods: dict[str, Period] = {}
    for measure in measures:
        mine = {pk for pk, it in series.items() if it.measure == measure.id}
        found = _latest([it for it in own if it.series in mine], area, measure)
        found = found or max(
            (Period(last, series[pk].length) for pk in mine if (last := latest.get(pk))),
            key=lambda it: it.start,
            default=None,
        )
        if found:
            periods[measure.id] = found
    wanted = {
        pk: it
        for pk, it in series.items()
        if it.measure in periods and it.length == periods[it.measure].length
    }
    starts: set[date] = {it.start for it in periods.values()}
    by_measure: dict[str, list[Figure]] = defaultdict(list)
    for it in figures_in(wanted, starts):
        measure_id = wanted[it.series].measure
        if it.start == periods[measure_id].start:
            by_measure[measure_id].append(it)
    tables = {
        measure.id: of_one_kind(by_measure[measure.id], area.code, measure).get(periods[measure.id].start, {})
        for measure in measures
        if measure.id in periods
    }
    standing = Area.objects.standing(clock.today()).filter(type__in=kinds, nation=area.nation)
    known = {code: (name, kind) for code, name, kind in standing.values_list("code", "name", "type")}
    known.setdefault(area.code, (area.name, area.type))
    councils = tuple(
        Candidate(
            code,
            name,
            kind,
            "",
            {it: rows[code].value if code in rows else None for it, rows in tables.items()},
        )
        for code, (name, kind) in sorted(known.items())
    )
    return Candidates(area, tuple(it for it in measures if it.id in periods), periods, councils)


def _latest(own: Sequence[Figure], area: Area, measure: Measure) -> Period | None:
    table = of_one_kind(own, area.code, measure)
    held = [it for rows in table.values() for it in rows.values() if it.value is not None]
    return max((Period(it.start, it.length) for it in held), key=lambda it: it.start, default=None)


def nearest_to(
    found: Candidates, *, k: int, weights: Mapping[str, float] | None = None, any_type: bool = False
) -> Choice:
    """The k nearest. Raises NotPossible with a sentence where nothing can be compared by."""
    known = {it.id for it in found.measures}
    given = {name: weight for name, weight in (weights or {}).items() if name in known}
    try:
        return nearest(found.area.code, found.councils, k=k, weights=given, any_type=any_type)
    except ValueError as fault:
        raise NotPossible(str(fault)) from fault


def picked(area: Area, text: str) -> list[str]:
    """The codes of councils named one a line, by name or code. Raises NotPossible for a line that is none."""
    names = area_names()
    kinds = dict(Area.objects.filter(type__in=COUNCILS).values_list("code", "type"))
    found: list[str] = []
    for line in filter(None, (it.strip() for it in text.splitlines())):
        code = line.upper()
        if code not in kinds:
            fitting = [it for it in names.get(fold(line), []) if it in kinds]
            alike = [it for it in fitting if kinds[it] == area.type] or fitting
            if len(alike) != 1:
                why = "several councils have that name: give its code" if alike else "no council here has it"
                raise NotPossible(f"‘{line[:60]}’ is not understood: {why}.")
            code = alike[0]
        found.append(code)
    return found


def said_of(working: Mapping[str, Any], names: Mapping[str, str]) -> tuple[list[list[str]], list[list[str]]]:
    """What a kept group was chosen by, and its members with their distances, as rows of text."""
    titles = {it.id: it.title for it in catalogue().values()}
    by = [
        [
            titles.get(it["measure"], it["measure"]),
            it["period"] or "–",
            it["weight"],
            str(it["missing"]) if it["missing"] else "None",
        ]
        for it in working.get("characteristics", [])
    ]
    by += [
        [titles.get(it["measure"], it["measure"]), "–", "Not counted", it["reason"]]
        for it in working.get("dropped", [])
    ]
    imputed = working.get("imputed", {})
    members = [
        [
            names.get(code, code),
            apart,
            ", ".join(titles.get(it, it) for it in imputed.get(code, [])) or "None",
        ]
        for code, apart in working.get("distances", {}).items()
    ]
    return by, members
