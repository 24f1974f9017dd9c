"""The life of a value that somebody returned, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    DRAFT = "draft", "draft"
    SUBMITTED = "submitted", "waiting for sign-off"
    SIGNED_OFF = "signed off", "signed off"
    SENT_BACK = "sent back", "sent back"


# from, to, and what makes it happen. A value typed anew is a new entry, which takes the place of the one before.
ALLOWED: dict[tuple[Any, Any], str] = {
    (State.DRAFT, State.SUBMITTED): "whoever returns it has checked it",
    (State.SUBMITTED, State.SIGNED_OFF): "the owner takes it: it becomes the council's figure",
    (State.SUBMITTED, State.SENT_BACK): "the owner asks for it again, with words",
}

LIFE = Life(
    ALLOWED,
    {
        State.DRAFT: "is a draft: check it and send it for sign-off first",
        State.SUBMITTED: "waits for sign-off: sign it off or send it back",
        State.SIGNED_OFF: "is signed off: to put it right, enter the value again",
        State.SENT_BACK: "was sent back: enter the value again",
    },
)
