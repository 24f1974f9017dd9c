"""Lateness itself as a measure: of the values due in a month, how many were signed off by their day.

It is worked out by rule once a month is over, as a whole and by service, and goes into the store by the door that
typed values take: its lineage says that a rule entered it, and its note which values were late. A month that was
entered stands, whatever is asked for otherwise afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.jobs import Report
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.figures.entering import Entered, enter
from moothall.figures.measures import Measure, catalogue
from moothall.figures.queries import council_series
from moothall.figures.recalculating import recalculate_after
from moothall.kit.periods import Period
from moothall.performance.collection.coming import Item, first_of, punctuality
from moothall.performance.collection.permissions import READ
from moothall.performance.collection.plausible import Given, computed
from moothall.performance.collection.queries import BY_RULE, collected, kind_of

MEASURE = BY_RULE
RULE = "Rule: signed off by the due day"
LOAD = "figures.load"


def refresh(person: Person, organisation: Organisation, measures: Sequence[Measure], report: Report) -> int:
    """Enters the months that are over and have no figure yet; how many figures. Where this person may not, none."""
    measure = catalogue()[MEASURE]
    if measure not in measures or not (may(person, LOAD, organisation) and may(person, READ, organisation)):
        return 0
    today = clock.today()
    found = rows(collected(person, organisation, today), measure, today)
    there = {it.start for it in council_series(person, organisation, [measure], today).get(MEASURE, ())}
    fresh = [it for it in found if it.period.start not in there]
    if not fresh:
        return 0
    try:
        made = enter(
            person, organisation=organisation, rows=fresh, name=f"Returns on time {today.isoformat()}.csv"
        )
    except NotPossible as fault:  # such as another load that runs: the next night does it
        report(0, 0, str(fault))
        return 0
    recalculate_after(person, [made.pk])
    return len(fresh)


def rows(found: Iterable[Item], measure: Measure, on: date) -> list[Entered]:
    """A figure for each month that is over on a day and in which values fell due: of all of them, and by service."""
    months: dict[Period, list[Item]] = defaultdict(list)
    for it in found:
        month = first_of("P1M", it.due)
        if month.end < on:
            months[month].append(it)
    ordered = sorted(months, key=lambda month: month.start)
    return [row for month in ordered for row in _month(months[month], measure, month, on)]


def _month(found: list[Item], measure: Measure, month: Period, on: date) -> Iterator[Entered]:
    services = sorted({it.ask.service.name for it in found})
    for name in ("", *services):
        some = [it for it in found if name in ("", it.ask.service.name)]
        counted = punctuality(some, month.start, month.end)
        given = Given(None, Decimal(counted.in_time), Decimal(counted.fell_due))
        yield Entered(
            measure,
            month,
            computed(given, kind_of(measure, month.start)),
            given.numerator,
            given.denominator,
            breakdown=name,
            note=_late(some),
            entered_by=RULE,
            entered_on=on,
        )


def _late(found: Iterable[Item]) -> str:
    """Which values were not there by their day."""
    late = [it.title for it in found if it.in_time is False]
    return f"Late: {'; '.join(late)}." if late else "None was late."
