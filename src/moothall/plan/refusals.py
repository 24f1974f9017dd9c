"""Why an endorsement is refused, each in a sentence that says what to do."""

from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.plan import queries
from moothall.plan.composing import Composed, print_fault
from moothall.plan.models import Plan


def refuse_writers(person: Person, plan: Plan) -> None:
    """Whoever wrote any of it, however long ago, does not endorse it. Raises NotPossible."""
    if person.pk == plan.author_id:
        raise NotPossible(
            "You are this plan's author: endorsement is recorded by somebody who did not write it."
        )
    if person.pk in queries.writers(plan):
        raise NotPossible(
            "You wrote part of this plan: endorsement is recorded by somebody who did not write it."
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


def refuse_unprintable(draft: Composed) -> None:
    """Nor is one with a letter that cannot be printed. Raises NotPossible."""
    if fault := print_fault(draft):
        raise NotPossible(fault)
