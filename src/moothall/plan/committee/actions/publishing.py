"""A report is published: what is frozen, printed and kept."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.frozen import frozen
from moothall.core.models import Person
from moothall.core.permission import require
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.model import Document, plain
from moothall.kit.documents.pdf import to_pdf
from moothall.plan import queries as plans
from moothall.plan.committee import queries
from moothall.plan.committee.actions.held import as_it_stands, still_open, unpublished
from moothall.plan.committee.actions.papers import keep_file
from moothall.plan.committee.composing import Composition, everything, exemption, print_fault, public
from moothall.plan.committee.life import DECISIONS, REPORTS, State
from moothall.plan.committee.models import Exempt, Published, Report, ReportFigure
from moothall.plan.committee.templates import DECISION


def publish(person: Person, *, report: Report, site: str = "", known: bool = False) -> Report:
    """Publishes a report or a decision notice: both copies are frozen, the public one's PDF is made.

    Links in the PDF are printed for the site that MOOTHALL_ADDRESS names, else for `site`.
    A key decision whose notice is not in order is published only where that is `known`, and the audit says so.
    """
    council = report.organisation
    require(person, "committee.publish", council)
    ready = _made(person, still_open(as_it_stands(report)))
    if ready.notice_fault and not known:
        raise NotPossible(f"{ready.notice_fault} Put that right first, or say that you know it.")
    # setting type takes a while: what cannot be printed is refused before anything is held
    for document in dict.fromkeys(ready.document(sees, published=True) for sees in (public, everything)):
        if fault := print_fault(document):
            raise NotPossible(fault)
    with change(person, "committee.publish", "committee.published", organisation=council, on=report) as entry:
        report = unpublished(report)
        before = report.state
        _keep_plans(person, report)
        made = _made(person, report)
        report.state = _to_publish(report)
        public_copy = made.document(public, published=True)
        full_copy = made.document(everything, published=True)
        address = settings.SITE_ADDRESS or site
        page = address and address + reverse("public-committee-report", args=[council.slug, report.pk])
        kept = Published(report=report, public=frozen(public_copy), full=frozen(full_copy))
        kept.pdf = to_pdf(public_copy, page)
        kept.pdf_size = len(kept.pdf)
        for name in ("public", "full", "pdf"):
            content = getattr(kept, name)
            content = content.encode() if isinstance(content, str) else content
            setattr(kept, f"{name}_sha256", hashlib.sha256(content).hexdigest())
        kept.save()
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
            "public_sha256": kept.public_sha256,
            "full_sha256": kept.full_sha256,
            "pdf_sha256": kept.pdf_sha256,
            "figures": len(made.figures()),
            "superseded": superseded,
        }
        if made.notice_fault:
            entry.after["known"] = made.notice_fault
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
        return DECISIONS.moved(f"‘{report}’", report.state, State.DECIDED)
    return REPORTS.moved(f"‘{report}’", report.state, State.PUBLISHED)


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
            keep_file(it, path, f"{plan.slug}-draft.pdf")
        it.save(update_fields=["sha256", "file_name", "size"])


def _supersede(report: Report) -> int | None:
    older = report.replaces
    if older is None:
        return None
    life = DECISIONS if older.kind == DECISION else REPORTS
    if older.state in (State.PUBLISHED, State.DECIDED):
        older.state = life.moved(f"‘{older}’", older.state, State.SUPERSEDED)
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
