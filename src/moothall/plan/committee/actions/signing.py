"""Officers sign off the implications."""

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import Membership, Organisation, Person
from moothall.plan.committee import queries
from moothall.plan.committee.actions.held import part_of, refuse_unseen, settle, unpublished
from moothall.plan.committee.models import Report, SignOff


def sign(person: Person, *, report: Report, section: str, fingerprint: str) -> SignOff:
    """An officer signs off an implication as they were shown it (`fingerprint`). Whoever wrote it does not."""
    council = report.organisation
    part = part_of(report, section)
    if not part.signs:
        raise NotPossible(f"{part.title} is not signed off: only implications are.")
    with change(person, part.signs, "committee.signed_off", organisation=council, on=report) as entry:
        report = unpublished(report)
        if person.pk in queries.writers(report, section):
            raise NotPossible("You wrote this text: another officer who may sign it off does so.")
        made = queries.composed(person, report)
        text = made.material.texts.get(section)
        if text is None or not text.text.strip():
            raise NotPossible("Nothing is written here yet: there is nothing to sign off.")
        refuse_unseen(person, report, text)
        if any(it.section == section for it in made.problems):
            raise NotPossible("The text has faults: have them mended, then sign it off.")
        if made.fingerprint(part) != fingerprint:
            raise NotPossible(
                "The text, a figure or the cover changed after you opened this page: read it again."
            )
        if made.signed(part):
            raise NotPossible("It is signed off as it stands: there is nothing left to do.")
        signed = SignOff.objects.create(
            report=report,
            section=section,
            fingerprint=fingerprint,
            person=person,
            role=_role(person, council, part.signs),
            signed_at=clock.now(),
        )
        before = report.state
        settle(person, report)
        entry.before = {"state": before}
        entry.after = {"section": section, "fingerprint": fingerprint, "state": report.state}
    return signed


def _role(person: Person, council: Organisation, permission: str) -> str:
    held = Membership.objects.filter(person=person, organisation=council, ended_at__isnull=True)
    found = held.filter(role__grants__permission=permission).select_related("role").first()
    return str(found.role) if found else ""
