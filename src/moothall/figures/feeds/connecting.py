"""A client for a feed: where to ask, with which key, and whether whoever runs Moothall named another address."""

from moothall.figures.feeds import keys
from moothall.figures.feeds.faults import Refused
from moothall.figures.feeds.http import Client, Patience
from moothall.figures.feeds.plugins import Feed

QUICK = Patience(attempts=1, connect=5, read=10, whole=20, most_bytes=50 * 2**20)  # while somebody waits


def client(feed: Feed, patience: Patience | None = None) -> Client:
    """A client that asks this feed's publisher."""
    instead = keys.address(feed.id)
    return Client(
        base=instead or feed.url,
        hosts=feed.hosts,
        rate=feed.rate,
        key_setting=keys.setting(feed.id, feed.secrets[0]) if feed.secrets else "",
        trusted=bool(instead),
        patience=patience or Patience(),
    )


def secrets(feed: Feed) -> dict[str, str]:
    """The keys of a feed. Raises Refused with the names of those that are not set."""
    given = dict(keys.given(feed.id, (*feed.secrets, *feed.optional)))
    if missing := [keys.setting(feed.id, it) for it in feed.secrets if it not in given]:
        raise Refused(f"{feed.title} needs a key: set {' and '.join(missing)} where Moothall runs.")
    return given
