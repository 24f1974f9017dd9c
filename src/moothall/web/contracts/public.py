"""Where residents read the register: running contracts over £5,000. Nothing here asks who they are."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from moothall.core import clock
from moothall.core.models import Organisation
from moothall.plan.committee.queries import council_called
from moothall.spend import composing, queries
from moothall.web.access import public
from moothall.web.contracts.shown import SHOWN
from moothall.web.sending import rows_sent

A_PAGE = 50


@public
def register(request: HttpRequest, organisation: str) -> HttpResponse:
    """The contracts by title. No officer is named."""
    here, today = _open(organisation), clock.today()
    found = queries.public_contracts(here, today)
    context = SHOWN | {
        "council": here,
        "page": Paginator(found.contracts, A_PAGE).get_page(request.GET.get("page")),
        "count": len(found.contracts),
        "left_out": composing.left_out(found),
        "today": today,
    }
    return render(request, "contracts/public.jinja", context)


@public
def csv(request: HttpRequest, organisation: str) -> StreamingHttpResponse:
    """The same as rows, in the Transparency Code's columns."""
    here, today = _open(organisation), clock.today()
    found = queries.public_contracts(here, today)
    rows = map(composing.public_row, found.contracts)
    return rows_sent(composing.PUBLIC_COLUMNS, rows, f"{here.slug}-contracts-{today.isoformat()}")


def _open(slug: str) -> Organisation:
    """A council that opened its register; else there is none."""
    found = council_called(slug)
    if found is None or not queries.is_open(found):
        raise Http404
    return found
