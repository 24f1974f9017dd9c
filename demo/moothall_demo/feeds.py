"""Feeds of the demonstration: set up, and not run, for the demonstration asks nobody on the network.

One was run: it needs a key that nobody set, and says so before it asks anyone.
"""

from moothall.core.models import Organisation, Person
from moothall.figures.feeds.actions import fetch, set_up
from moothall.figures.feeds.queries import plugin, secrets, setups
from moothall_demo import council

FEEDS: tuple[tuple[str, str, dict[str, str], int], ...] = (
    (
        "nomis",
        "Claimant count",
        {
            "dataset": "NM_162_1",
            "geography": "TYPE424",
            "time": "latestMINUS23-latest",
            "dimensions": "measures = 20100\ngender = 0\nage = 0\nmeasure = 2",
            "measure": "claimant-count",
        },
        7,
    ),
    ("bank-holidays", "Bank holidays", {}, 30),
    (
        "lg-inform",
        "Recycling and fly-tipping from LG Inform",
        {
            "metrics": "46 = recycling-rate\n25733 = fly-tip-enforcement",
            "areas": f"AllLaInCountry_England\n{council.CODE}",
            "period": "latest:5",
        },
        30,
    ),
)


def set_up_feeds(officer: Person, organisation: Organisation) -> None:
    """Sets up those that are not there yet, and runs the one that asks nobody."""
    there = {it.title for it in setups(officer, organisation)}
    for feed, title, config, every in FEEDS:
        if title in there:
            continue
        made = set_up(officer, organisation=organisation, feed=feed, title=title, config=config, every=every)
        needed = [given for _, needed, given in secrets(plugin(feed).feed) if needed]
        if needed and not all(needed):
            fetch(officer, setup=made)
