"""A report held while it is changed, what state it is in then, and what this person may change of it."""

from django.core.exceptions import PermissionDenied

from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.plan.committee import queries
from moothall.plan.committee.life import REPORTS, UNPUBLISHED, State
from moothall.plan.committee.models import Exempt, Report
from moothall.plan.committee.templates import Section, Template, templates


def part_of(report: Report, section: str) -> Section:
    """A section of the report's template. Raises NotPossible where it has no such section."""
    template: Template = templates()[report.template]
    part = template.part(section)
    if part is None:
        known = ", ".join(it.key for it in template.parts)
        raise NotPossible(f"This report has no section '{section}': its sections are {known}.")
    return part


def locked(report: Report) -> Report:
    """The report as it stands now, held until the change is done."""
    Report.objects.select_for_update().get(pk=report.pk)
    return as_it_stands(report)


def unpublished(report: Report) -> Report:
    """The same, where it can still be changed. Raises NotPossible."""
    return still_open(locked(report))


def as_it_stands(report: Report) -> Report:
    """The report read anew, with all that is asked of it."""
    found = Report.objects.select_related("organisation", "meeting", "entry", "author", "replaces")
    return found.get(pk=report.pk)


def still_open(report: Report) -> Report:
    """The report, where it is not published or withdrawn. Raises NotPossible."""
    if report.state not in UNPUBLISHED:
        raise NotPossible(REPORTS.refusal(f"‘{report}’", report.state))
    return report


def settle(person: Person, report: Report) -> None:
    """A report is signed off while every implication is, as it stands; else it is a draft again."""
    template = templates()[report.template]
    if not template.implications:
        return
    wanted = State.SIGNED if queries.composed(person, report).all_signed else State.DRAFT
    if report.state != wanted:
        report.state = REPORTS.moved(f"‘{report}’", report.state, wanted)
        report.save(update_fields=["state"])


def refuse_unseen(person: Person, report: Report, *parts: Exempt) -> None:
    """Raises PermissionDenied where this person may not read one of the parts, or the report."""
    seen = queries.sees(person, report)
    if not all(seen(it) for it in (report, *parts)):
        raise PermissionDenied(
            "You may not read the exempt parts of committee papers, so you cannot change them."
        )
