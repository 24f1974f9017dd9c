"""The life of a report or a decision notice, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.errors import NotPossible


class State(TextChoices):
    DRAFT = "draft", "draft"
    SIGNED = "signed", "signed off"
    PUBLISHED = "published", "published"
    DECIDED = "decided", "decided"
    SUPERSEDED = "superseded", "superseded"
    WITHDRAWN = "withdrawn", "withdrawn"


# from, to, and what makes it happen
ALLOWED: dict[tuple[Any, Any], str] = {
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
ALLOWED_FOR_DECISIONS: dict[tuple[Any, Any], str] = {
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


def moved(name: str, now: str, then: State, allowed: dict[tuple[Any, Any], str]) -> State:
    """The new state of the thing called `name`. Raises NotPossible with what to do instead."""
    if (now, then) not in allowed:
        raise NotPossible(why_not(name, now))
    return then


def why_not(name: str, now: str) -> str:
    """What to say of the thing called `name` when it cannot go on from the state it is in."""
    return f"‘{name}’ {_WHY_NOT[now]}."
