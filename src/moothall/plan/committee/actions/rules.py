"""What is significant at this council, and how long it keeps records."""

from datetime import date
from typing import Any

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.plan.committee import queries
from moothall.plan.committee.models import Rules
from moothall.reference.committee import retention


def set_rules(
    person: Person,
    *,
    organisation: Organisation,
    from_date: date,
    threshold_pence: int,
    record_years: int,
    background_years: int,
) -> Rules:
    """Says what is significant at this council, and how long it keeps records, from a day on."""
    with change(person, "committee.publish", "committee.rules_set", organisation=organisation) as entry:
        law = retention(from_date)
        if record_years < law.record_years or background_years < law.background_years:
            raise NotPossible(
                f"The law asks for {law.record_years} years for a record and {law.background_years} for background "
                f"papers ({law.law}): write that or more."
            )
        before = queries.rules(organisation, from_date)
        made = Rules.objects.create(
            organisation=organisation,
            from_date=from_date,
            threshold_pence=threshold_pence,
            record_years=record_years,
            background_years=background_years,
            set_by=person,
            set_at=clock.now(),
        )
        subject(entry, made)
        entry.before, entry.after = _rules(before), _rules(made)
    return made


def _rules(it: Rules | None) -> dict[str, Any] | None:
    if it is None:
        return None
    return {
        "from": it.from_date.isoformat(),
        "threshold_pence": it.threshold_pence,
        "record_years": it.record_years,
        "background_years": it.background_years,
    }
