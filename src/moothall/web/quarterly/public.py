"""Where residents read the quarterly reports that were published. Nothing here asks who they are."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core.models import Organisation
from moothall.kit.documents.anchors import contents
from moothall.kit.documents.html import to_html
from moothall.kit.documents.json import from_json
from moothall.performance.quarterly import queries
from moothall.web.access import public
from moothall.web.quarterly.views import A_PAGE, KINDS, named, written_as
from moothall.web.sending import document_sent, names


@public
def published(request: HttpRequest, organisation: str) -> HttpResponse:
    """The reports that a council has published."""
    council = Organisation.objects.councils().filter(slug=organisation).first()
    if council is None:
        raise Http404
    page = Paginator(queries.published_reports(organisation), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "quarterly/published.jinja", {"council": council, "page": page})


@public
def report(request: HttpRequest, organisation: str, quarter: date) -> HttpResponse:
    """One of them, as it was approved."""
    it = queries.published(organisation, quarter)
    if it is None:
        raise Http404
    if not queries.as_approved(it):
        return render(request, "quarterly/withheld.jinja", {"report": it}, status=503)
    document = from_json(it.document)
    context = {
        "report": it,
        "council": it.organisation,
        "body": to_html(document.blocks),
        "contents": contents(document.blocks),
        "kinds": names(*KINDS),
    }
    return render(request, "quarterly/public.jinja", context)


@public
def file(request: HttpRequest, organisation: str, quarter: date, kind: str) -> HttpResponse:
    """The same as a file, written from the frozen document."""
    it = queries.published(organisation, quarter)
    if it is None or not queries.as_approved(it):
        raise Http404
    page = reverse("public-quarterly-report", args=[organisation, quarter])
    return document_sent(request, written_as(from_json(it.document), kind), kind, named(it), page=page)
