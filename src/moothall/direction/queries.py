"""Questions about priorities and who answers for a measure."""

from datetime import date

from moothall.core.models import Organisation
from moothall.direction.models import Owner, Priority


def priorities(organisation: Organisation, on: date) -> list[Priority]:
    """A council's priorities on a day, in their order, each with its measures at hand: two queries."""
    found = Priority.objects.filter(organisation=organisation).standing(on)
    return list(found.select_related("holder").prefetch_related("measures"))


def owners(organisation: Organisation) -> dict[str, Owner]:
    """Who answers for each measure that has an owner, by measure: one query."""
    found = Owner.objects.filter(organisation=organisation).select_related("service", "person")
    return {owner.measure: owner for owner in found}


def owner(organisation: Organisation, measure: str) -> Owner | None:
    """Who answers for a measure; nobody when that was never said."""
    return (
        Owner.objects.filter(organisation=organisation, measure=measure)
        .select_related("service", "person")
        .first()
    )
