"""Questions about meetings, reports, decisions and the forward plan."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from moothall.core import clock
from moothall.core.frozen import digest, recorded
from moothall.core.models import Organisation, Person
from moothall.core.permission import may, organisations, require
from moothall.kit.documents.json import from_json
from moothall.kit.documents.model import Document
from moothall.plan.committee.composing import Composition, Material, Sees, public
from moothall.plan.committee.keys import KeyTest, Threshold, key_test
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
from moothall.plan.committee.notice import Standing, standing
from moothall.plan.committee.templates import DECISION, templates
from moothall.reference.committee import Retention, kept_until, latest_notice, notice_period, retention

PUBLIC_STATES = ("published", "decided", "superseded", "withdrawn")


# --- the council's rules ---


def rules(organisation: Organisation, on: date) -> Rules | None:
    """What the council says is significant and how long it keeps records, on a day; None where it has not said."""
    return Rules.objects.filter(organisation=organisation, from_date__lte=on).first()


def every_rules(person: Person, organisation: Organisation) -> QuerySet[Rules]:
    """What was set, newest first."""
    require(person, "committee.read", organisation)
    return Rules.objects.filter(organisation=organisation).select_related("set_by")


def keeping(organisation: Organisation, decided: date) -> Retention:
    """How long the record of a decision made on a day is kept: the council's years, never fewer than the law's."""
    law, own = retention(decided), rules(organisation, decided)
    if own is None:
        return law
    return Retention(
        own.from_date,
        max(law.record_years, own.record_years),
        max(law.background_years, own.background_years),
        law.law,
        law.checked,
    )


def tested(report: Report) -> KeyTest:
    """Whether a report's decision is a key one, against the threshold on the day it is made."""
    on = report.decided_on or (report.meeting.on if report.meeting else clock.today())
    return _tested(report, rules(report.organisation, on))


def _tested(report: Report, own: Rules | None) -> KeyTest:
    threshold = Threshold(own.threshold_pence, own.from_date) if own else None
    return key_test(
        report.value_pence, report.value_kind, report.wards, threshold, report.judged, report.judged_reason
    )


# --- meetings and the forward plan ---


def meetings(person: Person, organisation: Organisation, since: date) -> QuerySet[Meeting]:
    """The council's meetings from a day on, for its officers and members."""
    require(person, "committee.read", organisation)
    return Meeting.objects.filter(organisation=organisation, on__gte=since)


def meeting(person: Person, pk: int) -> Meeting | None:
    """One meeting of a council whose papers this person reads, else None."""
    found = Meeting.objects.filter(organisation__in=organisations(person, "committee.read"), pk=pk)
    return found.select_related("organisation").first()


def public_meetings(organisation: Organisation, since: date | None = None) -> QuerySet[Meeting]:
    """The council's meetings, cancelled ones too, for anyone."""
    found = Meeting.objects.filter(organisation=organisation)
    return found.filter(on__gte=since) if since else found


def agenda_by(meeting: Meeting) -> date:
    """The last day on which agenda and reports can be published in time for a meeting."""
    period = notice_period("agenda", meeting.on)
    return latest_notice(meeting.on, period.clear_days, working_days=period.working_days)


def entries(person: Person, organisation: Organisation) -> QuerySet[ForwardEntry]:
    """The forward plan with what is not published yet, soonest first; ended entries are left out."""
    require(person, "committee.read", organisation)
    found = ForwardEntry.objects.filter(organisation=organisation, ended_at__isnull=True)
    return found.select_related("meeting")


def entry(person: Person, pk: int) -> ForwardEntry | None:
    """One entry of a council whose papers this person reads, else None."""
    found = ForwardEntry.objects.filter(organisation__in=organisations(person, "committee.read"), pk=pk)
    return found.select_related("organisation", "meeting").first()


def public_entries(organisation: Organisation, since: date | None = None) -> QuerySet[ForwardEntry]:
    """The published forward plan, soonest first; from a day on, if it is given."""
    found = ForwardEntry.objects.filter(
        organisation=organisation, published_at__isnull=False, ended_at__isnull=True
    ).select_related("meeting", "organisation")
    return found.filter(decision_on__gte=since) if since else found


def standing_of(entry: ForwardEntry, today: date | None = None) -> Standing:
    """How notice of a coming decision stands."""
    return standing(
        entry.decision_on,
        today=today or clock.today(),
        key=entry.key,
        published=notice_day(entry),
        exception=entry.exception_on,
        urgency=entry.urgency_on,
    )


def notice_day(entry: ForwardEntry) -> date | None:
    """The day, in the council's time zone, on which an entry was published."""
    return timezone.localdate(entry.published_at) if entry.published_at else None


# --- reports, for those who work on them ---


def reports(person: Person, organisation: Organisation, kind: str = "") -> QuerySet[Report]:
    """The council's reports and decision notices, newest first; of one kind, if it is given."""
    require(person, "committee.read", organisation)
    found = Report.objects.filter(organisation=organisation).select_related("meeting", "author")
    return found.filter(kind=kind) if kind else found


def report(person: Person, pk: int) -> Report | None:
    """One report of a council whose papers this person reads, else None."""
    found = Report.objects.filter(organisation__in=organisations(person, "committee.read"), pk=pk)
    return found.select_related(
        "organisation", "meeting", "entry", "author", "published_by", "replaces"
    ).first()


def texts(report: Report) -> dict[str, SectionText]:
    """By section, the text that stands."""
    newer = SectionText.objects.filter(
        report=OuterRef("report"), section=OuterRef("section"), number__gt=OuterRef("number")
    )
    found = SectionText.objects.filter(~Exists(newer), report=report).select_related("written_by")
    return {it.section: it for it in found}


def history(report: Report, section: str) -> QuerySet[SectionText]:
    """Every saved text of a section, newest first."""
    return (
        SectionText.objects.filter(report=report, section=section)
        .select_related("written_by")
        .order_by("-number")
    )


def writers(report: Report, section: str) -> frozenset[int]:
    """Everyone who ever wrote a section, in this report or in those that it replaces."""
    whose, older = [report.pk], report.replaces
    while older is not None:
        whose.append(older.pk)
        older = older.replaces
    found = SectionText.objects.filter(report__in=whose, section=section)
    return frozenset(found.values_list("written_by", flat=True))


def attachments(report: Report) -> list[Attachment]:
    """What is appended to a report or behind it."""
    return list(Attachment.objects.filter(report=report, ended_at__isnull=True).order_by("kind", "id"))


def attachment(report: Report, pk: int) -> Attachment | None:
    """One attachment of a report, else None."""
    return Attachment.objects.filter(report=report, pk=pk).first()


def sees(person: Person, report: Report) -> Sees:
    """Which exempt parts this person reads: all with the permission, else what they wrote themselves."""
    if may(person, "committee.read_exempt", report.organisation):
        return lambda part: True

    def own(part: Exempt) -> bool:
        if not part.exempt_paragraph:
            return True
        mine = {Report: "author_id", SectionText: "written_by_id", Attachment: "added_by_id"}
        return bool(getattr(part, mine[type(part)]) == person.pk)

    return own


def composition(person: Person, report: Report) -> Composition:
    """A report as it stands, for whoever may read it unpublished; its copies are made from it."""
    require(person, "committee.read", report.organisation)
    return composed(person, report)


def composed(person: Person, report: Report) -> Composition:
    """The same without asking: for actions that have asked already."""
    template = templates()[report.template]
    kept = None
    if template.kind == DECISION and report.decided_on:
        years = keeping(report.organisation, report.decided_on)
        kept = (
            kept_until(report.decided_on, years.record_years),
            kept_until(report.decided_on, years.background_years),
        )
    material = Material(
        report=report,
        template=template,
        texts=texts(report),
        attachments=tuple(attachments(report)),
        sign_offs=tuple(SignOff.objects.filter(report=report).select_related("person")),
        key=tested(report),
        standing=standing_of(report.entry) if report.entry else None,
        kept=kept,
    )
    return Composition(person, material)


@dataclass(frozen=True)
class Copy:
    """A copy of a report for a reader, and whether it holds exempt parts."""

    document: Document
    full: bool


def copy(person: Person, report: Report) -> Copy:
    """The copy this person may read: the frozen one of a published report, else the draft as it stands."""
    require(person, "committee.read", report.organisation)
    reads = may(person, "committee.read_exempt", report.organisation)
    frozen = Published.objects.filter(report=report).defer("pdf").first()
    if frozen is not None:
        return Copy(
            from_json(frozen.full if reads else frozen.public), reads and frozen.full != frozen.public
        )
    made = composed(person, report)
    seen = sees(person, report)
    material = made.material
    parts = (report, *material.texts.values(), *material.attachments)
    full = any(it.exempt_paragraph and seen(it) for it in parts)
    return Copy(made.document(seen if full else public, published=False), full)


# --- what was published, for anyone ---


def published(organisation: Organisation, kind: str = "") -> QuerySet[Report]:
    """Published reports and decision notices, newest first. Those withdrawn or superseded stay, and say so."""
    found = Report.objects.filter(organisation=organisation, published_at__isnull=False)
    found = found.filter(kind=kind) if kind else found
    return found.select_related("meeting", "organisation").order_by("-published_at", "-id")


def published_report(organisation: str, pk: int) -> Published | None:
    """What was published of a report, without its full copy, else None."""
    found = Published.objects.filter(
        report__organisation__slug=organisation, report_id=pk, report__published_at__isnull=False
    )
    return found.defer("full", "pdf").select_related("report__organisation", "report__meeting").first()


def public_document(frozen: Published) -> Document | None:
    """The public copy; None where it is no longer, byte for byte, what the audit says was published."""
    if digest(frozen.public) != recorded(frozen.report, "committee.published").get("public_sha256"):
        return None
    return from_json(frozen.public)


def public_pdf(organisation: str, pk: int) -> bytes | None:
    """The PDF of a published report's public copy, as it was made."""
    found = Published.objects.filter(report__organisation__slug=organisation, report_id=pk)
    content = found.values_list("pdf", flat=True).first()
    return bytes(content) if content is not None else None


def public_file(organisation: str, pk: int) -> Attachment | None:
    """A file published with a report; an exempt one, or any of an exempt report, is not there."""
    return Attachment.objects.filter(
        ~Q(sha256=""),
        pk=pk,
        exempt_paragraph=0,
        ended_at__isnull=True,
        report__exempt_paragraph=0,
        report__published_at__isnull=False,
        report__organisation__slug=organisation,
    ).first()


def replacement(report: Report) -> Report | None:
    """The published report that took this one's place."""
    return Report.objects.filter(replaces=report, published_at__isnull=False).first()


def council_called(slug: str) -> Organisation | None:
    """A council by the name in addresses."""
    return Organisation.objects.councils().filter(slug=slug).first()


def councils() -> QuerySet[Organisation]:
    """The councils whose decisions can be read here."""
    return Organisation.objects.councils()


def shown_in_public() -> Q:
    """The rule by which a council's own figure is public: the public copy of a published report shows it."""
    return Q(
        Exists(
            ReportFigure.objects.filter(
                exempt=False,
                observation__series=OuterRef("series"),
                observation__start=OuterRef("start"),
                observation__load__sequence__gte=OuterRef("load__sequence"),
            )
        )
    )


def private_by(entry: ForwardEntry) -> list[date]:
    """The last days for the two notices that the executive means to meet in private over a matter (reg 5)."""
    both = [notice_period(key, entry.decision_on) for key in ("private-meeting", "private-meeting-again")]
    return [latest_notice(entry.decision_on, it.clear_days, working_days=it.working_days) for it in both]
