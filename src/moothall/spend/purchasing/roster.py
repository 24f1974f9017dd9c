"""Who may do a step of a purchase, for which service and up to how much; and the sentences that name them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from moothall.core.models import COMMAND_LINE, Membership, Organisation, Person, Role, Scope
from moothall.direction.money import pounds
from moothall.spend.permissions import APPROVE
from moothall.spend.purchasing.duties import DID, PERMISSION, Duty, clash
from moothall.spend.purchasing.models import ApprovalLimit, Doing, Requisition

NAMED = 3  # so many are named in a sentence


@dataclass(frozen=True)
class Holder:
    """Somebody who may do a step through a role; `limit` is what that role may approve, None where none is set."""

    person: Person
    role: Role
    limit: int | None

    def __str__(self) -> str:
        return f"{self.person} ({self.role.name})"


class Roster:
    """The roles that people hold in a council on a day, and the limits of them: three queries, once."""

    def __init__(self, organisation: Organisation, on: date):
        found = Membership.objects.filter(
            organisation=organisation, ended_at__isnull=True, person__is_active=True
        )
        self.memberships = list(
            found.select_related("person", "role")
            .prefetch_related("role__grants")
            .order_by("person__name", "pk")
        )
        self.limits: dict[int, ApprovalLimit] = {}
        for it in ApprovalLimit.objects.filter(organisation=organisation, from_date__lte=on):
            self.limits.setdefault(it.role_id, it)

    def holders(self, permission: str, service: str) -> list[Holder]:
        """Everybody who may, once for each role by which they may."""
        return [
            Holder(it.person, it.role, self._limit(it.role_id))
            for it in self.memberships
            if any(
                one.permission == permission and (one.scope == Scope.ALL or service in it.own)
                for one in it.role.grants.all()
            )
        ]

    def approver(self, person: Person, service: str) -> Holder | None:
        """The role by which somebody approves the most for a service; None where none lets them."""
        found = [it for it in self.holders(APPROVE, service) if it.person.pk == person.pk]
        return max(found, key=lambda it: -1 if it.limit is None else it.limit, default=None)

    def reaching(self, pence: int) -> list[tuple[str, int]]:
        """The roles that may approve so much, with their limits, the lowest first."""
        roles = {
            it.role_id: it.role.name
            for it in self.memberships
            if any(one.permission == APPROVE for one in it.role.grants.all())
        }
        found = [
            (name, limit)
            for pk, name in roles.items()
            if (limit := self._limit(pk)) is not None and limit >= pence
        ]
        return sorted(found, key=lambda it: (it[1], it[0]))

    def others(self, it: Requisition, duty: Duty, doings: Sequence[Doing]) -> list[Holder]:
        """Those who may do a step of a requisition and are kept from it by nothing that they did before."""
        found = self.holders(PERMISSION[duty], it.service.slug)
        once: dict[int, Holder] = {}
        for one in found:
            if one.person.username != COMMAND_LINE and not clash(done_by(one.person, it, doings, duty), duty):
                once.setdefault(one.person.pk, one)
        return list(once.values())

    def _limit(self, role: int) -> int | None:
        found = self.limits.get(role)
        return found.pence if found else None


def done_by(person: Person, it: Requisition, doings: Iterable[Doing], wanted: Duty) -> list[Duty]:
    """The duties that somebody has in a purchase. Who approved an earlier version may approve a later one."""
    return [
        Duty(one.duty)
        for one in doings
        if one.duty
        and one.by_id == person.pk
        and not (wanted == one.duty == Duty.APPROVE and one.version != it.version)
    ]


def apart(person: Person, it: Requisition, duty: Duty, doings: Sequence[Doing], roster: Roster) -> str:
    """Why somebody may not do a step for what they did before, with who may; '' where nothing keeps them."""
    found = clash(done_by(person, it, doings, duty), duty)
    if found is None:
        return ""
    done, why = found
    return f"You {DID[done]}, and {why}: {may_words(roster.others(it, duty, doings), duty)}"


def may_words(holders: Sequence[Holder], duty: Duty | None) -> str:
    """'Sam Reed (Director) or Kim Lee (Auditor) may approve it.'"""
    if not holders:
        return "nobody else may yet, so ask an administrator to give somebody a role that can."
    once = {it.person.pk: it for it in holders if it.person.username != COMMAND_LINE}
    holders = list(once.values())
    named = [str(it) for it in holders[:NAMED]]
    rest = len(holders) - len(named)
    names = [*named, f"{rest} more"] if rest else named
    said = f"{', '.join(names[:-1])} or {names[-1]}" if names[1:] else names[0]
    return f"{said} may {duty.label if duty else 'do this'}."


def higher_words(roster: Roster, pence: int) -> str:
    """Whose role may approve so much, in a sentence."""
    found = roster.reaching(pence)
    if not found:
        return f"No role’s limit reaches {pounds(pence)}: have one set under Limits."
    roles = " or ".join(f"{name} (up to {pounds(limit)})" for name, limit in found)
    return f"{pounds(pence)} needs the approval of: {roles}."
