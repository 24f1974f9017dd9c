"""The life of a plan, on one screen: its draft is signed off, its editions are endorsed, sent and published."""

from typing import Any

from django.db.models import TextChoices

from moothall.core.life import Life


class State(TextChoices):
    DRAFT = "draft", "draft"
    SIGNED_OFF = "signed-off", "signed off"
    ENDORSED = "endorsed", "endorsed"
    PUBLISHED = "published", "published"
    SUPERSEDED = "superseded", "superseded"


# From, to, and what makes it happen. A plan's living text is a draft, or signed off for as long as no word or figure
# changes; endorsing it makes an edition, which the other states are of.
ALLOWED: dict[tuple[Any, Any], str] = {
    (
        State.DRAFT,
        State.SIGNED_OFF,
    ): "a director who wrote none of it signed off the text and figures as they stand",
    (State.SIGNED_OFF, State.DRAFT): "a word or a figure changed, so that the sign-off lapsed",
    (State.SIGNED_OFF, State.ENDORSED): "a meeting of members endorsed the text and figures as they stood",
    (
        State.ENDORSED,
        State.PUBLISHED,
    ): "an officer published what members had endorsed, once it was sent where a day is set for that",
    (State.ENDORSED, State.SUPERSEDED): "a newer edition was published before this one was",
    (State.PUBLISHED, State.SUPERSEDED): "a newer edition was published; this one stays at its own address",
}

# Being sent to the department is a fact of an edition beside its state: members came first in every one of these.
# A plan with a day by which it has to be sent is sent before it is published (`refusals.refuse_unsent`); where no day
# is set, nobody may have asked for it, and publishing waits for nothing.
SENT_WHEN = frozenset({State.ENDORSED, State.PUBLISHED, State.SUPERSEDED})

_WHY_NOT: dict[Any, str] = {
    State.DRAFT: "is not endorsed: record the meeting that endorsed it first",
    State.SIGNED_OFF: "is signed off and not endorsed: record the meeting that endorsed it first",
    State.ENDORSED: "is endorsed already: open the edition instead",
    State.PUBLISHED: "is published already: open its public page instead",
    State.SUPERSEDED: "was superseded by a newer edition: publish that one, or endorse the draft again",
}
_WHY_NOT_TO: dict[tuple[Any, Any], str] = {
    (
        State.DRAFT,
        State.ENDORSED,
    ): "is not signed off as it stands: a director who wrote none of it does that first",
    (State.SIGNED_OFF, State.SIGNED_OFF): "is signed off as it stands: there is nothing left to sign",
}

LIFE = Life(ALLOWED, _WHY_NOT, _WHY_NOT_TO)
