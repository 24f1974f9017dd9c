"""What a council decides for its register: the amount that needs a decision, when people are told, who sees it."""

from collections.abc import Sequence
from datetime import date

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.wording import line, prose
from moothall.kit.documents.words import spoken_date
from moothall.spend.models import Publication, Rules
from moothall.spend.permissions import MANAGE_CONTRACTS, PUBLISH


def set_rules(
    person: Person,
    *,
    organisation: Organisation,
    decision_pence: int | None,
    months: Sequence[int],
    reason: str,
    from_date: date,
    buyers: Sequence[str] = (),
) -> Rules:
    """Sets the amount from which a decision is linked, the months of alerts, and the council's names in notices."""
    with change(person, MANAGE_CONTRACTS, "contract.rules_set", organisation=organisation) as entry:
        steps = sorted(set(months), reverse=True)
        if not steps or not all(1 <= it <= 36 for it in steps):
            raise NotPossible(
                "Give the months before its day at which a contract is told of, such as 12 9 6 3."
            )
        newest = Rules.objects.filter(organisation=organisation).first()
        if newest and from_date < newest.from_date:
            raise NotPossible(
                f"Rules hold from {spoken_date(newest.from_date)}: give that day or a later one."
            )
        made = Rules.objects.create(
            organisation=organisation,
            from_date=from_date,
            decision_pence=decision_pence,
            months=steps,
            buyers=[line(it, "the name", 200) for it in buyers],
            reason=prose(reason, "the reason", 2000),
            set_by=person,
            set_at=clock.now(),
        )
        subject(entry, made)
        entry.before = (
            {"decision in pence": newest.decision_pence, "months": newest.months} if newest else None
        )
        entry.after = {"decision in pence": decision_pence, "months": steps, "from": from_date.isoformat()}
    return made


def open_register(person: Person, *, organisation: Organisation) -> None:
    """Opens the register to residents: live contracts over £5,000, but for those that say why not."""
    _publish(person, organisation, "contract.register_opened", to=True)


def close_register(person: Person, *, organisation: Organisation) -> None:
    """Closes it to them again."""
    _publish(person, organisation, "contract.register_closed", to=False)


def _publish(person: Person, organisation: Organisation, action: str, *, to: bool) -> None:
    with change(person, PUBLISH, action, organisation=organisation) as entry:
        newest = Publication.objects.filter(organisation=organisation).first()
        if (newest.open if newest else False) == to:
            raise NotPossible(f"The register is {'open' if to else 'closed'} to residents already.")
        Publication.objects.create(organisation=organisation, open=to, by=person, at=clock.now())
        entry.after = {"open": to}
