"""Every change of state to a plan's progress: what is tracked, how it goes, and the reports that are frozen."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Person, Service
from moothall.core.permission import require
from moothall.direction import actions as direction
from moothall.direction.actions import Promise, Source
from moothall.direction.models import Commitment, CommitmentUpdate
from moothall.kit.documents.errors import DocumentError
from moothall.kit.documents.json import to_json
from moothall.kit.documents.model import Document
from moothall.kit.documents.pdf import to_pdf
from moothall.kit.documents.words import spoken_date
from moothall.plan.figures import Fault, resolved
from moothall.plan.models import Edition, Plan
from moothall.plan.progress import queries
from moothall.plan.progress.composing import Report
from moothall.plan.progress.models import ProgressReport, ReportFigure, ReportPdf, UpdateFigure
from moothall.plan.progress.suggesting import Suggested
from moothall.plan.verifying import figures_digest


def track(
    person: Person,
    *,
    edition: Edition,
    chosen: Sequence[Suggested],
    service: Service,
    owner: Person | None = None,
    due: date | None = None,
) -> list[Commitment]:
    """Tracks the promises that a person ticked, each linked to its place in the plan; all of them or none."""
    if not chosen:
        raise NotPossible("Nothing is ticked: tick the promises to track.")
    if again := next((it for it in chosen if it.tracked), None):
        raise NotPossible(f"This is tracked already, as commitment {again.tracked.number}: untick it.")  # type: ignore[union-attr]
    made = []
    with transaction.atomic():
        for it in chosen:
            key, title, href = queries.made_of(edition, it.theme)
            made.append(
                direction.add_commitment(
                    person,
                    organisation=edition.plan.organisation,
                    promise=Promise(
                        it.words, service, owner, it.theme, due, saving=it.saving, basis=it.basis
                    ),
                    source=Source(queries.PLAN, key, title, href),
                )
            )
    return made


def update(
    person: Person,
    *,
    commitment: Commitment,
    state: str,
    words: str,
    on: date,
    saving: int | None = None,
    figure: str = "",
) -> CommitmentUpdate:
    """Says how a commitment stands, citing a stored figure where one shows it.

    `figure` is a reference as a plan's text writes it, without the braces. What an update of a published plan's
    commitment cites can be read by anyone.
    """
    with transaction.atomic():
        made = direction.update_commitment(
            person, commitment=commitment, state=state, words=words, on=on, saving=saving, figure=figure
        )
        if figure:
            found = resolved(person, commitment.organisation, [figure])[figure]
            if isinstance(found, Fault):
                raise NotPossible(found.sentence)
            plan, _, edition = commitment.source_key.partition("/")
            UpdateFigure.objects.create(
                update=made,
                plan=plan if commitment.source_kind == queries.PLAN else "",
                edition=int(edition) if edition.isdecimal() else None,
                observation=found.observation,
                reference=found.reference,
                shown=found.text,
                href=found.href,
            )
    return made


def publish(person: Person, *, plan: Plan, year: int, site: str = "", early: bool = False) -> ProgressReport:
    """Freezes and publishes a plan's progress report of a financial year: document, figures and PDF.

    Once only: what happens afterwards is in the next year's report, and on the progress page. The PDF's links are
    printed for the site that MOOTHALL_ADDRESS names, else for `site`. While the year still runs, `early` says that
    this is meant: no second report of that year can follow.
    """
    organisation = plan.organisation
    require(person, "plan.publish", organisation)
    made = queries.preview(person, plan, year, clock.today())
    if made.year.end > clock.today() and not early:
        raise NotPossible(
            f"{made.year.label} runs until {spoken_date(made.year.end)}, and its report is published once: "
            "tick the box to publish it before then, or come back after that day."
        )
    where = settings.SITE_ADDRESS or site
    address = where and where + reverse("public-progress-report", args=[organisation.slug, plan.slug, year])
    document, pdf = _printed(made.document, address)  # before anything is held, for it takes a while
    with change(person, "plan.publish", "progress.published", organisation=organisation) as entry:
        Plan.objects.select_for_update().get(pk=plan.pk)
        if ProgressReport.objects.filter(organisation=organisation, plan=plan.slug, year=year).exists():
            raise NotPossible(
                f"The report on {made.year.label} is published and stays as it was: "
                "what happened since is on the progress page, and in the next year's report."
            )
        report = ProgressReport.objects.create(
            organisation=organisation,
            plan=plan.slug,
            year=year,
            edition=made.edition,
            title=made.document.title,
            as_at=made.as_at,
            document=document,
            document_sha256=hashlib.sha256(document.encode()).hexdigest(),
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
            pdf_size=len(pdf),
            published_by=person,
            published_at=clock.now(),
        )
        ReportPdf.objects.create(report=report, content=pdf)
        _keep_figures(report, made)
        subject(entry, report)
        entry.after = {
            "plan": plan.slug,
            "year": year,
            "title": report.title,
            "as_at": made.as_at.isoformat(),
            "document_sha256": report.document_sha256,
            "pdf_sha256": report.pdf_sha256,
            "figures": len(made.figures),
            "figures_sha256": figures_digest(report.figures.all()),
            "address": address,
        }
    return report


def _keep_figures(report: ProgressReport, made: Report) -> None:
    ReportFigure.objects.bulk_create(
        ReportFigure(report=report, observation=it.observation, shown=it.text, href=it.href)
        for it in made.figures
    )


def _printed(document: Document, address: str) -> tuple[str, bytes]:
    try:
        return to_json(document), to_pdf(document, address)
    except DocumentError as fault:
        raise NotPossible(f"The report cannot be printed: {fault}") from fault
