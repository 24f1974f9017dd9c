"""The life of a service plan and of its actions, on one screen."""

from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "draft"
    APPROVED = "approved", "approved"
    CLOSED = "closed", "closed"


class Doing(TextChoices):
    """How far an action is."""

    TO_DO = "to-do", "to do"
    BEGUN = "begun", "begun"
    DONE = "done", "done"
    DROPPED = "dropped", "dropped"

    @property
    def over(self) -> bool:
        return self in (Doing.DONE, Doing.DROPPED)


class Stage(TextChoices):
    """When a self-assessment is scored."""

    BEFORE = "before", "before the change"
    AFTER = "after", "after the change"


class Group(TextChoices):
    """How somebody who scores stands to the service: feedback from all around."""

    SELF = "self", "Head of the service"
    MANAGER = "manager", "Their manager"
    PEERS = "peers", "Peers"
    STAFF = "staff", "Staff"
