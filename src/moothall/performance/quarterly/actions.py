"""Every change of state to quarterly reports."""

from datetime import date

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.frozen import digest, frozen
from moothall.core.models import Organisation, Person
from moothall.core.versions import refuse_meanwhile
from moothall.core.wording import prose_or_none
from moothall.kit.documents.words import spoken_date
from moothall.kit.periods import Period
from moothall.performance.quarterly import queries
from moothall.performance.quarterly.assessing import assess
from moothall.performance.quarterly.composing import composed
from moothall.performance.quarterly.life import LIFE, State
from moothall.performance.quarterly.models import Introduction, Report, ReportFigure
from moothall.performance.quarterly.queries import APPROVE, PUBLISH, WRITE

LONGEST = 10_000  # characters of an introduction


def begin(person: Person, *, organisation: Organisation, start: date) -> Report:
    """Begins the report on the quarter that starts on a day."""
    with change(person, WRITE, "quarterly.begun", organisation=organisation) as entry:
        if queries.quarter_of(start).start != start:
            raise NotPossible(
                "A quarter begins on 1 April, 1 July, 1 October or 1 January: choose one of them."
            )
        if start > clock.today():
            raise NotPossible("This quarter has not begun: choose an earlier one.")
        if Report.objects.filter(organisation=organisation, start=start).exists():
            raise NotPossible(
                f"There is a report on {Period(start, 'P3M').label} already: open it from the list."
            )
        report = Report.objects.create(
            organisation=organisation, start=start, started_by=person, started_at=entry.at
        )
        subject(entry, report)
        entry.after = {"quarter": report.quarter.label}
    return report


def introduce(person: Person, *, report: Report, text: str, opened: int) -> Introduction:
    """Saves the introduction as its next version; it may be blank.

    `opened` is the version it was written from, 0 for none. Raises WrittenMeanwhile.
    """
    with change(person, WRITE, "quarterly.introduced", organisation=report.organisation, on=report) as entry:
        it = _locked(report)
        if it.state != State.DRAFT:
            raise NotPossible(LIFE.refusal("This report", it.state))
        standing = queries.introduction(it)
        refuse_meanwhile(standing, opened)
        said = prose_or_none(text, "the introduction", LONGEST)
        if said == (standing.text if standing else ""):
            raise NotPossible("The text is the same as before: there is nothing to save.")
        saved = Introduction.objects.create(
            report=it,
            number=opened + 1,
            text=said,
            written_by=person,
            written_at=entry.at,
        )
        entry.before = {"version": opened}
        entry.after = {"version": saved.number, "characters": len(said)}
    return saved


def approve(person: Person, *, report: Report, read: str | None = None) -> None:
    """Approves a report that somebody else wrote: it is frozen as it stands, with every figure in it.

    `read` is the digest of the draft that was read: where what stands now differs, nothing is approved.
    """
    with change(person, APPROVE, "quarterly.approved", organisation=report.organisation, on=report) as entry:
        it, today = _locked(report), clock.today()
        state = LIFE.moved("This report", it.state, State.APPROVED)
        if person.pk in queries.authors(it):
            raise NotPossible("You wrote in this report: somebody else has to approve it.")
        if it.last_day >= today:
            raise NotPossible(
                f"{it.quarter.label} runs until {spoken_date(it.last_day)}: approve it after that day."
            )
        if read is not None and read != digest(frozen(queries.live(person, it, today).document)):
            raise NotPossible(
                "What the report says has changed since you opened it: read it again, then approve."
            )
        text = queries.introduction(it)
        made = composed(
            assess(person, it.organisation, it.quarter),
            text.text if text else "",
            queries.commentary(person, it.organisation, it.quarter),
            today,
            draft=False,
        )
        it.document = frozen(made.document)
        it.sha256, it.state = digest(it.document), state
        it.approved_by, it.approved_at = person, entry.at
        it.save()
        figures = ReportFigure.objects.bulk_create(
            ReportFigure(report=it, observation=held, shown=shown) for held, shown in made.figures
        )
        entry.after = {
            "sha256": it.sha256,
            "figures": len(figures),
            "figures_sha256": queries.figures_digest(figures),
        }
    report.refresh_from_db()


def publish(person: Person, *, report: Report) -> None:
    """Puts an approved report where anyone can read it, and follow its figures to where they come from."""
    with change(person, PUBLISH, "quarterly.published", organisation=report.organisation, on=report) as entry:
        it = _locked(report)
        it.state = LIFE.moved("This report", it.state, State.PUBLISHED)
        if not queries.as_approved(it):
            raise NotPossible(
                "This report is not what the audit says was approved: restore it from a backup."
            )
        it.published_by, it.published_at = person, entry.at
        it.save(update_fields=["state", "published_by", "published_at"])
        entry.after = {"sha256": it.sha256}
    report.refresh_from_db()


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)
