"""The asks that go with a service: what it returned stays its own, what comes after is asked of the new one."""

from collections.abc import Callable, Iterable
from datetime import date

from moothall.core.models import Service
from moothall.direction.rehoming import Act, Room, Thing
from moothall.figures.measures import catalogue
from moothall.kit.periods import Period
from moothall.performance.collection.coming import first_of
from moothall.performance.collection.models import Ask

KIND = "collection"


def rule(service: Service, on: date) -> Iterable[Thing]:
    """What is asked for without an end."""
    for it in Ask.objects.filter(service=service, last_period=None).select_related("organisation", "person"):
        measure = catalogue().get(it.measure)
        title = measure.title if measure else it.measure
        yield Thing(str(it.pk), f"{title}, {it.breakdown}" if it.breakdown else title, _handed_over(it))


def _handed_over(it: Ask) -> Callable[[Service, Act], None]:
    """The period that the day is in is the new service's, unless somebody returned it already."""

    def move(to: Service, act: Act) -> None:
        entered = it.entries.order_by("-start").values_list("start", flat=True).first()
        begins = first_of(it.length, act.on)
        if entered and entered >= begins.start:
            begins = Period(entered, it.length).moved(1)
        if begins.start <= it.first_period:
            it.service = to
            it.save(update_fields=["service"])
            return
        it.last_period = begins.previous().start
        it.save(update_fields=["last_period"])
        Ask.objects.create(
            organisation=it.organisation,
            measure=it.measure,
            breakdown=it.breakdown,
            service=to,
            person=it.person,
            rule=it.rule,
            length=it.length,
            first_period=begins.start,
        )

    return move


ROOM = Room("What is asked for", rule)
