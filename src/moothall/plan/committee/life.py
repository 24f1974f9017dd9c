"""The life of a report or a decision notice, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    DRAFT = "draft", "draft"
    SIGNED = "signed", "signed off"
    PUBLISHED = "published", "published"
    DECIDED = "decided", "decided"
    SUPERSEDED = "superseded", "superseded"
    WITHDRAWN = "withdrawn", "withdrawn"


# from, to, and what makes it happen
_ALLOWED: dict[tuple[Any, Any], str] = {
    (State.DRAFT, State.SIGNED): "every implication is signed off as it stands",
    (State.SIGNED, State.DRAFT): "what was signed has changed: the sign-off lapsed",
    (State.SIGNED, State.PUBLISHED): "the report went out with the agenda",
    (State.PUBLISHED, State.DECIDED): "the decision was recorded with its minute",
    (State.PUBLISHED, State.SUPERSEDED): "a corrected report was published in its place",
    (State.DRAFT, State.WITHDRAWN): "it will not be put forward",
    (State.SIGNED, State.WITHDRAWN): "it will not be put forward",
    (State.PUBLISHED, State.WITHDRAWN): "it was taken off the agenda; the published copy says so",
}
# an officer's decision is made when it is written: nobody signs it off, and publishing it records it
_ALLOWED_FOR_DECISIONS: dict[tuple[Any, Any], str] = {
    (State.DRAFT, State.DECIDED): "the officer's decision was published",
    (State.DECIDED, State.SUPERSEDED): "a corrected notice was published in its place",
    (State.DRAFT, State.WITHDRAWN): "it was not made",
    (State.DECIDED, State.WITHDRAWN): "it was withdrawn; the published notice says so",
}
UNPUBLISHED = (State.DRAFT, State.SIGNED)

_WHY_NOT: dict[Any, str] = {
    State.DRAFT: "is a draft: have every implication signed off first",
    State.SIGNED: "is signed off but not published: publish it first",
    State.PUBLISHED: "is published: start a corrected copy to change it",
    State.DECIDED: "is decided: start a corrected copy to change it",
    State.SUPERSEDED: "was superseded: open the report that replaced it",
    State.WITHDRAWN: "was withdrawn: start another report",
}

REPORTS, DECISIONS = Life(_ALLOWED, _WHY_NOT), Life(_ALLOWED_FOR_DECISIONS, _WHY_NOT)
