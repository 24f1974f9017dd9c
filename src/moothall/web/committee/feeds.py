"""What a council publishes, for feed readers and calendars. Feeds hold what the public pages do, and no more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from icalendar import Calendar, Event

from moothall.core.models import Organisation
from moothall.kit.documents.words import spoken_date
from moothall.plan.committee import queries
from moothall.plan.committee.templates import DECISION, REPORT
from moothall.web.access import public
from moothall.web.committee.public import council_of
from moothall.web.sending import file_sent

NEWEST = 50
LENGTH = timedelta(hours=2)  # of a meeting, which nobody writes down

Item = tuple[str, str, str, datetime]  # title, words, address, when


def _forward(here: Organisation) -> list[Item]:
    page = reverse("public-forward-plan", args=[here.slug])
    return [
        (
            it.title,
            f"{it.decision_maker} is to decide on {spoken_date(it.decision_on)}"
            f"{': a key decision' if it.key else ''}. {it.matter}",
            f"{page}#entry-{it.pk}",
            it.published_at or datetime.min.replace(tzinfo=UTC),
        )
        for it in queries.public_entries(here).order_by("-published_at", "-id")[:NEWEST]
    ]


def _papers(kind: str) -> Callable[[Organisation], list[Item]]:
    def found(here: Organisation) -> list[Item]:
        return [
            (
                it.title,
                it.public_summary,
                reverse("public-committee-report", args=[here.slug, it.pk]),
                it.published_at or datetime.min.replace(tzinfo=UTC),
            )
            for it in queries.published(here, kind)[:NEWEST]
        ]

    return found


FEEDS: dict[str, tuple[str, str, Callable[[Organisation], list[Item]]]] = {
    "forward-plan": ("Forward plan", "public-forward-plan", _forward),
    "reports": ("Reports to committees", "public-committee-reports", _papers(REPORT)),
    "decisions": ("Decisions by officers", "public-officer-decisions", _papers(DECISION)),
}


class _Published(Feed):  # type: ignore[type-arg]
    """One of the feeds above, of one council."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> tuple[Organisation, str]:
        if kwargs["feed"] not in FEEDS:
            raise Http404
        return council_of(kwargs["organisation"]), kwargs["feed"]

    def title(self, it: tuple[Organisation, str]) -> str:
        return f"{it[0].name}: {FEEDS[it[1]][0]}"

    def link(self, it: tuple[Organisation, str]) -> str:
        return reverse(FEEDS[it[1]][1], args=[it[0].slug])

    def subtitle(self, it: tuple[Organisation, str]) -> str:
        return f"{FEEDS[it[1]][0]}, as {it[0].name} published them"

    description = subtitle

    def items(self, it: tuple[Organisation, str]) -> list[Item]:
        return FEEDS[it[1]][2](it[0])

    def item_title(self, item: Any) -> str:
        return str(item[0])

    def item_description(self, item: Any) -> str:
        return str(item[1])

    def item_link(self, item: Any) -> str:
        return str(item[2])

    def item_pubdate(self, item: Any) -> datetime:
        return item[3]  # type: ignore[no-any-return]

    def item_updateddate(self, item: Any) -> datetime:
        return item[3]  # type: ignore[no-any-return]


class _Atom(_Published):
    feed_type = Atom1Feed


class _Rss(_Published):
    feed_type = Rss201rev2Feed


@public
def atom(request: HttpRequest, organisation: str, feed: str) -> HttpResponse:
    """A feed as Atom."""
    return _Atom()(request, organisation=organisation, feed=feed)


@public
def rss(request: HttpRequest, organisation: str, feed: str) -> HttpResponse:
    """A feed as RSS 2."""
    return _Rss()(request, organisation=organisation, feed=feed)


@public
def meetings(request: HttpRequest, organisation: str) -> HttpResponse:
    """The council's meetings for a calendar; a cancelled one says so, so that calendars take it out."""
    here = council_of(organisation)
    calendar = Calendar()
    calendar.add("prodid", "-//Moothall//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{here.name}: meetings")
    for it in queries.public_meetings(here):
        calendar.add_component(_event(it, here.slug))
    return file_sent(calendar.to_ical(), "ics", f"{here.slug}-meetings", inline=True)


def _event(it: Any, council: str) -> Event:
    event = Event()
    event.add("uid", f"meeting-{it.pk}@{council}.moothall")
    event.add("dtstamp", it.changed_at.astimezone(UTC))
    event.add("summary", it.body)
    if it.starts:
        start = datetime.combine(it.on, it.starts, ZoneInfo(settings.TIME_ZONE))
        event.add("dtstart", start.astimezone(UTC))
        event.add("dtend", (start + LENGTH).astimezone(UTC))
    else:
        event.add("dtstart", it.on)
    if it.place:
        event.add("location", it.place)
    event.add("status", "CANCELLED" if it.cancelled_at else "CONFIRMED")
    event.add("sequence", 1 if it.cancelled_at else 0)
    if it.cancelled_reason:
        event.add("description", f"Cancelled: {it.cancelled_reason}")
    return event
