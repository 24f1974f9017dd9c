"""The life of a barrier and of what is asked about it, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    OPEN = "open", "open"
    RAISED = "raised", "raised"
    ANSWERED = "answered", "answered"
    REMOVED = "removed", "removed"
    WITHDRAWN = "withdrawn", "withdrawn"


class Remover(TextChoices):
    """Who could take a barrier away."""

    GOVERNMENT = "government", "a government department"
    REGULATOR = "regulator", "a regulator"
    MARKET = "market", "the market"
    COUNCIL = "council", "the council itself"
    PARTNERS = "partners", "partners"


class Known(TextChoices):
    """How the hours and pounds of a barrier are known."""

    COUNTED = "counted", "counted"
    ESTIMATED = "estimated", "estimated by the service"
    JUDGED = "judged", "a judgement"


class Outcome(TextChoices):
    NONE = "", "no answer yet"
    GRANTED = "granted", "granted"
    PARTLY = "partly", "granted in part"
    REFUSED = "refused", "refused"
    NOTED = "noted", "noted only"


# from, to, and what makes it happen. Every step but the first bears a reason.
ALLOWED: dict[tuple[Any, Any], str] = {
    (State.OPEN, State.RAISED): "something was asked of those who could remove it",
    (State.OPEN, State.REMOVED): "it went without anything being asked",
    (State.OPEN, State.WITHDRAWN): "it turned out to be no barrier",
    (State.RAISED, State.ANSWERED): "those who were asked replied",
    (State.RAISED, State.REMOVED): "it went before anybody replied",
    (State.RAISED, State.WITHDRAWN): "the council no longer asks",
    (State.ANSWERED, State.RAISED): "it was asked again, or of others",
    (State.ANSWERED, State.REMOVED): "the answer took it away",
    (State.ANSWERED, State.WITHDRAWN): "the council no longer asks",
    (State.REMOVED, State.OPEN): "it came back",
    (State.WITHDRAWN, State.OPEN): "it is a barrier after all",
}

LIFE = Life(
    ALLOWED,
    {
        State.OPEN: "is open: record what is asked of whom first",
        State.RAISED: "is raised: record the reply, or say that it is removed or withdrawn",
        State.ANSWERED: "is answered: ask again, or say that it is removed or withdrawn",
        State.REMOVED: "is removed: open it again if it came back",
        State.WITHDRAWN: "is withdrawn: open it again if it stands after all",
    },
)


def next_states(now: str) -> list[tuple[str, str]]:
    """Where a barrier can go by hand from here, with what each step says. Asking and replying move it themselves."""
    by_hand = (State.REMOVED, State.WITHDRAWN, State.OPEN)
    return [
        (then.value, f"{then.label.capitalize()}: {why}")
        for (since, then), why in ALLOWED.items()
        if since == now and then in by_hand
    ]
