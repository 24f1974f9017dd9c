"""The demonstration's draft productivity plan."""

from moothall.core.models import Organisation, Person


def draft_plan(author: Person, organisation: Organisation) -> None:
    """Drafts the plan."""
