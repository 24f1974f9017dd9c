"""Keys of publishers: in the environment of the process, never in the database, the audit or a log."""

import os
from collections.abc import Mapping


def setting(feed: str, secret: str) -> str:
    """The environment variable that holds a feed's secret: MOOTHALL_FEED_LG_INFORM_KEY."""
    return f"MOOTHALL_FEED_{feed}_{secret}".upper().replace("-", "_")


def given(feed: str, secrets: tuple[str, ...]) -> Mapping[str, str]:
    """The secrets of a feed that are set, by their short names."""
    found = {secret: os.environ.get(setting(feed, secret), "").strip() for secret in secrets}
    return {secret: value for secret, value in found.items() if value}


def address(feed: str) -> str:
    """Where to ask instead of the publisher's own address: whoever runs Moothall may name a proxy of theirs."""
    return os.environ.get(setting(feed, "URL"), "").strip()
