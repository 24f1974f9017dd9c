"""The life of an edition, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.errors import NotPossible


class State(TextChoices):
    DRAFT = "draft", "draft"
    ENDORSED = "endorsed", "endorsed"
    PUBLISHED = "published", "published"
    SUPERSEDED = "superseded", "superseded"


# from, to, and what makes it happen. A plan's living text is always a draft; endorsing it makes an edition.
ALLOWED: dict[tuple[Any, Any], str] = {
    (State.DRAFT, State.ENDORSED): "a meeting of members endorsed the text and figures as they stood",
    (State.ENDORSED, State.PUBLISHED): "an officer published what members had endorsed",
    (State.ENDORSED, State.SUPERSEDED): "a newer edition was published before this one was",
    (State.PUBLISHED, State.SUPERSEDED): "a newer edition was published; this one stays at its own address",
}

_WHY_NOT: dict[Any, str] = {
    State.DRAFT: "is not endorsed: record the meeting that endorsed it first",
    State.ENDORSED: "is endorsed already: open the edition instead",
    State.PUBLISHED: "is published already: open its public page instead",
    State.SUPERSEDED: "was superseded by a newer edition: publish that one, or endorse the draft again",
}


def moved(name: str, now: str, then: State) -> State:
    """The new state of the thing called `name`. Raises NotPossible with what to do instead."""
    if (now, then) not in ALLOWED:
        raise NotPossible(why_not(name, now))
    return then


def why_not(name: str, now: str) -> str:
    """What to say of the thing called `name` when it cannot go on from the state it is in."""
    return f"{name} {_WHY_NOT[now]}."
