"""Where residents read the register: running contracts over £5,000. Nothing here asks who they are."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.models import Organisation
from moothall.plan.committee.queries import council_called
from moothall.spend import composing, queries
from moothall.spend.transparency.queries import published_here
from moothall.web.access import public
from moothall.web.contracts.forms import PublicFilter
from moothall.web.contracts.shown import SHOWN
from moothall.web.sending import rows_sent

A_PAGE = 50


@public
def register(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """The contracts by title, as a page or as rows in the Transparency Code's columns. No officer is named."""
    here, today = _open(organisation), clock.today()
    found = queries.public_contracts(here, today)
    asked = {name: request.GET.get(name, "").replace("\0", "")[:100].strip() for name in ("q", "service")}
    fit = [it for it in found.contracts if _fits(it, asked["q"].casefold(), asked["service"])]
    if request.GET.get("download") == "csv":
        rows = map(composing.public_row, fit)
        return rows_sent(composing.PUBLIC_COLUMNS, rows, f"{here.slug}-contracts-{today.isoformat()}")
    query = urlencode({name: value for name, value in asked.items() if value})
    context = SHOWN | {
        "council": here,
        "form": PublicFilter(sorted({it.service.name for it in found.contracts}), asked),
        "query": query,
        "page": Paginator(fit, A_PAGE).get_page(request.GET.get("page")),
        "prefix": f"?{query}&page=" if query else "?page=",
        "count": len(fit),
        "left_out": composing.left_out(found),
        "spending": published_here(here),
        "today": today,
    }
    return render(request, "contracts/public.jinja", context)


def _fits(it: queries.Contract, words: str, service: str) -> bool:
    """Whether its title, reference, supplier or description has the words, and it is of the service."""
    if service and it.service.name != service:
        return False
    return words in f"{it.title}\n{it.reference}\n{it.supplier.name}\n{it.description}".casefold()


def _open(slug: str) -> Organisation:
    """A council that opened its register; else there is none."""
    found = council_called(slug)
    if found is None or not queries.is_open(found):
        raise Http404
    return found
