"""The life of a quarterly report, on one screen."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    DRAFT = "draft", "draft"
    APPROVED = "approved", "approved"
    PUBLISHED = "published", "published"


_ALLOWED: dict[tuple[Any, Any], str] = {
    (State.DRAFT, State.APPROVED): "somebody who did not write it approved it, and it was frozen",
    (State.APPROVED, State.PUBLISHED): "it was put where anyone can read it",
}

LIFE = Life(
    _ALLOWED,
    {
        State.DRAFT: "is a draft: a director or the section 151 officer approves it first",
        State.APPROVED: "is approved and stays as it was: say what is new in the next quarter's",
        State.PUBLISHED: "is published and stays as it was: say what is new in the next quarter's",
    },
)
