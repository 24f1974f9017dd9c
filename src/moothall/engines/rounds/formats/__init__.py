"""The published arc-routing instances as problems: a unit of their cost is a second, a metre and a penny."""

from moothall.engines.rounds.formats import carp, mcarptif
from moothall.engines.rounds.formats.instance import Instance

__all__ = ["Instance", "read"]


def read(text: str, name: str) -> Instance:
    """The instance in a file's text, whichever format it is. Raises Unreadable where it is neither."""
    return mcarptif.read(text, name) if text.lstrip().startswith("NAME") else carp.read(text, name)
