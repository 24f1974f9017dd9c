"""The life of what is published under the Transparency Code, on one screen."""

from typing import Any

from django.db import models

from moothall.core.life import Life

CHECK_KIND = "transparency-check"  # of jobs


class State(models.TextChoices):
    """How one set of one period stands."""

    CHECKED = "checked", "checked, not published"
    DROPPED = "dropped", "left out"
    PUBLISHED = "published", "published"
    SUPERSEDED = "superseded", "superseded by a newer one"
    WITHDRAWN = "withdrawn", "withdrawn"


_ALLOWED: dict[tuple[Any, Any], str] = {
    (State.CHECKED, State.PUBLISHED): "what was found was looked at, and it was put where anyone can read it",
    (State.CHECKED, State.DROPPED): "the files were checked again, or left out",
    (State.PUBLISHED, State.SUPERSEDED): "a newer one of the same period was published; this stays readable",
    (State.PUBLISHED, State.WITHDRAWN): "it was taken off at once, with a reason; that it was there stays",
    (State.SUPERSEDED, State.WITHDRAWN): "the same, of one that a newer had followed",
}

LIFE = Life(
    _ALLOWED,
    {
        State.CHECKED: "is not published yet: publish it, or leave it out",
        State.DROPPED: "is left out: check its files again",
        State.PUBLISHED: "is published and stays as it is: publish a newer one of the same period, or withdraw it",
        State.SUPERSEDED: "was superseded by a newer one: go to that",
        State.WITHDRAWN: "was withdrawn: check its files again and publish what comes of that",
    },
)

OPEN = (State.PUBLISHED, State.SUPERSEDED)  # anyone may read the file
PUBLIC = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)  # anyone may know of it
