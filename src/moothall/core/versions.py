"""Texts that are kept as versions, so that two people who write at once do not lose each other's words."""

from typing import Any, Protocol

from moothall.core.errors import NotPossible


class Version(Protocol):
    """A saved text: the how-many-th, and who wrote it."""

    number: Any
    written_by: Any


class WrittenMeanwhile(NotPossible):
    """Somebody saved the section since it was opened. Nothing was saved; `newer` is the text that stands."""

    def __init__(self, newer: Any):
        self.newer = newer
        super().__init__(
            f"{newer.written_by} saved version {newer.number} of this section after you opened it: "
            "put your text and theirs together below, then save again."
        )


def refuse_meanwhile(standing: Version | None, opened: int) -> None:
    """Raises WrittenMeanwhile, or NotPossible, unless the text was written from the version that stands.

    `opened` is the number of the version it was written from, 0 where there was none.
    """
    if standing is None and opened:
        raise NotPossible("This section is new: open it again.")
    if standing is not None and standing.number != opened:
        raise WrittenMeanwhile(standing)
