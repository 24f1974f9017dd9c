"""Questions about feeds: how each is, when it is due, and what brought a load."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.permission import organisations, require
from moothall.figures.feeds import keys
from moothall.figures.feeds.models import WELL, FeedRun, FeedSetup, RunState
from moothall.figures.feeds.plugins import Feed, Plugin, Unmapped, plugins
from moothall.figures.models import Load

LATE_AFTER = timedelta(days=1)  # a feed that is due for longer than this is not being run by anybody


@dataclass(frozen=True)
class Health:
    """How a feed is: its newest run, its newest good one, when it is due, and what that comes to in a word."""

    setup: FeedSetup
    feed: Feed | None
    last: FeedRun | None
    good: FeedRun | None
    due: datetime | None
    now: datetime

    @property
    def overdue(self) -> bool:
        """Due for more than a day: nothing runs `moothall fetch --due`."""
        return self.due is not None and self.due + LATE_AFTER < self.now

    @property
    def state(self) -> str:
        """stopped, gone, new, running, failed, broken off, late, differs, partly or well."""
        last = self.last
        if self.feed is None:
            return "gone"
        if not self.setup.active:
            return "stopped"
        if last is None:
            return "new"
        if last.state == RunState.RUNNING:
            return "running"
        if last.state in (RunState.FAILED, RunState.BROKEN_OFF):
            return last.state
        if self.overdue:
            return "late"
        if self.good and self.good.found.get("differences"):
            return "differs"
        if self.good and (self.good.rejected or self.good.unmapped):
            return "partly"
        return "well"


def all_plugins() -> Sequence[Plugin]:
    """Every feed that can be set up, by title."""
    return sorted(plugins().values(), key=lambda it: it.feed.title)


def plugin(feed: str) -> Plugin:
    """A feed's plug-in. Raises NotPossible."""
    found = plugins().get(feed)
    if not found:
        raise NotPossible(f"There is no feed '{feed}': choose one of {', '.join(sorted(plugins()))}.")
    return found


def setups(person: Person, organisation: Organisation) -> QuerySet[FeedSetup]:
    """The feeds of a council. Raises PermissionDenied."""
    require(person, "feeds.read", organisation)
    return FeedSetup.objects.filter(organisation=organisation).select_related("organisation", "set_up_by")


def setup(person: Person, pk: int) -> FeedSetup | None:
    """A feed of a council whose feeds this person reads."""
    found = FeedSetup.objects.filter(organisation__in=organisations(person, "feeds.read"))
    return found.select_related("organisation", "set_up_by").filter(pk=pk).first()


def health(person: Person, organisation: Organisation, now: datetime) -> list[Health]:
    """Every feed of a council, with its newest runs: two queries, however many there are."""
    newest = FeedRun.objects.filter(setup=OuterRef("pk")).order_by("-pk")
    found = list(
        setups(person, organisation).annotate(
            last_pk=Subquery(newest.values("pk")[:1]),
            good_pk=Subquery(newest.filter(state__in=WELL).values("pk")[:1]),
            loaded_pk=Subquery(newest.filter(state=RunState.DONE).values("pk")[:1]),
        )
    )
    wanted = {pk for it in found for pk in (it.last_pk, it.good_pk, it.loaded_pk) if pk}
    runs = FeedRun.objects.select_related("load").in_bulk(wanted)
    return [
        _health(it, runs.get(it.last_pk), runs.get(it.good_pk), runs.get(it.loaded_pk), now) for it in found
    ]


def health_of(it: FeedSetup, now: datetime) -> Health:
    """How one feed is."""
    runs = it.runs.select_related("load")
    return _health(
        it,
        runs.first(),
        runs.filter(state__in=WELL).first(),
        runs.filter(state=RunState.DONE).first(),
        now,
    )


def _health(
    it: FeedSetup, last: FeedRun | None, good: FeedRun | None, loaded: FeedRun | None, now: datetime
) -> Health:
    found = plugins().get(it.feed)
    due = None
    if it.active and found:
        due = good.started_at + timedelta(days=it.every) if good else it.set_up_at
    return Health(it, found.feed if found else None, last, loaded, due, now)


def due(person: Person, organisation: Organisation, now: datetime) -> list[FeedSetup]:
    """The feeds of a council whose time has come."""
    return [it.setup for it in health(person, organisation, now) if it.due is not None and it.due <= now]


def named(person: Person, organisation: Organisation, names: Sequence[str]) -> list[FeedSetup]:
    """The feeds with these titles, numbers, or plug-in ids. Raises NotPossible with those there are."""
    all = list(setups(person, organisation))
    found: list[FeedSetup] = []
    for name in names:
        of_it = [it for it in all if name in (str(it.pk), it.feed) or name.casefold() == it.title.casefold()]
        if not of_it:
            known = ", ".join(f"‘{it.title}’" for it in all) or "none yet"
            raise NotPossible(f"No feed of {organisation} is called '{name}'; there are: {known}.")
        found += [it for it in of_it if it not in found]
    return found


def runs(it: FeedSetup) -> QuerySet[FeedRun]:
    """The runs of a feed, newest first."""
    return it.runs.select_related("load", "person")


def secrets(feed: Feed) -> list[tuple[str, bool, bool]]:
    """The settings of the environment that a feed reads: name, whether it is needed, whether it is set. No value."""
    given = keys.given(feed.id, (*feed.secrets, *feed.optional))
    return [
        (keys.setting(feed.id, it), it in feed.secrets, it in given) for it in (*feed.secrets, *feed.optional)
    ]


def unmapped(it: FeedSetup) -> list[Unmapped]:
    """What the newest whole run found that no measure is said to be."""
    last = it.runs.filter(state=RunState.DONE).first()
    return [Unmapped(**each) for each in last.unmapped] if last else []


def brought(load: Load) -> FeedRun | None:
    """The run that made a load; None for a file that somebody sent."""
    if not any(it.feed.source == load.source for it in plugins().values()):
        return None
    return FeedRun.objects.filter(load=load).select_related("setup").first()


def holidays() -> dict[str, dict[str, str]] | None:
    """GOV.UK's list of bank holidays as it was last fetched, by division; None while it never was."""
    last = FeedRun.objects.filter(setup__feed="bank-holidays", state=RunState.DONE).first()
    return last.found.get("holidays") if last else None
