"""The life of a clinic and of what is on its agenda, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    PLANNED = "planned", "planned"
    OPEN = "open", "under way"
    CLOSED = "closed", "closed"


class Kind(TextChoices):
    """Why something is on the agenda, in the order in which it is taken."""

    CARRIED = "carried", "Carried from the last clinic"
    SPECIAL_CAUSE = "special cause", "Special cause for concern"
    OFF_TARGET = "off target", "Off target"
    OVERDUE_DATA = "overdue data", "Overdue data"
    OVERDUE_ACTION = "overdue action", "Overdue action"
    ADDED = "added", "Added by hand"


class Standing(TextChoices):
    WAITING = "waiting", "to be discussed"
    DISCUSSED = "discussed", "discussed"
    CARRIED = "carried", "carried to the next clinic"


_ALLOWED: dict[tuple[Any, Any], str] = {
    (State.PLANNED, State.OPEN): "the clinic began",
    (State.OPEN, State.CLOSED): "everything was discussed or carried, and the pack was frozen",
}

LIFE = Life(
    _ALLOWED,
    {
        State.PLANNED: "has not begun: begin it first",
        State.OPEN: "is under way: close it when everything is discussed or carried",
        State.CLOSED: "is closed and stays as it was: say it at the next clinic",
    },
)
