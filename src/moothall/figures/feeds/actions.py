"""Every change of state to feeds: setting up, changing, stopping, running."""

from collections.abc import Mapping
from typing import Any

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.jobs import Report, silent, start
from moothall.core.models import Job, Organisation, Person
from moothall.core.permission import require
from moothall.figures.feeds import connecting, postcodes, running
from moothall.figures.feeds.config import checked
from moothall.figures.feeds.http import Client
from moothall.figures.feeds.models import FeedRun, FeedSetup
from moothall.figures.feeds.plugins import Asked, Feed
from moothall.figures.feeds.queries import plugin
from moothall.figures.feeds.spool import Spool

PERMISSION = "feeds.manage"
KIND = "fetch"
MOST_DAYS = 400


def set_up(
    person: Person,
    *,
    organisation: Organisation,
    feed: str,
    title: str,
    config: Mapping[str, Any],
    every: int,
) -> FeedSetup:
    """Sets up a feed. Raises NotPossible when what is chosen cannot be used, or the title is taken."""
    found = plugin(feed).feed
    _may_publish(person, found)
    chosen, title = checked(found, config), _titled(title)
    _taken(organisation, title)
    with change(person, PERMISSION, "feed.set_up", organisation=organisation) as entry:
        it = FeedSetup.objects.create(
            organisation=organisation,
            feed=feed,
            title=title,
            config=chosen,
            every=_days(every),
            set_up_by=person,
            set_up_at=clock.now(),
        )
        subject(entry, it)
        entry.after = _said(it)
    return it


def change_setup(
    person: Person, *, setup: FeedSetup, title: str, config: Mapping[str, Any], every: int
) -> FeedSetup:
    """Changes what is chosen. Where that is something else, what the last run remembered is forgotten."""
    found = plugin(setup.feed).feed
    _may_publish(person, found)
    chosen, title = checked(found, config), _titled(title)
    _taken(setup.organisation, title, setup)
    with change(person, PERMISSION, "feed.changed", organisation=setup.organisation, on=setup) as entry:
        entry.before = _said(setup)
        if chosen != found.clean(setup.config):
            setup.marks = {}
        setup.title, setup.config, setup.every = title, chosen, _days(every)
        setup.save()
        entry.after = _said(setup)
    return setup


def stop(person: Person, *, setup: FeedSetup) -> None:
    """Stops a feed: it is not run again until it is started. What it brought stays."""
    _active(person, setup, False, "feed.stopped")


def start_again(person: Person, *, setup: FeedSetup) -> None:
    """Lets a stopped feed run again."""
    _active(person, setup, True, "feed.started")


def run_now(person: Person, *, setup: FeedSetup, again: bool = False) -> Job:
    """Queues a run of a feed. With `again`, all is read again, whatever the last run remembered."""
    require(person, PERMISSION, setup.organisation)
    _may_publish(person, plugin(setup.feed).feed)
    return start(
        person,
        kind=KIND,
        title=f"Fetching {setup.title}"[:200],
        organisation=setup.organisation,
        arguments={"setup": setup.pk, "again": again},
    )


def fetch(
    person: Person,
    *,
    setup: FeedSetup,
    report: Report = silent,
    again: bool = False,
    asking: Client | None = None,
) -> FeedRun:
    """Runs a feed to its end, whatever the end is: the run says. Raises NotPossible while another run is under way."""
    require(person, PERMISSION, setup.organisation)
    _may_publish(person, plugin(setup.feed).feed)
    if again and setup.marks:
        with change(person, PERMISSION, "feed.changed", organisation=setup.organisation, on=setup) as entry:
            entry.before, entry.after = {"marks": setup.marks}, {"marks": {}}
            setup.marks = {}
            setup.save(update_fields=["marks"])
    return running.run(person, setup, report, asking)


def check(person: Person, *, setup: FeedSetup, asking: Client | None = None) -> str:
    """Asks the publisher for as little as shows that the connection works; a sentence. Raises NotPossible with why not.

    Nothing is changed, so nothing is written down.
    """
    require(person, PERMISSION, setup.organisation)
    it = plugin(setup.feed)
    spool = Spool(0, "")
    asked = Asked(
        client=asking or connecting.client(it.feed, connecting.QUICK),
        config=it.feed.clean(setup.config),
        keys=connecting.secrets(it.feed),
        marks={"again": postcodes.oldest(it.feed.clean(setup.config))}
        if it.feed.id == postcodes.FEED
        else {},
        position=None,
        folder=spool.folder.with_name(f"check-{setup.pk}"),
    )
    asked.folder.mkdir(parents=True, exist_ok=True)
    try:
        return it.check(asked)
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise NotPossible(f"{it.feed.title} answered in a way we do not know: tell us about it.") from fault
    finally:
        spool.folder = asked.folder
        spool.end()


def _may_publish(person: Person, feed: Feed) -> None:
    """What a feed of figures brings is everybody's: who runs it may publish."""
    if feed.source:
        require(person, "figures.publish_loads")


def _active(person: Person, setup: FeedSetup, active: bool, action: str) -> None:
    with change(person, PERMISSION, action, organisation=setup.organisation, on=setup) as entry:
        entry.before = {"active": setup.active}
        setup.active = active
        setup.save(update_fields=["active"])
        entry.after = {"active": active}


def _titled(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise NotPossible("Give the feed a title, such as ‘Claimant count from Nomis’.")
    return title[:200]


def _days(every: int) -> int:
    if not 1 <= every <= MOST_DAYS:
        raise NotPossible(f"Say how often it runs: every 1 to {MOST_DAYS} days.")
    return every


def _taken(organisation: Organisation, title: str, but: FeedSetup | None = None) -> None:
    others = FeedSetup.objects.filter(organisation=organisation, title=title)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise NotPossible(f"There is a feed called ‘{title}’ already: give this one another title.")


def _said(it: FeedSetup) -> dict[str, Any]:
    return {"feed": it.feed, "title": it.title, "config": it.config, "every": it.every}
