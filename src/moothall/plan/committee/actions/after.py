"""What becomes of a report once it is published: decided, withdrawn or corrected."""

from datetime import date

from moothall.core import clock
from moothall.core.audit import change
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.wording import line, prose_or_none
from moothall.kit.documents.words import spoken_date
from moothall.plan.committee import queries
from moothall.plan.committee.actions.held import locked, refuse_unseen
from moothall.plan.committee.life import DECISIONS, REPORTS, UNPUBLISHED, State
from moothall.plan.committee.models import Report
from moothall.plan.committee.templates import DECISION, REPORT


def decide(person: Person, *, report: Report, decided_on: date, minute: str, resolution: str) -> Report:
    """Records what the meeting decided. The resolution is public: an exempt one is written so that it can be."""
    council = report.organisation
    with change(person, "committee.publish", "committee.decided", organisation=council, on=report) as entry:
        report = locked(report)
        if decided_on > clock.today():
            raise NotPossible(
                f"{spoken_date(decided_on)} is still to come: record the decision once it is made."
            )
        before = report.state
        report.state = REPORTS.moved(f"‘{report}’", report.state, State.DECIDED)
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
        report = locked(report)
        before = report.state
        life = DECISIONS if report.kind == DECISION else REPORTS
        report.state = life.moved(f"‘{report}’", report.state, State.WITHDRAWN)
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
        report = locked(report)
        if report.state in UNPUBLISHED:
            raise NotPossible("It is not published yet: change it as it is.")
        if report.state in (State.SUPERSEDED, State.WITHDRAWN) or (
            report.kind == REPORT and report.state == State.DECIDED
        ):
            raise NotPossible(
                REPORTS.refusal(f"‘{report}’", report.state).replace(
                    "start a corrected copy", "start a report"
                )
            )
        if Report.objects.filter(replaces=report).exclude(state=State.WITHDRAWN).exists():
            raise NotPossible("A corrected copy was started before: finish that one.")
        texts, papers = queries.texts(report).values(), queries.attachments(report)
        refuse_unseen(person, report, *texts, *papers)
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
