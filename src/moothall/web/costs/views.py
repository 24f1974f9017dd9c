"""The cost finder: where a council's services cost more than similar councils', for enquiry."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from moothall.core import clock
from moothall.figures.queries import area
from moothall.insight import queries
from moothall.insight.cost_table import as_document
from moothall.insight.costs import Found, find
from moothall.insight.groups import as_codes
from moothall.kit.documents.csv import to_csv
from moothall.kit.documents.model import tables
from moothall.web.access import public
from moothall.web.context import current_organisation
from moothall.web.costs import shown
from moothall.web.costs.forms import Choices
from moothall.web.sending import document_sent, file_sent

NAMES = {"csv": "CSV", "xlsx": "Excel"}
KINDS = tuple(NAMES)


@public
def costs(request: HttpRequest) -> HttpResponse:
    """A council's costs above the upper quartile of its peers, by pounds, with the outcome beside each."""
    asked = request.GET.get("council", "").strip()[:100]
    own = current_organisation(request)
    named = asked or (own.area_code if own and "council" not in request.GET else "")
    places = queries.councils(named)
    place = places[0] if len(places) == 1 else None
    found = find(request.user, place, clock.today(), peers=request.GET.get("list")) if place else None
    context = {
        "form": Choices(found, place.name if place else asked),
        "asked": asked,
        "places": places if place is None else [],
        "found": found,
        "said": shown.sentences(found) if found else [],
        "dear": shown.dear(found) if found else [],
        "rest": shown.rest(found) if found else [],
        "alone": shown.alone(found) if found else [],
        "sources": shown.sources(found) if found else "",
        "files": _files(found) if found else {},
    }
    return render(request, "costs/costs.jinja", context)


@public
def file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What the page shows of a council, as a table to take away."""
    place = area(code)
    if place is None:
        raise Http404
    on = clock.today()
    document = as_document(find(request.user, place, on, peers=request.GET.get("list")), on)
    name = f"costs-{place.code.lower()}-{on.isoformat()}"
    if kind == "csv":  # one table, a row a cost: easier to use than a line for each cell
        return file_sent(to_csv(next(tables(document.blocks))), kind, name)
    return document_sent(request, document, kind, name, page=reverse("costs"))


def _files(found: Found) -> dict[str, str]:
    """The addresses of the files, each with what its link calls it."""
    chosen = f"?{urlencode({'list': as_codes(found.peers)})}" if found.peers else ""
    return {f"{reverse(f'costs-{kind}', args=[found.area.code])}{chosen}": NAMES[kind] for kind in KINDS}
