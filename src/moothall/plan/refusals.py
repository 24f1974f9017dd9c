"""Why a sign-off, an endorsement or a confirmation is refused, each in a sentence that says what to do."""

from datetime import date, timedelta

from django.utils import timezone

from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.kit.documents.words import spoken_date
from moothall.plan import queries
from moothall.plan.composing import Composed, print_fault
from moothall.plan.models import Edition, Plan, SignOff

RECORDED_WITHIN = timedelta(days=366)  # of the meeting: an older day is a slip, or another text


def refuse_writers(person: Person, plan: Plan, what: str = "endorsement is recorded") -> None:
    """Whoever wrote any of it, however long ago, neither signs it off nor endorses it. Raises NotPossible."""
    if person.pk == plan.author_id:
        raise NotPossible(f"You are this plan's author: {what} by somebody who did not write it.")
    if person.pk in queries.writers(plan):
        raise NotPossible(f"You wrote part of this plan: {what} by somebody who did not write it.")


def refuse_signer(person: Person, signed: SignOff | None) -> None:
    """Whoever signed it off does not record that members endorsed it. Raises NotPossible."""
    if signed and person.pk == signed.signed_by_id:
        raise NotPossible("You signed this plan off: endorsement is recorded by somebody who did not.")


def refuse_concerned(person: Person, edition: Edition) -> None:
    """Nor does anybody confirm what they wrote, signed off or recorded. Raises NotPossible."""
    signer = edition.sign_off.signed_by_id if edition.sign_off else None
    if person.pk in {edition.endorsed_by_id, signer, *queries.writers(edition.plan)}:
        raise NotPossible(
            "You wrote this plan, signed it off or recorded its endorsement: a councillor who did none of that "
            "confirms it."
        )


def refuse_unready(draft: Composed, plan: Plan, fingerprint: str) -> None:
    """Nor is a draft at fault, changed since it was shown or endorsed before. Raises NotPossible."""
    if draft.problems:
        first, *others = draft.problems
        more = f" and {len(others)} more" if others else ""
        raise NotPossible(
            f"The plan has faults: {first.where}: {first.sentence}{more and f' ({more.strip()})'}"
        )
    if draft.fingerprint != fingerprint:
        raise NotPossible(
            "The text or a figure changed after you opened this page: read the plan again, then endorse it."
        )
    newest = queries.editions(plan).first()
    if newest and newest.fingerprint == fingerprint:
        raise NotPossible(
            f"{newest} already has this very text and these figures: there is nothing new to endorse."
        )


def refuse_meeting(plan: Plan, on: date, today: date) -> None:
    """Nor is a meeting that is still to come, long past, or from before the plan was begun. Raises NotPossible.

    A plan that was brought in from a file was begun elsewhere, on a day that nobody knows here.
    """
    said = spoken_date(on)
    if on > today:
        raise NotPossible(f"{said} is still to come: record the meeting once it was held.")
    if on < today - RECORDED_WITHIN:
        raise NotPossible(
            f"{said} is more than a year ago: write the day of the meeting that endorsed this text."
        )
    begun = timezone.localtime(plan.created_at).date()
    if on < begun and not queries.brought_in(plan):
        raise NotPossible(
            f"{plan} was begun on {spoken_date(begun)}, so no meeting endorsed it on {said}: "
            "write the day of the meeting that endorsed this text."
        )


def refuse_unsent(edition: Edition) -> None:
    """Nor is a plan published that has a day by which it has to be sent, and was not. Raises NotPossible.

    An edition that follows one which was sent need not be sent again.
    """
    if queries.must_be_sent(edition):
        raise NotPossible(
            f"{edition} has to be sent by {spoken_date(edition.plan.due_on)}, and nobody has recorded that it was: "  # type: ignore[arg-type]
            "record when it was sent, then publish it."
        )


def refuse_unprintable(draft: Composed) -> None:
    """Nor is one with a letter that cannot be printed. Raises NotPossible."""
    if fault := print_fault(draft):
        raise NotPossible(fault)
