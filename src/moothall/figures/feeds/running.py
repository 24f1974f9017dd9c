"""A run of a feed: page after page onto the disk, and then, when all of it is there, one load.

Nothing of a run is seen by anybody until it is whole. A run that was killed or broke off is gone on with where it
stopped, for a day, if what is chosen is still the same; then it is begun again.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.jobs import Cancelled, Report
from moothall.core.locks import Busy, exclusive
from moothall.core.models import Person
from moothall.figures.actions import AnotherLoad, load
from moothall.figures.feeds import postcodes
from moothall.figures.feeds.connecting import client, secrets
from moothall.figures.feeds.faults import BrokenOff, Refused, Unchanged
from moothall.figures.feeds.http import Client
from moothall.figures.feeds.models import UNDER_WAY, FeedRun, FeedSetup, RunState
from moothall.figures.feeds.plugins import Asked, Feed, Page, Plugin, plugins
from moothall.figures.feeds.spool import Spool
from moothall.figures.intake import Progress

log = logging.getLogger(__name__)

PERMISSION = "feeds.manage"
GOES_ON_FOR = timedelta(days=1)
MOST_PAGES = 100_000
RUNNING = "This feed is being fetched already: wait until that run is done."
GONE = "The plug-in of this feed is no longer there: put it back, or stop the feed."


def run(person: Person, setup: FeedSetup, report: Report, asking: Client | None = None) -> FeedRun:
    """Fetches and loads; the run, over. Raises Cancelled when `report` does, and NotPossible while another is running.

    What stops a run is written in it as a sentence, and not raised. The permission was asked about by the action.
    """
    try:
        with exclusive(f"feed-{setup.pk}", RUNNING):
            setup.refresh_from_db()
            return _run(person, setup, report, asking)
    except Busy as busy:
        raise NotPossible(str(busy)) from busy


def _run(person: Person, setup: FeedSetup, report: Report, asking: Client | None) -> FeedRun:
    plugin = plugins().get(setup.feed)
    if plugin is None:
        raise NotPossible(GONE)
    it, spool = _begun(person, setup, plugin.feed)
    try:
        if not it.whole:
            asked = _asked(plugin.feed, setup, it, spool, asking)
            it.address = asked.client.base[:300]
            _fetch(plugin, asked, it, spool, report)
        _publish(person, setup, plugin.feed, it, spool, report)
    except Cancelled:
        _over(person, it, RunState.CANCELLED, "Stopped by whoever started it: nothing was changed.")
        spool.end()
        raise
    except Unchanged:
        _over(
            person,
            it,
            RunState.UNCHANGED,
            f"{plugin.feed.publisher} has nothing newer than the last run brought.",
        )
        spool.end()
    except (BrokenOff, AnotherLoad) as fault:
        _over(person, it, RunState.BROKEN_OFF, str(fault))
    except NotPossible as fault:
        _over(person, it, RunState.FAILED, str(fault))
        spool.end()
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        # an answer of a shape the plug-in never met: the publisher's fault or ours, and nobody's figures
        log.exception("a feed's answer was not understood", extra={"feed": setup.feed, "run": it.pk})
        _over(
            person,
            it,
            RunState.FAILED,
            f"{plugin.feed.title} answered in a way we do not know ({type(fault).__name__}): tell us about it.",
        )
        spool.end()
    return it


def _begun(person: Person, setup: FeedSetup, feed: Feed) -> tuple[FeedRun, Spool]:
    """The run that was broken off, if it can be gone on with; else a new one. Others left behind are ended."""
    now, config = clock.now(), feed.clean(setup.config)
    going_on: tuple[FeedRun, Spool] | None = None
    for it in setup.runs.filter(state__in=UNDER_WAY):
        spool = Spool(it.pk, feed.source)
        usable = it.config == config and now - it.started_at < GOES_ON_FOR and spool.there(it.bytes)
        if usable and going_on is None and (it.pages or it.whole):
            going_on = it, spool
            continue
        if it.state == RunState.RUNNING:
            _over(
                person, it, RunState.BROKEN_OFF, "It was killed before it was done; the next run began again."
            )
        spool.end()
    with change(person, PERMISSION, "feed.run_started", organisation=setup.organisation, on=setup) as entry:
        if going_on:
            it, spool = going_on
            FeedRun.objects.filter(pk=it.pk).update(state=RunState.RUNNING, finished_at=None, message="")
            it.refresh_from_db()
        else:
            it = FeedRun.objects.create(setup=setup, person=person, started_at=now, config=config)
            spool = Spool(it.pk, feed.source)
        entry.after = {"run": it.pk, "from_page": it.pages}
    it.setup = setup
    it.bytes = spool.begin(it.bytes)
    return it, spool


def _asked(feed: Feed, setup: FeedSetup, it: FeedRun, spool: Spool, asking: Client | None) -> Asked:
    return Asked(
        client=asking or client(feed),
        config=it.config,
        keys=secrets(feed),
        marks=setup.marks | ({"again": postcodes.oldest(it.config)} if feed.id == postcodes.FEED else {}),
        position=it.position,
        folder=spool.folder,
    )


def _fetch(plugin: Plugin, asked: Asked, it: FeedRun, spool: Spool, report: Report) -> None:
    """Every page from here on, each written down with the rows it brought."""
    before = it.requests
    report(it.rows, it.total or 0, f"Asking {plugin.feed.publisher}")
    try:
        for page in plugin.fetch(asked):
            it.bytes = spool.add(page.rows)
            _note(it, page)
            it.requests = before + asked.client.requests
            it.save()
            if it.pages > MOST_PAGES:
                raise Refused("The publisher never says that it is done: check what the feed asks for.")
            report(it.rows, max(it.total or 0, it.rows), f"{it.rows:,} rows fetched")
    finally:
        it.requests = before + asked.client.requests
    if it.total is not None and it.total != it.rows:
        raise Refused(
            f"{plugin.feed.publisher} said {it.total:,} rows and gave {it.rows:,}: nothing was loaded; run it again."
        )
    it.whole = True
    it.save()


def _note(it: FeedRun, page: Page) -> None:
    it.pages += 1
    it.rows += len(page.rows)
    it.position = page.position
    it.total = page.total if page.total is not None else it.total
    it.marks = {**it.marks, **page.marks}
    known = {each["id"] for each in it.unmapped}
    it.unmapped = [*it.unmapped, *(asdict(each) for each in page.unmapped if each.id not in known)]
    it.found = _joined(it.found, page.found)


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What several pages found: what is a table is one table of both."""
    joined = dict(one)
    for name, value in other.items():
        before = joined.get(name)
        joined[name] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
    return joined


def _publish(
    person: Person, setup: FeedSetup, feed: Feed, it: FeedRun, spool: Spool, report: Progress
) -> None:
    """Loads what is on disk, through the same door as any file, and remembers for the next run what was reached."""
    message = ""
    if feed.source and it.rows:
        name = f"{setup.title} {clock.today().isoformat()}.csv"
        (outcome,) = load(
            person,
            organisation=setup.organisation,
            path=spool.path,
            name=name,
            source=feed.source,
            report=report,
        )
        it.load, it.kept, it.rejected = outcome.load, outcome.load.kept, outcome.load.rejected
    elif feed.source:
        message = _nothing(it)
    elif feed.id == postcodes.FEED:
        postcodes.remember(it.found.pop("postcodes", {}))
    setup.marks = it.marks
    setup.save(update_fields=["marks"])
    _over(person, it, RunState.DONE, message)
    spool.end()


def _nothing(it: FeedRun) -> str:
    if it.unmapped:
        return "Nothing was loaded: no measure is set for what was found. A file for each is below."
    return "The publisher has no rows for what is chosen: check the areas, periods and other choices."


def _over(person: Person, it: FeedRun, state: RunState, message: str) -> None:
    with change(
        person, PERMISSION, "feed.run_ended", organisation=it.setup.organisation, on=it.setup
    ) as entry:
        it.state, it.message, it.finished_at = state, message[:500], clock.now()
        it.save()
        entry.after = {
            "run": it.pk,
            "state": state.value,
            "rows": it.rows,
            "kept": it.kept,
            "rejected": it.rejected,
        }


def loads_of(runs: Iterable[FeedRun]) -> list[int]:
    """The loads that these runs made."""
    return [it.load_id for it in runs if it.load_id]
