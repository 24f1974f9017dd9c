"""Views of the explorer that somebody may open: their own, and those shared with a council whose figures they read."""

from django.db.models import Q

from moothall.core.models import Organisation, Person
from moothall.figures.queries import readable_to
from moothall.insight.models import SavedView


def views(person: Person, organisation: Organisation) -> list[SavedView]:
    """The standing views of one's own at a council, then those that others share there, by title. One query."""
    if organisation.pk not in readable_to(person):
        return []
    found = (
        SavedView.objects.filter(organisation=organisation, ended_at__isnull=True)
        .filter(Q(owner=person) | Q(shared=True))
        .select_related("owner")
    )
    return sorted(found, key=lambda it: (it.owner_id != person.pk, it.title.casefold()))


def view(person: Person, pk: int) -> SavedView | None:
    """One standing view that this person may open."""
    return (
        SavedView.objects.filter(pk=pk, ended_at__isnull=True, organisation__in=readable_to(person))
        .filter(Q(owner=person) | Q(shared=True))
        .select_related("owner", "organisation")
        .first()
    )


def may_end(person: Person, it: SavedView) -> bool:
    """Whoever saved a view ends it."""
    return it.owner_id == person.pk
