"""What looked wrong: the queue, and one finding with both sides of its evidence and what came of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from moothall.core import clock
from moothall.core.permission import may
from moothall.spend.ledgers import actions, queries
from moothall.spend.ledgers.queries import Wanted
from moothall.spend.permissions import REVIEW
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.spend.forms import FindingFilter, OutcomeForm
from moothall.web.spend.shown import SHOWN, typed
from moothall.web.submitting import sent

A_PAGE, MOST_EVIDENCE = 40, 200
CHOSEN = ("state", "test", "service", "likely", "payee")


@needs("spend.read")
def findings(request: HttpRequest) -> HttpResponse:
    """Findings, those that may be expected to bring back most before others."""
    person, here = who_and_where(request)
    asked = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in CHOSEN}
    if "state" not in request.GET:
        asked["state"] = "todo"
    wanted = Wanted(**asked)
    page = Paginator(queries.findings(person, here, wanted), A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in asked.items() if value or name == "state"})
    scan = queries.newest(person, here)
    context = {
        "scan": scan,
        "page": page,
        "form": FindingFilter(queries.tests_of(person, here), queries.services_of(person, here), asked),
        "filtered": wanted != Wanted(),
        "prefix": f"?{query}&page=",
        "silent": [
            (queries.titles().get(code, code), it["why"]) for code, it in scan.tests.items() if "why" in it
        ]
        if scan
        else [],
    }
    return render(request, "spend/findings.jinja", {**SHOWN, **context})


@needs("spend.read")
def finding(request: HttpRequest, finding: int) -> HttpResponse:
    """One finding: why, its payments side by side, what would make it innocent, and what came of it."""
    person = person_of(request)
    it = queries.finding(person, finding)
    if it is None:
        raise Http404
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
