"""Why a fetch ends without figures: each is one sentence for the person who looks after feeds."""

from moothall.core.errors import NotPossible


class Refused(NotPossible):
    """Trying again will not help: a setting, a key or an address must be mended first."""


class BrokenOff(NotPossible):
    """The publisher did not answer, or not in time. What came so far is kept, and the next run goes on from there."""


class Unchanged(Exception):
    """The publisher has nothing newer than what the last run brought."""
