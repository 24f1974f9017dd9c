"""What looked wrong: the queue, and one finding with both sides of its evidence and what came of it."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.permission import may
from moothall.direction.money import in_pounds
from moothall.spend.ledgers import actions, queries
from moothall.spend.ledgers.life import JUDGED
from moothall.spend.ledgers.queries import Finding, Wanted
from moothall.spend.permissions import REVIEW
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.sending import rows_sent
from moothall.web.spend.forms import FindingFilter, OutcomeForm
from moothall.web.spend.shown import PAYMENT_COLUMNS, SHOWN, payment_row, typed
from moothall.web.submitting import sent

A_PAGE, MOST_EVIDENCE = 40, 200
CHOSEN = ("state", "test", "service", "likely", "payee", "contract")
COLUMNS = (
    "Finding", "Test", "Supplier", "Service", "Contract", "At stake", "How likely, per cent", "May come back",
    "Standing", "Came back", "On", "What it says", "First found",
)  # fmt: skip


@needs("spend.read")
def findings(request: HttpRequest) -> HttpResponseBase:
    """Findings, those that may be expected to bring back most before others; as CSV where that is asked for."""
    person, here = who_and_where(request)
    asked = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in CHOSEN}
    if "state" not in request.GET:
        asked["state"] = "todo"
    wanted = Wanted(**asked)
    found = queries.findings(person, here, wanted)
    if request.GET.get("download") == "csv":
        return rows_sent(COLUMNS, map(_row, found), f"{here.slug}-findings-{clock.today().isoformat()}")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in asked.items() if value or name == "state"})
    scan = queries.newest(person, here)
    context = {
        "scan": scan,
        "page": page,
        "form": FindingFilter(queries.tests_of(person, here), queries.services_of(person, here), asked),
        "filtered": wanted != Wanted(),
        "worth": queries.worth(found),
        "query": query,
        "prefix": f"?{query}&page=",
        "silent": [
            (queries.titles().get(code, code), it["why"]) for code, it in scan.tests.items() if "why" in it
        ]
        if scan
        else [],
    }
    return render(request, "spend/findings.jinja", {**SHOWN, **context})


def _row(it: Finding) -> list[Any]:
    return [
        it.pk,
        it.title,
        it.payee.name if it.payee else None,
        it.service,
        it.contract.reference if it.contract else None,
        in_pounds(it.amount_pence),
        Decimal(it.likelihood) / 10,
        None if it.state in JUDGED else in_pounds(it.expected_pence),
        it.get_state_display() if it.found else f"{it.get_state_display()}, no longer found",
        in_pounds(it.recovered_pence) if it.recovered_pence else None,
        it.recovered_on.isoformat() if it.recovered_on else None,
        it.explanation,
        it.first_scan.made_at.date().isoformat(),
    ]


@needs("spend.read")
def finding(request: HttpRequest, finding: int) -> HttpResponseBase:
    """One finding: why, its payments side by side, what would make it innocent, and what came of it.

    Every one of its payments, with its file and line, comes as CSV where that is asked for.
    """
    person = person_of(request)
    it = queries.finding(person, finding)
    if it is None:
        raise Http404
    if request.GET.get("download") == "csv":
        rows = (
            ["Set beside it" if beside else "About it", *payment_row(one)]
            for beside, one in queries.evidence_rows(it)
        )
        return rows_sent(("Payment", *PAYMENT_COLUMNS), rows, f"finding-{it.pk}-payments")
    reviews = may(person, REVIEW, it.organisation)
    first = {
        "state": it.state,
        "recovered_pence": typed(it.recovered_pence or None),
        "recovered_on": it.recovered_on or clock.today(),
    }
    form = OutcomeForm(request.POST or None, initial=first)
    if request.method == "POST":
        if not reviews:
            raise PermissionDenied("You may not say what came of findings: ask an administrator for a role.")

        def act(**given: Any) -> None:
            actions.say(person, finding=it, **given)

        if done := sent(request, form, act, "That is kept.", reverse("spend-finding", args=[it.pk])):
            return done
    about, beside, number = queries.evidence(it, MOST_EVIDENCE)
    context = {
        "finding": it,
        "judged": it.state in JUDGED,
        "test": queries.test_of(it),
        "about": about,
        "beside": beside,
        "number": number,
        "steps": list(it.steps.select_related("by")),
        "form": form if reviews else None,
        "audited": urlencode({"thing": f"spend_ledgers.finding:{it.pk}"}),
        "may_audit": may(person, "audit.read", it.organisation),
    }
    return render(request, "spend/finding.jinja", {**SHOWN, **context}, status=422 if form.errors else 200)
