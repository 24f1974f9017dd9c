"""The life of a recommendation, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class Body(TextChoices):
    """Who made it."""

    PEERS = "peer challenge", "Peer challenge"
    AUDIT = "audit", "Internal or external audit"
    SCRUTINY = "scrutiny", "Overview and scrutiny"
    INSPECTION = "inspection", "Inspectorate or regulator"
    OMBUDSMAN = "ombudsman", "Ombudsman"
    OTHER = "other", "Somebody else"


class State(TextChoices):
    WAITING = "waiting", "waiting for an answer"
    ACCEPTED = "accepted", "accepted"
    PARTLY = "partly", "accepted in part"
    REFUSED = "refused", "not accepted"
    DONE = "done", "done"


OPEN = (State.WAITING, State.ACCEPTED, State.PARTLY)
ANSWERS = (State.ACCEPTED, State.PARTLY, State.REFUSED)

_ALLOWED: dict[tuple[Any, Any], str] = {
    **{(State.WAITING, answer): "the council answered, with its reason" for answer in ANSWERS},
    (State.ACCEPTED, State.DONE): "it was done, with evidence",
    (State.PARTLY, State.DONE): "what was accepted was done, with evidence",
    (State.DONE, State.ACCEPTED): "it turned out not to be done",
}

LIFE = Life(
    _ALLOWED,
    {
        State.WAITING: "waits for the council's answer: record that first",
        State.ACCEPTED: "is accepted: say that it is done, with the evidence",
        State.PARTLY: "is accepted in part: say that it is done, with the evidence",
        State.REFUSED: "was not accepted: nothing is to be done",
        State.DONE: "is done: if it is not, take it up again",
    },
)


def steps(state: str) -> list[tuple[str, str]]:
    """Where a recommendation can go from a state."""
    return [(it.value, str(it.label).capitalize()) for it in State if (state, it) in _ALLOWED]
