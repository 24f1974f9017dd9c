"""How much each role approves, and by how much a bill may be above what came."""

from datetime import date

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Membership, Organisation, Person, Role
from moothall.core.wording import prose
from moothall.kit.documents.words import spoken_date
from moothall.spend.permissions import APPROVE, SET_LIMITS
from moothall.spend.purchasing.actions.held import LONGEST
from moothall.spend.purchasing.models import ApprovalLimit, Tolerance
from moothall.spend.purchasing.rules import MOST


def set_limit(
    person: Person, *, organisation: Organisation, role: Role, pence: int, from_date: date, reason: str
) -> ApprovalLimit:
    """Sets up to how much a role approves from a day on. Nobody sets that of a role they hold."""
    with change(person, SET_LIMITS, "purchase.limit_set", organisation=organisation) as entry:
        if not role.grants.filter(permission=APPROVE).exists():
            raise NotPossible(f"{role.name} approves nothing: choose a role that does.")
        held = Membership.objects.filter(
            person=person, organisation=organisation, role=role, ended_at__isnull=True
        )
        if held.exists():
            raise NotPossible(f"You are {role.name} yourself: somebody else sets that limit.")
        if not 0 <= pence < MOST:
            raise NotPossible("Give the limit in pounds, from nought up.")
        found = ApprovalLimit.objects.filter(organisation=organisation, role=role)
        before = found.first()
        _after(from_date, before.from_date if before else None)
        made = ApprovalLimit.objects.create(
            organisation=organisation,
            role=role,
            pence=pence,
            from_date=from_date,
            reason=prose(reason, "the reason", LONGEST),
            set_by=person,
            set_at=clock.now(),
        )
        subject(entry, made)
        entry.before = {"pence": before.pence} if before else None
        entry.after = {
            "role": role.slug,
            "pence": pence,
            "from": from_date.isoformat(),
            "reason": made.reason,
        }
    return made


def set_tolerance(
    person: Person, *, organisation: Organisation, per_mille: int, pence: int, from_date: date, reason: str
) -> Tolerance:
    """Sets by how much a bill may be above what came: the smaller of a share (per mille) and an amount."""
    with change(person, SET_LIMITS, "purchase.tolerance_set", organisation=organisation) as entry:
        if not (0 <= per_mille <= 100 and 0 <= pence < MOST):
            raise NotPossible(
                "Give a tolerance of ten per cent at most, and an amount in pounds from nought up."
            )
        before = Tolerance.objects.filter(organisation=organisation).first()
        _after(from_date, before.from_date if before else None)
        made = Tolerance.objects.create(
            organisation=organisation,
            per_mille=per_mille,
            pence=pence,
            from_date=from_date,
            reason=prose(reason, "the reason", LONGEST),
            set_by=person,
            set_at=clock.now(),
        )
        subject(entry, made)
        entry.before = {"per mille": before.per_mille, "pence": before.pence} if before else None
        entry.after = {"per mille": per_mille, "pence": pence, "from": from_date.isoformat()}
    return made


def _after(from_date: date, before: date | None) -> None:
    if before and from_date < before:
        raise NotPossible(f"One holds from {spoken_date(before)}: give that day or a later one.")
