"""What every action on a risk begins with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Organisation, Person
from moothall.kit.documents.words import spoken_date
from moothall.risks.life import STATE_LIFE, State
from moothall.risks.models import Risk, Step
from moothall.risks.permissions import WRITE

LONGEST, LONGEST_LINE = 3000, 200  # characters


@contextmanager
def of_risk(
    person: Person, action: str, risk: Risk, *, permission: str = WRITE, closed: bool = False
) -> Iterator[tuple[Risk, AuditEntry]]:
    """A change of one risk, held until it is done, by somebody who may write its service's risks.

    A closed risk is opened again first, unless `closed`.
    """
    service = risk.service.slug
    with change(
        person, permission, action, organisation=risk.organisation, on=risk, service=service
    ) as entry:
        found = Risk.objects.select_for_update(of=("self",)).select_related(
            "organisation", "service", "category"
        )
        it = found.get(pk=risk.pk)
        if it.state == State.CLOSED and not closed:
            raise NotPossible(STATE_LIFE.refusal(f"Risk {it.number}", it.state))
        yield it, entry


def been(on: date, since: date | None = None) -> None:
    """Raises NotPossible for a day that is still to come, or before the one a thing began."""
    if on > clock.today():
        raise NotPossible(f"{spoken_date(on)} is still to come: give a day that has been.")
    if since and on < since:
        raise NotPossible(f"It was recorded from {spoken_date(since)}: give that day or a later one.")


def theirs(organisation: Organisation, named: Person | None) -> None:
    """Raises NotPossible unless the person named holds, or held, a role in the council."""
    if named and not named.memberships.filter(organisation=organisation).exists():
        raise NotPossible(f"{named} holds no role in {organisation}: give them one first.")


def step(person: Person, it: Risk, on: date, reason: str) -> Step:
    """Writes down the level and state a risk has come to. Its steps go forward in time."""
    newest = it.steps.first()
    if newest and on < newest.on:
        raise NotPossible(f"It moved on {spoken_date(newest.on)} already: give that day or a later one.")
    it.save(update_fields=["level", "state"])
    return Step.objects.create(
        risk=it, on=on, level=it.level, state=it.state, reason=reason, by=person, at=clock.now()
    )
