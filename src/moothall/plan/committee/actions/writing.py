"""A report or a decision notice is started and written."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.versions import refuse_meanwhile
from moothall.core.wording import line, prose_or_none
from moothall.kit.documents.words import spoken_date
from moothall.plan import queries as plans
from moothall.plan.committee import queries
from moothall.plan.committee.actions.exempt import OPEN, Secret, make_secret
from moothall.plan.committee.actions.held import part_of, refuse_unseen, settle, unpublished
from moothall.plan.committee.models import Attachment, ForwardEntry, Meeting, Report, SectionText
from moothall.plan.committee.templates import DECISION, RECOMMENDATIONS, REPORT, templates

LONGEST_TEXT = 30_000  # characters


def start_report(
    person: Person, *, organisation: Organisation, template: str, title: str, meeting: Meeting | None = None
) -> Report:
    """Starts a report, or the notice of an officer's decision; the person who starts it is its author."""
    with change(person, "committee.write", "committee.report_started", organisation=organisation) as entry:
        made = _started(person, organisation, template, title, meeting)
        subject(entry, made)
        entry.after = {"title": made.title, "template": template}
    return made


def start_for_plan(person: Person, *, plan: int, template: str, meeting: Meeting | None = None) -> Report:
    """Starts the report that covers a plan: its title, a recommendation to endorse it, and the plan appended.

    The appendix is the newest published edition where there is one; else the draft, which is printed and kept when
    the report is published. Raises NotPossible where this person reads no such plan.
    """
    found = plans.plan(person, plan)
    if found is None:
        raise NotPossible("There is no such plan: choose one from the list of plans.")
    council = found.organisation
    with change(person, "committee.write", "committee.report_started", organisation=council) as entry:
        name = f"{found.title}, {found.years}"
        made = _started(person, council, template, f"{name}: to be endorsed"[:200], meeting)
        if templates()[template].part(RECOMMENDATIONS):
            SectionText.objects.create(
                report=made,
                section=RECOMMENDATIONS,
                number=1,
                text=f"That the {name}, at Appendix A, be endorsed.",
                written_by=person,
                written_at=clock.now(),
            )
        edition = next(iter(plans.published_editions(found)), None)
        Attachment.objects.create(
            report=made,
            kind=Attachment.Kind.APPENDIX,
            title=f"{name}, edition {edition.number}" if edition else name,
            link=reverse("public-edition", args=[council.slug, found.slug, edition.number])
            if edition
            else "",
            plan=found.pk,
            added_by=person,
            added_at=clock.now(),
        )
        subject(entry, made)
        entry.after = {"title": made.title, "template": template, "plan": found.pk}
    return made


def _started(
    person: Person, organisation: Organisation, template: str, title: str, meeting: Meeting | None
) -> Report:
    known = templates()
    if template not in known:
        raise NotPossible(f"There is no template '{template}': choose one of {', '.join(known)}.")
    if known[template].kind == DECISION:
        meeting = None
    if meeting and meeting.organisation_id != organisation.pk:
        raise NotPossible("That meeting is another council's: choose one of this council's.")
    return Report.objects.create(
        organisation=organisation,
        template=template,
        kind=known[template].kind,
        title=line(title, "the title", 200),
        meeting=meeting,
        author=person,
        created_at=clock.now(),
    )


def write_cover(
    person: Person,
    *,
    report: Report,
    title: str,
    cover: Mapping[str, str],
    wards: Sequence[str],
    value_pence: int | None,
    value_kind: str,
    meeting: Meeting | None = None,
    entry: ForwardEntry | None = None,
    decided_on: date | None = None,
    judged: str = "",
    judged_reason: str = "",
    secret: Secret = OPEN,
) -> Report:
    """Writes what the cover says. `secret` makes the whole report exempt; its title stays public."""
    council = report.organisation
    with change(
        person, "committee.write", "committee.cover_written", organisation=council, on=report
    ) as audit:
        report = unpublished(report)
        refuse_unseen(person, report, report)
        template = templates()[report.template]
        if judged and not judged_reason.strip():
            raise NotPossible("Say why you judge so: the reason is printed on the cover.")
        if decided_on and decided_on > clock.today():
            raise NotPossible(
                f"{spoken_date(decided_on)} is still to come: record a decision once it is made."
            )
        for name, it in (("meeting", meeting), ("entry of the forward plan", entry)):
            if it and it.organisation_id != council.pk:
                raise NotPossible(f"That {name} is another council's: choose one of this council's.")
        audit.before = _covered(report)
        report.title = line(title, "the title", 200)
        report.cover = {it.key: prose_or_none(cover.get(it.key, ""), it.label, 500) for it in template.cover}
        report.wards, report.value_pence, report.value_kind = list(wards), value_pence, value_kind
        report.meeting = meeting if template.kind == REPORT else None
        report.decided_on = decided_on if template.kind == DECISION else None
        report.entry = entry
        report.judged, report.judged_reason = (
            judged,
            prose_or_none(judged_reason, "the reason", 500) if judged else "",
        )
        make_secret(report, secret)
        report.save()
        settle(person, report)
        audit.after = _covered(report)
    return report


def _covered(report: Report) -> dict[str, Any]:
    """What the audit says of a cover: of an exempt report, nothing but that it is."""
    if report.exempt_paragraph:
        return {"title": report.title, "exempt": report.exempt_paragraph}
    return {
        "title": report.title,
        "cover": report.cover,
        "wards": report.wards,
        "value_pence": report.value_pence,
        "meeting": report.meeting_id,
        "entry": report.entry_id,
        "judged": report.judged,
        "exempt": 0,
    }


def write_section(
    person: Person, *, report: Report, section: str, text: str, opened: int, secret: Secret = OPEN
) -> SectionText:
    """Saves a section's text as its next version, exempt or not; sign-offs of what it changes lapse.

    `opened` is the number of the version that the text was written from, 0 where there was none.
    """
    council = report.organisation
    with change(
        person, "committee.write", "committee.section_written", organisation=council, on=report
    ) as entry:
        report = unpublished(report)
        part = part_of(report, section)
        standing = queries.texts(report).get(section)
        refuse_unseen(person, report, *([standing] if standing else []))
        text = prose_or_none(text, "this section", LONGEST_TEXT)
        refuse_meanwhile(standing, opened)
        made = SectionText(
            report=report,
            section=section,
            number=opened + 1,
            text=text,
            written_by=person,
            written_at=clock.now(),
        )
        make_secret(made, secret)
        if standing and (text, made.exempt_paragraph, made.exempt_reason) == (
            standing.text,
            standing.exempt_paragraph,
            standing.exempt_reason,
        ):
            raise NotPossible("The text is the same as before: there is nothing to save.")
        made.save()
        settle(person, report)
        entry.before = {"section": part.key, "version": opened}
        # the words are kept as versions: an audit that repeated exempt ones would let them out
        entry.after = {
            "section": part.key,
            "version": made.number,
            "characters": len(text),
            "exempt": made.exempt_paragraph,
        }
    return made
