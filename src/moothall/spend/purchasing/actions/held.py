"""What every action on a requisition begins with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Person
from moothall.kit.documents.words import spoken_date
from moothall.spend.purchasing.duties import Duty, clash
from moothall.spend.purchasing.life import LIFE, State
from moothall.spend.purchasing.models import Doing, Requisition
from moothall.spend.purchasing.queries import Whole
from moothall.spend.purchasing.roster import Roster, apart, done_by

LONGEST, LONGEST_LINE = 3000, 200  # characters


@contextmanager
def of_requisition(
    person: Person,
    permission: str,
    action: str,
    requisition: Requisition,
    *,
    on: date,
    duty: Duty | None = None,
) -> Iterator[tuple[Whole, AuditEntry]]:
    """A change of one requisition, held until it is done, by somebody whose earlier duties do not keep them from it."""
    slug = requisition.service.slug
    here = requisition.organisation
    with change(person, permission, action, organisation=here, on=requisition, service=slug) as entry:
        held = Requisition.objects.select_for_update(of=("self",)).filter(pk=requisition.pk)
        named = held.select_related("organisation", "service", "supplier", "contract__supplier", "asked_by")
        it = Whole(named.get(), on)  # the rest of it is asked for where a step needs it
        if on > clock.today():
            raise NotPossible(f"{spoken_date(on)} is still to come: give a day that has been.")
        if duty and clash(done_by(person, it.requisition, it.doings, duty), duty):
            raise NotPossible(apart(person, it.requisition, duty, it.doings, Roster(here, on)))
        entry.before = {"state": it.requisition.state, "version": it.requisition.version}
        yield it, entry
        entry.after = {**(entry.after or {}), "state": it.requisition.state}


def move(it: Requisition, to: State) -> None:
    """Takes a requisition to another state. Raises NotPossible where its life has no such step."""
    it.state = LIFE.moved(f"Requisition {it.reference}", it.state, to)
    it.save()


def did(
    person: Person, it: Requisition, what: str, *, on: date, words: str = "", duty: Duty | None = None
) -> Doing:
    """Writes a step down, in the timeline and for the duties that follow."""
    return Doing.objects.create(
        requisition=it,
        version=it.version,
        duty=duty or "",
        what=what,
        words=words,
        by=person,
        on=on,
        at=clock.now(),
    )
