"""The life of a commitment, on one screen."""

from datetime import date
from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    NOT_BEGUN = "not begun", "not begun"
    UNDER_WAY = "under way", "under way"
    DONE = "done", "done"
    DROPPED = "dropped", "dropped"
    CARRIED = "carried", "carried forward"


class Basis(TextChoices):
    """What a promised saving is: cash that is released, or cost that would have come and does not."""

    CASHABLE = "cashable", "cashable"
    AVOIDED = "avoided", "cost avoidance"
    UNCLEAR = "unclear", "unclear"


class Turn(TextChoices):
    """What became of services on a day."""

    RENAMED = "renamed", "renamed"
    MERGED = "merged", "merged"
    SPLIT = "split", "split"
    ENDED = "ended", "ended, their work going to others"


OPEN = (State.NOT_BEGUN, State.UNDER_WAY)

# from, to, and what makes it happen. The same state again is a word on how it goes.
ALLOWED: dict[tuple[Any, Any], str] = {
    (State.NOT_BEGUN, State.NOT_BEGUN): "an update says why it has not begun",
    (State.NOT_BEGUN, State.UNDER_WAY): "work began",
    (State.NOT_BEGUN, State.DONE): "it was done at one go",
    (State.NOT_BEGUN, State.DROPPED): "it was given up, with a reason",
    (State.NOT_BEGUN, State.CARRIED): "another commitment took it over",
    (State.UNDER_WAY, State.UNDER_WAY): "an update says how it goes",
    (State.UNDER_WAY, State.DONE): "it was done",
    (State.UNDER_WAY, State.DROPPED): "it was given up, with a reason",
    (State.UNDER_WAY, State.CARRIED): "another commitment took it over",
    (State.DONE, State.DONE): "what came of it was said later, such as a saving",
    (State.DONE, State.UNDER_WAY): "it turned out not to be done",
}

LIFE = Life(
    ALLOWED,
    {
        State.NOT_BEGUN: "has not begun: say that it is under way or done",
        State.UNDER_WAY: "is under way: say how it goes, or that it is done",
        State.DONE: "is done: if it is not, say that it is under way again",
        State.DROPPED: "was dropped: add a new commitment if it is taken up again",
        State.CARRIED: "was carried forward: update the commitment that took it over",
    },
)


def late(state: str, due: date | None, on: date) -> bool:
    """Whether something with this last day, in this state, is late on a day."""
    return state in OPEN and due is not None and due < on
