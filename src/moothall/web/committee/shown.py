"""What several of the committee's pages do in the same way."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from moothall.core import clock
from moothall.core.models import Person
from moothall.core.permission import may
from moothall.kit.documents.model import Block, Document, Table, plain
from moothall.plan.committee import queries
from moothall.plan.committee.life import UNPUBLISHED
from moothall.plan.committee.templates import templates
from moothall.web.access import person_of

SHOWN = 20  # to a page
WORDS = ("write", "publish", "read_exempt", "sign_finance", "sign_legal", "sign_other")


def report_of(request: HttpRequest, pk: int) -> Any:
    """A report of a council whose papers the person reads, or there is none."""
    found = queries.report(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def attachment_of(request: HttpRequest, report: Any, pk: int) -> Any:
    """An attachment of a report, where the person may read it, or there is none."""
    found = queries.attachment(report, pk)
    seen = queries.sees(person_of(request), report)
    if found is None or not seen(found) or not seen(report):
        raise Http404
    return found


def can(person: Person, report: Any) -> dict[str, bool]:
    """What the person may do with a report's council."""
    return {word: may(person, f"committee.{word}", report.organisation) for word in WORDS}


def about(request: HttpRequest, report: Any) -> dict[str, Any]:
    """What every page of a report is given."""
    template = templates()[report.template]
    return {
        "report": report,
        "template": template,
        "can": can(person_of(request), report),
        "open": report.state in UNPUBLISHED,
        "above": [
            {"text": "Committee papers", "href": "/committee/"},
            {"text": report.title, "href": f"/committee/reports/{report.pk}/"},
        ],
    }


def closed(request: HttpRequest, report: Any) -> HttpResponse | None:
    """Back to a report that can no longer be changed, with a sentence; None while it can."""
    if report.state in UNPUBLISHED:
        return None
    messages.warning(request, f"This report is {report.get_state_display()}: it can no longer be changed.")
    return redirect("committee-report", report.pk)


def cover_of(document: Document) -> tuple[list[tuple[str, str]], tuple[Block, ...]]:
    """A copy's cover as facts, which a narrow screen shows better than a table, and the blocks after it."""
    first, *rest = document.blocks
    if not isinstance(first, Table):
        return [], document.blocks
    return [(plain(row[0].content), plain(row[1].content)) for row in first.rows], tuple(rest)


def coming(person: Person, organisation: Any) -> list[Any]:
    """The meetings to choose from: those to come, and those of the last month, whose reports may be late."""
    return list(queries.meetings(person, organisation, clock.today() - timedelta(days=31)))


def chosen(pk: int | None, them: list[Any]) -> Any:
    """The one of these with this number, or none."""
    return next((it for it in them if it.pk == pk), None)
