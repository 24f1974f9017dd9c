"""Every change of state to meetings, reports, officers' decisions and the forward plan."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.files import keep
from moothall.core.models import Membership, Organisation, Person
from moothall.core.permission import require
from moothall.core.wording import line, prose_or_none
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import to_json
from moothall.kit.documents.links import is_allowed
from moothall.kit.documents.model import Document, plain
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.words import showable, spoken_date
from moothall.plan import queries as plans
from moothall.plan.committee import queries
from moothall.plan.committee.composing import Composition, everything, exemption, print_fault, public
from moothall.plan.committee.life import ALLOWED, ALLOWED_FOR_DECISIONS, UNPUBLISHED, State, moved, why_not
from moothall.plan.committee.models import (
    Attachment,
    Exempt,
    ForwardEntry,
    Meeting,
    Published,
    Report,
    ReportFigure,
    Rules,
    SectionText,
    SignOff,
)
from moothall.plan.committee.templates import DECISION, RECOMMENDATIONS, REPORT, Section, Template, templates
from moothall.reference.committee import exemptions, retention

LONGEST_TEXT = 30_000  # characters
FILE_TYPES = (".pdf", ".docx", ".odt", ".xlsx", ".ods", ".csv", ".txt", ".png", ".jpg")


@dataclass(frozen=True, slots=True)
class Secret:
    """That something is exempt: under which paragraph of Schedule 12A, and why. 0: it is public."""

    paragraph: int = 0
    reason: str = ""


OPEN = Secret()


class WrittenMeanwhile(NotPossible):
    """Somebody saved the section since it was opened. Nothing was saved; `newer` is the text that stands."""

    def __init__(self, newer: SectionText):
        self.newer = newer
        super().__init__(
            f"{newer.written_by} saved version {newer.number} of this section after you opened it: "
            "put your text and theirs together below, then save again."
        )


# --- the council's rules, and its meetings ---


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


def add_meeting(
    person: Person,
    *,
    organisation: Organisation,
    body: str,
    on: date,
    starts: time | None = None,
    place: str = "",
) -> Meeting:
    """Puts a meeting in the calendar, which anyone can read."""
    with change(person, "committee.publish", "committee.meeting_added", organisation=organisation) as entry:
        body = line(body, "the body", 120)
        if Meeting.objects.filter(organisation=organisation, body=body, on=on).exists():
            raise NotPossible(
                f"{body} already meets on {spoken_date(on)}: choose that meeting, or another day."
            )
        made = Meeting.objects.create(
            organisation=organisation,
            body=body,
            on=on,
            starts=starts,
            place=prose_or_none(place, "the place", 200),
            created_at=clock.now(),
            changed_at=clock.now(),
        )
        subject(entry, made)
        entry.after = {"body": body, "on": on.isoformat()}
    return made


def cancel_meeting(person: Person, *, meeting: Meeting, reason: str) -> Meeting:
    """Cancels a meeting; it stays in the calendar, and says why."""
    council = meeting.organisation
    with change(
        person, "committee.publish", "committee.meeting_cancelled", organisation=council, on=meeting
    ) as entry:
        if meeting.cancelled_at:
            raise NotPossible("This meeting was cancelled before: there is nothing left to do.")
        meeting.cancelled_reason = line(reason, "the reason", 300)
        meeting.cancelled_at = meeting.changed_at = clock.now()
        meeting.save(update_fields=["cancelled_at", "changed_at", "cancelled_reason"])
        entry.after = {"cancelled": meeting.cancelled_reason}
    return meeting


# --- a report or a decision notice is written ---


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
        report = _unpublished(report)
        _refuse_unseen(person, report, report)
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
        _make_secret(report, secret)
        report.save()
        _settle(person, report)
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
        report = _unpublished(report)
        part = _part(report, section)
        standing = queries.texts(report).get(section)
        _refuse_unseen(person, report, *([standing] if standing else []))
        text = prose_or_none(text, "this section", LONGEST_TEXT)
        if (standing.number if standing else 0) != opened:
            raise (
                WrittenMeanwhile(standing) if standing else NotPossible("This section is new: open it again.")
            )
        made = SectionText(
            report=report,
            section=section,
            number=opened + 1,
            text=text,
            written_by=person,
            written_at=clock.now(),
        )
        _make_secret(made, secret)
        if standing and (text, made.exempt_paragraph, made.exempt_reason) == (
            standing.text,
            standing.exempt_paragraph,
            standing.exempt_reason,
        ):
            raise NotPossible("The text is the same as before: there is nothing to save.")
        made.save()
        _settle(person, report)
        entry.before = {"section": part.key, "version": opened}
        # the words are kept as versions: an audit that repeated exempt ones would let them out
        entry.after = {
            "section": part.key,
            "version": made.number,
            "characters": len(text),
            "exempt": made.exempt_paragraph,
        }
    return made


def attach(
    person: Person,
    *,
    report: Report,
    kind: str,
    title: str,
    where: str = "",
    link: str = "",
    file: Path | None = None,
    file_name: str = "",
    secret: Secret = OPEN,
) -> Attachment:
    """Adds an appendix or a background paper: a file that is kept here, a link, or where it can be inspected."""
    council = report.organisation
    with change(person, "committee.write", "committee.attached", organisation=council, on=report) as entry:
        report = _unpublished(report)
        _refuse_unseen(person, report, report)
        where, link = prose_or_none(where, "the place", 200), link.strip()
        if kind not in Attachment.Kind.values:
            raise NotPossible("Say whether it is an appendix or a background paper.")
        if not (where or link or file):
            raise NotPossible("Give a file, a link, or where it can be inspected.")
        if link and (len(link) > 500 or not is_allowed(link)):
            raise NotPossible("A link begins with https://, or is an address on this site.")
        made = Attachment(
            report=report,
            kind=kind,
            title=line(title, "the title", 200),
            where=where,
            link=link,
            added_by=person,
            added_at=clock.now(),
        )
        _make_secret(made, secret)
        if file:
            _keep_file(made, file, file_name)
        made.save()
        # an exempt paper's title is not for the audit's readers
        entry.after = {
            "attachment": made.pk,
            "kind": kind,
            "exempt": made.exempt_paragraph,
            "sha256": made.sha256,
        }
    return made


def end_attachment(person: Person, *, attachment: Attachment) -> None:
    """Takes an appendix or a background paper off a report that is not published."""
    report = attachment.report
    council = report.organisation
    with change(
        person, "committee.write", "committee.attachment_ended", organisation=council, on=report
    ) as entry:
        report = _unpublished(report)
        _refuse_unseen(person, report, attachment)
        attachment.ended_at = clock.now()
        attachment.save(update_fields=["ended_at"])
        entry.after = {"attachment": attachment.pk, "ended": True}


def sign(person: Person, *, report: Report, section: str, fingerprint: str) -> SignOff:
    """An officer signs off an implication as they were shown it (`fingerprint`). Whoever wrote it does not."""
    council = report.organisation
    part = _part(report, section)
    if not part.signs:
        raise NotPossible(f"{part.title} is not signed off: only implications are.")
    with change(person, part.signs, "committee.signed_off", organisation=council, on=report) as entry:
        report = _unpublished(report)
        if person.pk in queries.writers(report, section):
            raise NotPossible("You wrote this text: another officer who may sign it off does so.")
        made = queries.composed(person, report)
        text = made.material.texts.get(section)
        if text is None or not text.text.strip():
            raise NotPossible("Nothing is written here yet: there is nothing to sign off.")
        _refuse_unseen(person, report, text)
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
        _settle(person, report)
        entry.before = {"state": before}
        entry.after = {"section": section, "fingerprint": fingerprint, "state": report.state}
    return signed


def _role(person: Person, council: Organisation, permission: str) -> str:
    held = Membership.objects.filter(person=person, organisation=council, ended_at__isnull=True)
    found = held.filter(role__grants__permission=permission).select_related("role").first()
    return str(found.role) if found else ""


# --- it is published, and what became of it ---


def publish(person: Person, *, report: Report, site: str = "") -> Report:
    """Publishes a report or a decision notice: both copies are frozen, the public one's PDF is made.

    Links in the PDF are printed for the site that MOOTHALL_ADDRESS names, else for `site`.
    """
    council = report.organisation
    require(person, "committee.publish", council)
    ready = _made(person, _open(_standing(report)))
    # setting type takes a while: what cannot be printed is refused before anything is held
    for document in dict.fromkeys(ready.document(sees, published=True) for sees in (public, everything)):
        if fault := print_fault(document):
            raise NotPossible(fault)
    with change(person, "committee.publish", "committee.published", organisation=council, on=report) as entry:
        report = _unpublished(report)
        before = report.state
        _keep_plans(person, report)
        made = _made(person, report)
        report.state = _to_publish(report)
        public_copy = made.document(public, published=True)
        full_copy = made.document(everything, published=True)
        address = settings.SITE_ADDRESS or site
        page = address and address + reverse("public-committee-report", args=[council.slug, report.pk])
        frozen = Published(report=report, public=_frozen(public_copy), full=_frozen(full_copy))
        frozen.pdf = to_pdf(public_copy, page)
        frozen.pdf_size = len(frozen.pdf)
        for name in ("public", "full", "pdf"):
            content = getattr(frozen, name)
            content = content.encode() if isinstance(content, str) else content
            setattr(frozen, f"{name}_sha256", hashlib.sha256(content).hexdigest())
        frozen.save()
        ReportFigure.objects.bulk_create(
            ReportFigure(
                report=report,
                observation=it.observation,
                reference=it.reference,
                shown=it.text,
                href=it.href,
                exempt=exempt,
            )
            for it, exempt in made.figures()
        )
        report.public_summary = _summary(made)
        report.published_at, report.published_by = clock.now(), person
        report.save(update_fields=["state", "public_summary", "published_at", "published_by"])
        superseded = _supersede(report)
        entry.before = {"state": before}
        entry.after = {
            "state": report.state,
            "public_sha256": frozen.public_sha256,
            "full_sha256": frozen.full_sha256,
            "pdf_sha256": frozen.pdf_sha256,
            "figures": len(made.figures()),
            "superseded": superseded,
        }
    return report


def _made(person: Person, report: Report) -> Composition:
    """The report composed, where it can be published. Raises NotPossible with what to do."""
    if not queries.sees(person, report)(_most_secret(report)):
        raise PermissionDenied("You may not read the exempt parts of this report, so you cannot publish it.")
    made = queries.composed(person, report)
    if made.problems:
        first, *others = made.problems
        more = f" (and {len(others)} more)" if others else ""
        raise NotPossible(f"It is not ready: {first.title}: {first.sentence}{more}")
    lapsed = [it.title for it in made.material.template.implications if not made.signed(it)]
    if lapsed:
        raise NotPossible(
            f"Not signed off as it stands: {', '.join(lapsed)}. Have it read and signed off again."
        )
    return made


def _most_secret(report: Report) -> Exempt:
    """A part that stands for every exempt part of a report: whoever publishes has to be able to read them all."""
    parts = (report, *queries.texts(report).values(), *queries.attachments(report))
    return next((it for it in parts if it.exempt_paragraph), report)


def _to_publish(report: Report) -> State:
    if report.kind == DECISION:
        return moved(report.title, report.state, State.DECIDED, ALLOWED_FOR_DECISIONS)
    return moved(report.title, report.state, State.PUBLISHED, ALLOWED)


def _keep_plans(person: Person, report: Report) -> None:
    """A plan's draft that is appended is printed as it stands now, and kept."""
    for it in queries.attachments(report):
        if it.plan is None or it.link or it.sha256:
            continue
        plan = plans.plan(person, it.plan)
        if plan is None:
            raise NotPossible(f"You may not read the plan at ‘{it.title}’, so it cannot be printed.")
        draft = plans.draft(person, plan)
        document = Document(
            f"{plan.title}, {plan.years}",
            draft.blocks,
            clock.today(),
            author=plan.organisation.name,
            subject="Draft put to members",
        )
        try:
            content = to_pdf(document)
        except DocumentError as fault:
            raise NotPossible(f"The plan at ‘{it.title}’ cannot be printed: {fault}") from fault
        with TemporaryDirectory() as folder:
            path = Path(folder) / "plan.pdf"
            path.write_bytes(content)
            _keep_file(it, path, f"{plan.slug}-draft.pdf")
        it.save(update_fields=["sha256", "file_name", "size"])


def _supersede(report: Report) -> int | None:
    older = report.replaces
    if older is None:
        return None
    allowed = ALLOWED_FOR_DECISIONS if older.kind == DECISION else ALLOWED
    if older.state in (State.PUBLISHED, State.DECIDED):
        older.state = moved(older.title, older.state, State.SUPERSEDED, allowed)
        older.save(update_fields=["state"])
    return older.pk


def _summary(made: Composition) -> str:
    """What feeds say of it: its first section, where the public may read that."""
    report, template = made.material.report, made.material.template
    if report.exempt_paragraph:
        return f"This report is exempt: {exemption(report)}."
    first = template.sections[0]
    text = made.material.texts.get(first.key)
    if text is None or text.exempt_paragraph:
        return ""
    said = [plain(getattr(block, "content", ())) for block in made.body(first)]
    for block in made.body(first):
        for item in getattr(block, "items", ()):
            said += [plain(getattr(it, "content", ())) for it in item]
    return " ".join(it for it in said if it)[:2000]


def decide(person: Person, *, report: Report, decided_on: date, minute: str, resolution: str) -> Report:
    """Records what the meeting decided. The resolution is public: an exempt one is written so that it can be."""
    council = report.organisation
    with change(person, "committee.publish", "committee.decided", organisation=council, on=report) as entry:
        report = _locked(report)
        if decided_on > clock.today():
            raise NotPossible(
                f"{spoken_date(decided_on)} is still to come: record the decision once it is made."
            )
        before = report.state
        report.state = moved(report.title, report.state, State.DECIDED, ALLOWED)
        report.decided_on, report.minute = decided_on, line(minute, "the minute", 40)
        report.resolution = prose_or_none(resolution, "the resolution", 10_000)
        if not report.resolution:
            raise NotPossible("The resolution is empty: copy its words from the minutes.")
        report.save(update_fields=["state", "decided_on", "minute", "resolution"])
        entry.before = {"state": before}
        entry.after = {"state": report.state, "decided_on": decided_on.isoformat(), "minute": report.minute}
    return report


def withdraw(person: Person, *, report: Report, reason: str) -> Report:
    """Takes a report off; a published copy stays at its address and says so."""
    council = report.organisation
    with change(person, "committee.publish", "committee.withdrawn", organisation=council, on=report) as entry:
        report = _locked(report)
        before = report.state
        allowed = ALLOWED_FOR_DECISIONS if report.kind == DECISION else ALLOWED
        report.state = moved(report.title, report.state, State.WITHDRAWN, allowed)
        report.withdrawn_reason = line(reason, "the reason", 300)
        report.save(update_fields=["state", "withdrawn_reason"])
        entry.before = {"state": before}
        entry.after = {"state": report.state, "reason": report.withdrawn_reason}
    return report


def revise(person: Person, *, report: Report) -> Report:
    """Starts a corrected copy of a published report; when it is published, it takes the older one's place."""
    council = report.organisation
    with change(
        person, "committee.write", "committee.revision_started", organisation=council, on=report
    ) as entry:
        report = _locked(report)
        if report.state in UNPUBLISHED:
            raise NotPossible("It is not published yet: change it as it is.")
        if report.state in (State.SUPERSEDED, State.WITHDRAWN) or (
            report.kind == REPORT and report.state == State.DECIDED
        ):
            raise NotPossible(
                why_not(report.title, report.state).replace("start a corrected copy", "start a report")
            )
        if Report.objects.filter(replaces=report).exclude(state=State.WITHDRAWN).exists():
            raise NotPossible("A corrected copy was started before: finish that one.")
        texts, papers = queries.texts(report).values(), queries.attachments(report)
        _refuse_unseen(person, report, *texts, *papers)
        made = Report.objects.create(
            **{
                name: getattr(report, name)
                for name in (
                    "organisation", "template", "kind", "title", "meeting", "entry", "cover", "value_pence",
                    "value_kind", "wards", "judged", "judged_reason", "exempt_paragraph", "exempt_reason",
                )
            },
            decided_on=report.decided_on if report.kind == DECISION else None,
            author=person,
            created_at=clock.now(),
            replaces=report,
        )  # fmt: skip
        for text in texts:
            text.pk, text._state.adding, text.report, text.number = None, True, made, 1
            text.save()
        for paper in papers:
            paper.pk, paper._state.adding, paper.report = None, True, made
            paper.save()
        entry.after = {"replaced_by": made.pk}
    return made


# --- the forward plan ---

CHANGEABLE = (
    "matter", "decision_maker", "members", "meeting", "decision_on", "portfolio", "contact", "consultees", "documents",
)  # fmt: skip


def add_entry(
    person: Person,
    *,
    organisation: Organisation,
    title: str,
    matter: str,
    decision_maker: str,
    key: bool,
    contact: str,
    decision_on: date | None = None,
    members: str = "",
    meeting: Meeting | None = None,
    portfolio: str = "",
    consultees: str = "",
    documents: str = "",
    secret: Secret = OPEN,
) -> ForwardEntry:
    """Adds a coming decision to the forward plan; it is not public until it is published. A meeting gives its day."""
    with change(person, "committee.write", "committee.entry_added", organisation=organisation) as audit:
        made = ForwardEntry(organisation=organisation, key=key, created_at=clock.now())
        made.title = line(title, "the title", 200)
        given = {
            "matter": matter,
            "decision_maker": decision_maker,
            "members": members,
            "meeting": meeting,
            "decision_on": decision_on,
            "portfolio": portfolio,
            "contact": contact,
            "consultees": consultees,
            "documents": documents,
        }
        _fill(made, given)
        _make_secret(made, secret)
        made.save()
        subject(audit, made)
        audit.after = {"title": made.title, "decision_on": made.decision_on.isoformat(), "key": key}
    return made


def change_entry(person: Person, *, entry: ForwardEntry, **given: Any) -> ForwardEntry:
    """Changes what an entry says (`CHANGEABLE`). Notice was given of its title and of whether it is key: they stay."""
    council = entry.organisation
    with change(
        person, "committee.write", "committee.entry_changed", organisation=council, on=entry
    ) as audit:
        if entry.ended_at:
            raise NotPossible("This entry was taken off the forward plan: add another.")
        before = {name: str(getattr(entry, name)) for name in CHANGEABLE}
        _fill(entry, {name: getattr(entry, name) for name in CHANGEABLE} | given)
        entry.save()
        after = {name: str(getattr(entry, name)) for name in CHANGEABLE}
        audit.before = {name: it for name, it in before.items() if after[name] != it}
        audit.after = {name: it for name, it in after.items() if before[name] != it}
        if not audit.after:
            raise NotPossible("Nothing is different: there is nothing to save.")
    return entry


def _fill(entry: ForwardEntry, given: Mapping[str, Any]) -> None:
    meeting = given["meeting"]
    if meeting is not None and meeting.organisation_id != entry.organisation_id:
        raise NotPossible("That meeting is another council's: choose one of this council's.")
    if meeting is None and given["decision_on"] is None:
        raise NotPossible("Choose a meeting, or write the date of the decision.")
    entry.meeting = meeting
    entry.decision_on = meeting.on if meeting else given["decision_on"]
    entry.decision_maker = line(given["decision_maker"], "the decision maker", 200)
    entry.contact = line(given["contact"], "the contact", 300)
    entry.matter = prose_or_none(given["matter"], "the matter", 5000)
    entry.portfolio = prose_or_none(given["portfolio"], "the portfolio", 120)
    for name in ("members", "consultees", "documents"):
        setattr(entry, name, prose_or_none(given[name], f"the {name}", 5000))


def publish_entry(person: Person, *, entry: ForwardEntry) -> ForwardEntry:
    """Publishes an entry: notice runs from today."""
    council = entry.organisation
    with change(
        person, "committee.publish", "committee.entry_published", organisation=council, on=entry
    ) as audit:
        if entry.ended_at or entry.published_at:
            raise NotPossible("This entry is published, or was taken off: there is nothing left to do.")
        if entry.decision_on < clock.today():
            raise NotPossible(
                f"{spoken_date(entry.decision_on)} has passed: give the entry a day that is to come."
            )
        if not entry.matter:
            raise NotPossible("The matter is empty: say in a sentence or two what is to be decided.")
        if entry.key and not entry.members:
            raise NotPossible(
                "Notice of a key decision lists the members of the body that decides, or the title of the person who "
                "does (SI 2012/2089 reg 9): write them."
            )
        entry.published_at = clock.now()
        entry.save(update_fields=["published_at"])
        audit.after = {"published": clock.today().isoformat(), "decision_on": entry.decision_on.isoformat()}
    return entry


def record_exception(person: Person, *, entry: ForwardEntry, on: date, reason: str) -> ForwardEntry:
    """Records a general exception (reg 10): the chair was told, and that notice published, on a day."""
    council = entry.organisation
    with change(
        person, "committee.publish", "committee.exception_recorded", organisation=council, on=entry
    ) as audit:
        _refuse_not_urgent(entry, on)
        entry.exception_on, entry.exception_reason = on, line(reason, "the reason", 2000)
        entry.save(update_fields=["exception_on", "exception_reason"])
        audit.after = {"exception_on": on.isoformat(), "reason": entry.exception_reason}
    return entry


def record_urgency(person: Person, *, entry: ForwardEntry, on: date, by: str, reason: str) -> ForwardEntry:
    """Records special urgency (reg 11): who agreed, on which day, and the reasons that were published."""
    council = entry.organisation
    with change(
        person, "committee.publish", "committee.urgency_recorded", organisation=council, on=entry
    ) as audit:
        _refuse_not_urgent(entry, on)
        entry.urgency_on, entry.urgency_by = on, line(by, "the name", 200)
        entry.urgency_reason = line(reason, "the reason", 2000)
        entry.save(update_fields=["urgency_on", "urgency_by", "urgency_reason"])
        audit.after = {"urgency_on": on.isoformat(), "by": entry.urgency_by, "reason": entry.urgency_reason}
    return entry


def _refuse_not_urgent(entry: ForwardEntry, on: date) -> None:
    if not entry.key:
        raise NotPossible("Only a key decision needs this: this one is not.")
    if entry.ended_at:
        raise NotPossible("This entry was taken off the forward plan: add another.")
    if on > clock.today():
        raise NotPossible(f"{spoken_date(on)} is still to come: record it once it is done.")


def end_entry(person: Person, *, entry: ForwardEntry, reason: str) -> ForwardEntry:
    """Takes a coming decision off the forward plan; the audit keeps why."""
    council = entry.organisation
    with change(
        person, "committee.publish", "committee.entry_ended", organisation=council, on=entry
    ) as audit:
        if entry.ended_at:
            raise NotPossible("This entry was taken off before: there is nothing left to do.")
        entry.ended_at, entry.ended_reason = clock.now(), line(reason, "the reason", 300)
        entry.save(update_fields=["ended_at", "ended_reason"])
        audit.after = {"ended": entry.ended_reason}
    return entry


# --- what the functions above share ---


def _part(report: Report, section: str) -> Section:
    template: Template = templates()[report.template]
    part = template.part(section)
    if part is None:
        known = ", ".join(it.key for it in template.parts)
        raise NotPossible(f"This report has no section '{section}': its sections are {known}.")
    return part


def _locked(report: Report) -> Report:
    """The report as it stands now, held until the change is done."""
    Report.objects.select_for_update().get(pk=report.pk)
    return _standing(report)


def _unpublished(report: Report) -> Report:
    """The same, where it can still be changed. Raises NotPossible."""
    return _open(_locked(report))


def _standing(report: Report) -> Report:
    found = Report.objects.select_related("organisation", "meeting", "entry", "author", "replaces")
    return found.get(pk=report.pk)


def _open(report: Report) -> Report:
    if report.state not in UNPUBLISHED:
        raise NotPossible(why_not(report.title, report.state))
    return report


def _settle(person: Person, report: Report) -> None:
    """A report is signed off while every implication is, as it stands; else it is a draft again."""
    template = templates()[report.template]
    if not template.implications:
        return
    wanted = State.SIGNED if queries.composed(person, report).all_signed else State.DRAFT
    if report.state != wanted:
        report.state = moved(report.title, report.state, wanted, ALLOWED)
        report.save(update_fields=["state"])


def _refuse_unseen(person: Person, report: Report, *parts: Exempt) -> None:
    seen = queries.sees(person, report)
    if not all(seen(it) for it in (report, *parts)):
        raise PermissionDenied(
            "You may not read the exempt parts of committee papers, so you cannot change them."
        )


def _make_secret(it: Exempt, secret: Secret) -> None:
    if not secret.paragraph:
        it.exempt_paragraph, it.exempt_reason = 0, ""
        return
    if secret.paragraph not in {one.paragraph for one in exemptions()}:
        raise NotPossible("An exempt part stands on one of paragraphs 1 to 7 of Schedule 12A: choose one.")
    it.exempt_paragraph = secret.paragraph
    it.exempt_reason = prose_or_none(secret.reason, "the reason", 500)
    if not it.exempt_reason:
        raise NotPossible("Say why the public interest is in keeping it exempt: that reason is public.")


def _keep_file(it: Attachment, path: Path, name: str) -> None:
    name = Path(showable(name)).name[:200]
    if not name.lower().endswith(FILE_TYPES):
        raise NotPossible(
            f"‘{name}’ is not a kind of file that can be published: give one of {', '.join(FILE_TYPES)}."
        )
    it.size = path.stat().st_size
    if not it.size:
        raise NotPossible(f"‘{name}’ is empty: choose another file.")
    it.sha256, it.file_name = keep(path), name


def _frozen(document: Document) -> str:
    try:
        return to_json(document)
    except DocumentError as fault:
        raise NotPossible(str(fault)) from fault
