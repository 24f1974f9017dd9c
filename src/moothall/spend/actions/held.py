"""What every action on a contract begins with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Organisation, Person
from moothall.kit.documents.words import spoken_date
from moothall.spend import rules
from moothall.spend.life import OVER
from moothall.spend.models import Contract
from moothall.spend.permissions import WRITE_CONTRACT

LONGEST, LONGEST_LINE = 5000, 200  # characters


@contextmanager
def of_contract(
    person: Person, action: str, contract: Contract, *, over: bool = True
) -> Iterator[tuple[Contract, AuditEntry]]:
    """A change of one contract, held until it is done, by somebody who keeps its service's contracts.

    Where `over` is False, one that has ended is refused.
    """
    with change(
        person,
        WRITE_CONTRACT,
        action,
        organisation=contract.organisation,
        on=contract,
        service=contract.service.slug,
    ) as entry:
        found = Contract.objects.select_for_update(of=("self",)).select_related(
            "organisation", "service", "supplier"
        )
        it = found.get(pk=contract.pk)
        if not over and state_of(it, clock.today()) in OVER:
            raise NotPossible(f"Contract {it.reference} is over: record the contract that came after it.")
        yield it, entry


def state_of(it: Contract, on: date) -> str:
    """How a contract stands on a day."""
    return rules.state(it.starts, it.ends, it.last_day, it.terminated_on, on)


def one_at_a_time(organisation: Organisation) -> None:
    """Holds the council until the change is done: what is there once is not added twice at one time."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def been(on: date) -> None:
    """Raises NotPossible for a day that is still to come."""
    if on > clock.today():
        raise NotPossible(f"{spoken_date(on)} is still to come: give a day that has been.")


def theirs(organisation: Organisation, named: Person | None) -> None:
    """Raises NotPossible unless the person named holds, or held, a role in the council."""
    if named and not named.memberships.filter(organisation=organisation).exists():
        raise NotPossible(f"{named} holds no role in {organisation}: give them one first.")


def one_of(value: str, choices: list[str], what: str) -> str:
    """The value, where it is one of those there are. Raises NotPossible."""
    if value not in choices:
        raise NotPossible(f"Choose {what} from the list.")
    return value
