"""A requisition is approved, as high as its amount needs, or refused; always by somebody else than who asked."""

from datetime import date

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.wording import prose, prose_or_none
from moothall.direction.money import pounds
from moothall.spend.permissions import APPROVE
from moothall.spend.purchasing.actions.held import LONGEST, did, move, of_requisition
from moothall.spend.purchasing.duties import Duty
from moothall.spend.purchasing.life import LIFE, State
from moothall.spend.purchasing.models import Approval, Requisition
from moothall.spend.purchasing.queries import Whole, limit_bar
from moothall.spend.purchasing.roster import Roster, higher_words


def approve(person: Person, *, requisition: Requisition, words: str = "", on: date | None = None) -> bool:
    """Approves it as far as the person's limit goes. Whether that was enough: else it waits for a higher approval."""
    today = on or clock.today()
    with of_requisition(person, APPROVE, "purchase.approved", requisition, on=today, duty=Duty.APPROVE) as (
        whole,
        entry,
    ):
        it = whole.requisition
        if it.state != State.ASKED:
            raise NotPossible(LIFE.refusal(f"Requisition {it.reference}", it.state, State.APPROVED))
        roster = Roster(it.organisation, today)
        if why := limit_bar(person, whole, roster):
            raise NotPossible(why)
        holder = roster.approver(person, it.service.slug)
        assert holder and holder.limit is not None  # limit_bar has seen to it
        made = Approval.objects.create(
            requisition=it,
            version=it.version,
            by=person,
            asked_by=it.asked_by,
            role=holder.role.name,
            limit_pence=holder.limit,
            words=prose_or_none(words, "what is said of it", LONGEST),
            on=today,
            at=clock.now(),
        )
        now = Whole(it, today)
        now.__dict__["approvals"] = [*whole.approvals, made]
        if now.enough:
            move(it, State.APPROVED)
        said = f"Approved it as {made.role}, up to {pounds(made.limit_pence)}"
        if not now.enough:
            said += "; it waits for " + ("another approval" if now.covered else "a higher one")
        did(person, it, said, on=today, words=made.words, duty=Duty.APPROVE)
        entry.after = {
            "role": made.role,
            "limit in pence": made.limit_pence,
            "waits for": "" if now.enough else higher_words(roster, it.net_pence),
        }
    return now.enough


def refuse(person: Person, *, requisition: Requisition, words: str, on: date | None = None) -> None:
    """Refuses it, with a reason. Whoever asked may change it and send it again."""
    today = on or clock.today()
    with of_requisition(person, APPROVE, "purchase.refused", requisition, on=today, duty=Duty.APPROVE) as (
        whole,
        entry,
    ):
        it = whole.requisition
        reason = prose(words, "the reason", LONGEST)
        move(it, State.REFUSED)
        did(person, it, "Refused it", on=today, words=reason)
        entry.after = {"reason": reason}
