"""The life of a commentary, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    DRAFT = "draft", "draft"
    WAITING = "waiting", "waiting"
    SENT_BACK = "sent back", "sent back"
    APPROVED = "approved", "approved"
    SUPERSEDED = "superseded", "replaced"


OPEN = (State.DRAFT, State.WAITING, State.SENT_BACK)

# from, to, and what makes it happen. A text written anew is a new version, which takes the place of the one before.
ALLOWED: dict[tuple[Any, Any], str] = {
    (State.DRAFT, State.WAITING): "whoever writes it sent it for approval",
    (State.WAITING, State.APPROVED): "somebody who did not write it approved it",
    (State.WAITING, State.SENT_BACK): "the approver asks for it again, with a reason",
    (State.DRAFT, State.SUPERSEDED): "a newer version was written",
    (State.WAITING, State.SUPERSEDED): "a newer version was written",
    (State.SENT_BACK, State.SUPERSEDED): "a newer version was written",
    (State.APPROVED, State.SUPERSEDED): "a newer one of the same period was approved",
}

LIFE = Life(
    ALLOWED,
    {
        State.DRAFT: "is a draft: send it for approval first",
        State.WAITING: "waits for approval: approve it or send it back",
        State.SENT_BACK: "was sent back: write it again",
        State.APPROVED: "is approved: to say something else, write it again",
        State.SUPERSEDED: "was replaced by a newer version: open that",
    },
)
