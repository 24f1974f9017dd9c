"""Reading purchases: the list, one requisition with its whole life, its order as a paper, and the exceptions."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.models import Organisation, Person
from moothall.core.permission import may
from moothall.core.queries import services
from moothall.spend.permissions import REQUEST
from moothall.spend.purchasing import composing, queries, rules
from moothall.spend.purchasing.life import State
from moothall.spend.purchasing.queries import STEPS, Exceptions, Wanted, Whole
from moothall.spend.purchasing.roster import Roster, higher_words
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.purchasing.acting import acted, bills, doable
from moothall.web.purchasing.forms import Filter, YearForm
from moothall.web.purchasing.shown import SHOWN
from moothall.web.sending import document_sent, names, rows_sent

A_PAGE = 40
PAPERS = ("pdf", "docx")  # that an order can be had as
UNSAID = (
    "change",
    "cancel",
    "again",
    "refuse",
    "credit",
)  # steps of which nobody is told that others may do them
FEW = 15  # of what waits, before the rest
CHOSEN = ("q", "state", "service", "kind")


@needs("spend.read")
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for this person first, then every requisition, the newest first."""
    person, here = who_and_where(request)
    today = clock.today()
    asked = {name: request.GET.get(name, "").replace("\0", "")[:100] for name in CHOSEN}
    page = Paginator(queries.requisitions(person, here, Wanted(**asked)), A_PAGE).get_page(
        request.GET.get("page")
    )
    query = urlencode({name: value for name, value in asked.items() if value})
    context = SHOWN | {
        "waiting": queries.waiting(person, here, today, Roster(here, today)),
        "few": FEW,
        "form": Filter(list(services(here)), asked),
        "filtered": any(asked.values()),
        "page": page,
        "prefix": f"?{query}&page=",
        "may_request": may(person, REQUEST, here),
        "today": today,
        "spend_href": _spend(),
    }
    return render(request, "purchasing/list.jinja", context)


def _spend() -> str:
    """Where the ledger's extract is checked; '' where that room is not there."""
    try:
        return reverse("spend")
    except NoReverseMatch:
        return ""


@needs("spend.read")
def one(request: HttpRequest, requisition: int) -> HttpResponse:
    """One requisition: what is asked for, how far it is, who did what, and what this person may do next."""
    person, today = person_of(request), clock.today()
    it = queries.one(person, requisition, today)
    if it is None:
        raise Http404
    if format := request.GET.get("download"):
        return _paper(request, it, format)
    asked = it.requisition
    roster = Roster(asked.organisation, today)
    offered = queries.offered(person, it, roster)
    steps = doable(request, person, it, offered)
    papers = bills(request, person, it, offered)
    went, wrong, first = acted(request, [*steps, *(step for _bill, step in papers if step)])
    if went:
        return went
    waits = asked.state == State.ASKED and it.approvals
    context = SHOWN | {
        "whole": it,
        "requisition": asked,
        "order": it.order,
        "left": queries.left_of(asked, today),
        "steps": steps,
        "bills": papers,
        "barred": [(STEPS[name].label, why) for name, why in offered.items() if why and name not in UNSAID],
        "unpaid": any(
            bill.standing == "matched" and not bill.paid_on and not bill.credits_id for bill, _step in papers
        ),
        "may_change": not offered.get("change", "no"),
        "higher": higher_words(roster, asked.net_pence) if waits and not it.covered else "",
        "second": bool(waits) and it.covered,
        "form": wrong,
        "first": first,
        "may_audit": may(person, "audit.read", asked.organisation),
        "audited": urlencode({"thing": f"spend_purchasing.requisition:{asked.pk}"}),
        "formats": names(*PAPERS),
    }
    return render(request, "purchasing/requisition.jinja", context, status=422 if wrong else 200)


def _paper(request: HttpRequest, it: Whole, format: str) -> HttpResponse:
    """The purchase order as a file."""
    if it.order is None or format not in PAPERS:
        raise Http404
    return document_sent(request, composing.order_paper(it), format, it.order.reference, page=request.path)


@needs("spend.read")
def exceptions(request: HttpRequest) -> HttpResponseBase:
    """The orders that depart from the rule in a financial year: how many, worth what, why and whose.

    As CSV, a row for each order and kind, or as a workbook where that is asked for.
    """
    person, here = who_and_where(request)
    found, years = _exceptions(request, person, here)
    name = f"purchasing-exceptions-{rules.year_label(found.year)}"
    match request.GET.get("download"):
        case "csv":
            return rows_sent(composing.COLUMNS, map(composing.plain_row, found.found), name)
        case "xlsx":
            return document_sent(request, composing.document(here, found), "xlsx", name)
    context: dict[str, Any] = SHOWN | {
        "found": found,
        "form": YearForm(years, {"year": str(found.year)}),
        "label": rules.year_label(found.year),
        "kinds": queries.KINDS,
        "sums": composing.by_kind(found),
        "reasons": composing.by_reason(found),
        "services": composing.by_service(found),
        "chart": composing.chart(found),
        "whole": sum(it.net_pence for it in found.orders),
    }
    return render(request, "purchasing/exceptions.jinja", context)


def _exceptions(
    request: HttpRequest, person: Person, here: Organisation
) -> tuple[Exceptions, list[tuple[str, str]]]:
    """The year that the address asks for, this one where it asks for none, and those there are."""
    now = rules.financial_year(clock.today())
    years = [(str(year), rules.year_label(year)) for year in range(now, now - 6, -1)]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in dict(years) else now
    return queries.exceptions(person, here, year), years
