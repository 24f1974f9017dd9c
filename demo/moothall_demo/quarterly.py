"""Three quarterly reports: two published, and the last, which waits for the director to approve it."""

from datetime import date

from moothall.core.models import Organisation, Person
from moothall.performance.quarterly import queries
from moothall.performance.quarterly.actions import approve, begin, introduce, publish

REPORTS = (
    (
        date(2026, 1, 1),
        "The last quarter of the year. The winter was mild, and no round was lost to snow.",
    ),
    (
        date(2026, 4, 1),
        "The first quarter in which the whole council works on the new website. Waste crews and the customer team "
        "agreed a single list of missed collections, so the figures of both come from one place.",
    ),
    (
        date(2026, 7, 1),
        "Members will want to look first at temporary accommodation and at missed collections.\n\n"
        "- The housing team has begun to meet landlords who have left the market.\n"
        "- The figure of information requests for the last month is still to come.",
    ),
)
TO_APPROVE = date(2026, 7, 1)


def report_quarters(officer: Person, director: Person, organisation: Organisation) -> None:
    """Writes what is not there yet, and approves and publishes all but the last."""
    there = {it.start for it in queries.reports(officer, organisation)}
    for start, introduction in REPORTS:
        if start in there:
            continue
        report = begin(officer, organisation=organisation, start=start)
        introduce(officer, report=report, text=introduction, opened=0)
        if start != TO_APPROVE:
            approve(director, report=report)
            publish(officer, report=report)
