"""Questions about recommendations."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from moothall.core.due import Due, Room
from moothall.core.models import Organisation, Person
from moothall.core.permission import may, organisations, require
from moothall.direction.models import Commitment
from moothall.direction.queries import promised_in
from moothall.direction.recommendations.life import OPEN
from moothall.direction.recommendations.models import Recommendation as Recommendation  # pages name it too

READ, MANAGE = "performance.read", "recommendations.manage"
SOURCE = "recommendation"
LEAD = timedelta(days=14)  # whoever answers for one is told so long before


def recommendations(
    person: Person, organisation: Organisation, *, body: str = "", standing: str = "", on: date
) -> QuerySet[Recommendation]:
    """A council's recommendations, newest report first: of one body, and open, late or done, where asked.
    Raises PermissionDenied."""
    require(person, READ, organisation)
    found = Recommendation.objects.filter(organisation=organisation).select_related("service", "person")
    if body:
        found = found.filter(body=body)
    wanted = {
        "open": Q(state__in=OPEN),
        "late": Q(state__in=OPEN, due__lt=on),
        "over": ~Q(state__in=OPEN),
    }
    if standing in wanted:
        found = found.filter(wanted[standing])
    return found.order_by("-on", "number")


def recommendation(person: Person, pk: int) -> Recommendation | None:
    """One that this person may read."""
    found = Recommendation.objects.filter(organisation__in=organisations(person, READ), pk=pk)
    return found.select_related("organisation", "service", "person").prefetch_related("steps__by").first()


def actions_on(recommendation: Recommendation) -> QuerySet[Commitment]:
    """What is done about one."""
    return promised_in(recommendation.organisation, SOURCE, str(recommendation.pk))


def may_manage(person: Person, organisation: Organisation) -> bool:
    """Whether the person records recommendations and how they go."""
    return may(person, MANAGE, organisation)


def owed(organisation: Organisation, on: date, until: date) -> Iterator[Due]:
    """Open recommendations that fall due by a day: one query."""
    found = Recommendation.objects.filter(organisation=organisation, state__in=OPEN, due__lte=until)
    for it in found.select_related("service", "person"):
        assert it.due
        href = reverse("recommendation", args=[it.pk])
        tell = it.due - LEAD <= on
        yield Due(
            SOURCE, str(it.pk), str(it)[:120], it.due, href, it.person, it.report, it.service.slug, tell
        )


ROOM = Room("Recommendations", reads=READ, manages=MANAGE, rule=owed)
