"""What is asked for when the year turns: an ask without an end goes on, and one that ended can be asked for anew."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import QuerySet

from moothall.core.models import Organisation, Person
from moothall.figures.measures import catalogue
from moothall.kit.documents.words import spoken_date
from moothall.kit.periods import Period
from moothall.performance.collection.actions import ask
from moothall.performance.collection.coming import due_day, first_of
from moothall.performance.collection.models import Ask
from moothall.performance.collection.permissions import MANAGE
from moothall.performance.rollover import Ending, Part

KIND = "collection"


def ends(organisation: Organisation, year: Period) -> Iterator[Ending]:
    """Asks whose last period is in the old year, and that nobody has asked for anew."""
    old = year.previous()
    going_on = set(_going_on(organisation).values_list("measure", "breakdown"))
    seen: set[tuple[str, str]] = set()
    ended = Ask.objects.filter(organisation=organisation, last_period__range=(old.start, old.end))
    for it in ended.select_related("service", "person", "organisation").order_by("measure", "-last_period"):
        if (it.measure, it.breakdown) not in going_on | seen and it.measure in catalogue():
            seen.add((it.measure, it.breakdown))
            yield Ending(str(it.pk), f"{_title(it)}, of {it.service}", _anew(it, year))


def _anew(it: Ask, year: Period) -> Callable[[Person, str], None]:
    def carry(person: Person, why: str) -> None:
        ask(
            person,
            organisation=it.organisation,
            service=it.service,
            measures=[it.measure],
            rule=it.rule,
            first_day=year.start,
            contributor=it.person,
            parts=[it.breakdown] if it.breakdown else [],
        )

    return carry


def goes_on(organisation: Organisation, year: Period, on: date) -> Iterator[str]:
    """Each with the day on which the new year's first value is due."""
    for it in _going_on(organisation).select_related("service"):
        first = due_day(it, first_of(it.length, year.start))
        yield f"{_title(it)}, of {it.service}: first due {spoken_date(first)}"


def _going_on(organisation: Organisation) -> QuerySet[Ask]:
    return Ask.objects.filter(organisation=organisation, last_period=None)


def _title(it: Ask) -> str:
    known = catalogue().get(it.measure)
    title = known.title if known else it.measure
    return f"{title} ({it.breakdown})" if it.breakdown else title


PART = Part("What is asked for", MANAGE, ends, goes_on)
