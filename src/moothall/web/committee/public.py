"""Where residents read the forward plan, reports and officers' decisions. Nothing here asks who they are."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.models import Organisation
from moothall.kit.documents.html import to_html
from moothall.plan.committee import queries
from moothall.plan.committee.templates import DECISION, REPORT
from moothall.web.access import public
from moothall.web.committee import shown
from moothall.web.committee.forms import Find
from moothall.web.committee.papers import opened
from moothall.web.plan.days import day
from moothall.web.sending import document_sent, file_sent


@public
def councils(request: HttpRequest) -> HttpResponse:
    """The councils whose decisions can be read here."""
    return render(request, "committee/public_councils.jinja", {"councils": list(queries.councils())})


@public
def council(request: HttpRequest, organisation: str) -> HttpResponse:
    """What a council is about to decide, its meetings, and what it published last."""
    here = council_of(organisation)
    today = clock.today()
    context = {
        "council": here,
        "day": day,
        "meetings": list(queries.public_meetings(here, today)[:10]),
        "entries": list(queries.public_entries(here, today)[:5]),
        "reports": list(queries.published(here, REPORT)[:5]),
        "decisions": list(queries.published(here, DECISION)[:5]),
    }
    return render(request, "committee/public_council.jinja", context)


@public
def forward_plan(request: HttpRequest, organisation: str) -> HttpResponse:
    """The published forward plan."""
    here, today = council_of(organisation), clock.today()
    page = Paginator(queries.public_entries(here, today), shown.SHOWN).get_page(request.GET.get("page"))
    found = [(it, queries.standing_of(it, today), queries.notice_day(it)) for it in page]
    context = {"council": here, "page": page, "entries": found, "day": day}
    return render(request, "committee/public_forward.jinja", context)


@public
def forward_json(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same for programs."""
    here, today = council_of(organisation), clock.today()
    found = [
        {
            "title": it.title,
            "matter": it.matter,
            "decision_maker": it.decision_maker,
            "members": it.members,
            "decision_on": it.decision_on.isoformat(),
            "key_decision": it.key,
            "exempt_paragraph": it.exempt_paragraph or None,
            "exempt_reason": it.exempt_reason or None,
            "portfolio": it.portfolio or None,
            "contact": it.contact,
            "consultees": it.consultees or None,
            "documents": it.documents or None,
            "published_on": said.isoformat() if (said := queries.notice_day(it)) else None,
            "notice": queries.standing_of(it, today).kind,
        }
        for it in queries.public_entries(here, today)
    ]
    return JsonResponse(
        {"council": here.name, "forward_plan": found}, json_dumps_params={"ensure_ascii": False}
    )


@public
def reports(request: HttpRequest, organisation: str) -> HttpResponse:
    """Published reports, the latest first."""
    return _listed(request, organisation, REPORT, "Reports to committees", "reports")


@public
def officers(request: HttpRequest, organisation: str) -> HttpResponse:
    """Decisions that officers made, the latest first."""
    return _listed(request, organisation, DECISION, "Decisions by officers", "decisions")


@public
def report(request: HttpRequest, organisation: str, report: int) -> HttpResponse:
    """The public copy of a report or of a decision notice, as it was published."""
    frozen = _published(organisation, report)
    document = queries.public_document(frozen)
    it = frozen.report
    context = {"frozen": frozen, "report": it, "council": it.organisation, "day": day}
    if document is None:
        return render(request, "committee/withheld.jinja", context, status=503)
    cover, blocks = shown.cover_of(document)
    context |= {
        "document": document,
        "cover": cover,
        "body": to_html(blocks),
        "replacement": queries.replacement(it),
        "is_decision": it.kind == DECISION,
    }
    return render(request, "committee/public_report.jinja", context)


@public
def pdf(request: HttpRequest, organisation: str, report: int) -> HttpResponse:
    """The PDF of the public copy."""
    content = queries.public_pdf(organisation, report)
    if content is None:
        raise Http404
    return file_sent(content, "pdf", f"{organisation}-report-{report}", inline=True)


@public
def docx(request: HttpRequest, organisation: str, report: int) -> HttpResponse:
    """The public copy as a Word file."""
    document = queries.public_document(_published(organisation, report))
    if document is None:
        raise Http404
    page = reverse("public-committee-report", args=[organisation, report])
    name = f"{organisation}-report-{report}"
    return document_sent(request, document, "docx", name, page=page, inline=True)


@public
def file(request: HttpRequest, organisation: str, attachment: int) -> HttpResponseBase:
    """A file published with a report."""
    found = queries.public_file(organisation, attachment)
    if found is None:
        raise Http404
    return opened(found)


def council_of(slug: str) -> Organisation:
    """A council by the name in addresses, or there is none."""
    found = queries.council_called(slug)
    if found is None:
        raise Http404
    return found


def _published(organisation: str, report: int) -> Any:
    found = queries.published_report(organisation, report)
    if found is None:
        raise Http404
    return found


def _listed(request: HttpRequest, organisation: str, kind: str, title: str, feed: str) -> HttpResponse:
    here, words = council_of(organisation), request.GET.get("q", "")[:100]
    found = queries.published(here, kind)
    found = found.filter(title__icontains=words) if words else found
    page = Paginator(found, shown.SHOWN).get_page(request.GET.get("page"))
    context = {
        "council": here,
        "page": page,
        "title": title,
        "feed": feed,
        "day": day,
        "find": Find(initial={"q": words}),
        "words": words,
    }
    return render(request, "committee/public_reports.jinja", context)
