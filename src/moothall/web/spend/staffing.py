"""Agency staff and consultants: how much, whose, and of which pay bill; and suppliers who would be paid early."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.permission import may
from moothall.kit.periods import Period
from moothall.reference.late_payment import bank_rate
from moothall.spend.ledgers import actions, early, queries
from moothall.spend.ledgers.early import Standing
from moothall.spend.ledgers.queries import Asked, Wanted
from moothall.spend.permissions import REVIEW
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.spend.forms import EarlyForm, StaffCostForm
from moothall.web.spend.shown import SHOWN, typed
from moothall.web.submitting import acted, sent

SORTS = {"agency": "Agency staff", "consultants": "Consultants"}
FORBIDDEN = "You may not set this: ask an administrator for a role that can."


@needs("spend.read")
def agency(request: HttpRequest) -> HttpResponse:
    """Spending on agency staff and consultants, its share by both denominators, and placements over a year."""
    person, here = who_and_where(request)
    scan = queries.newest(person, here)
    spent = queries.staffing(scan) if scan else {}
    costs = queries.staff_costs(person, here)
    this = clock.today()
    years = sorted({*(year for it in spent.values() for year in it), *costs, this.year - (this.month < 4)})
    choices = [(year, Period(date(year, 4, 1), "P1Y").label) for year in reversed(years)]
    form = StaffCostForm(choices, request.POST or None)
    if request.method == "POST":
        if not may(person, REVIEW, here):
            raise PermissionDenied(FORBIDDEN)

        def act(**given: Any) -> None:
            actions.set_staff_cost(person, organisation=here, **given)

        if done := sent(request, form, act, "That is kept.", reverse("spend-agency")):
            return done
    span = queries.latest_year(scan) if scan else None
    context: dict[str, Any] = {
        "scan": scan,
        "span": span,
        "sorts": SORTS,
        "spent": spent,
        "years": [(year, dict(choices)[year], costs.get(year)) for year in reversed(years)],
        "form": form if may(person, REVIEW, here) else None,
        "placements": list(queries.findings(person, here, Wanted(test="placement-long", state=""))[:50]),
    }
    if scan and span:
        asked = Asked(since=span[0], until=queries.last_day(span[1]))
        context["by_service"] = {
            it: queries.staffed_by(scan, "service", replace(asked, staffing=it)) for it in SORTS
        }
        by_payee = {it: queries.staffed_by(scan, "payee", replace(asked, staffing=it)) for it in SORTS}
        context |= {
            "by_payee": by_payee,
            "named": queries.named(one[0] for some in by_payee.values() for one in some if one[0]),
            "until": queries.last_day(span[1]),
        }
    return render(request, "spend/agency.jinja", {**SHOWN, **context}, status=422 if form.errors else 200)


@needs("spend.read")
def early_payment(request: HttpRequest) -> HttpResponse:
    """Who could be asked for a rebate for early payment, what it would bring, and what the money would cost."""
    person, here = who_and_where(request)
    scan = queries.newest(person, here)
    now = queries.rules(person, here)
    usual = int(bank_rate(clock.today()) * 100)
    terms = {
        "rebate": Decimal(now.rebate) / 100,
        "early_day": now.early_day,
        "due_day": now.due_day,
        "deposit": Decimal(usual if now.deposit is None else now.deposit) / 100,
        "running_pence": typed(now.running_pence),
    }
    found = early.worked_out(scan, now, usual) if scan and scan.early else None
    form = EarlyForm(request.POST or None, initial=terms)
    if request.method == "POST":
        if not may(person, REVIEW, here):
            raise PermissionDenied(FORBIDDEN)

        def act() -> None:
            given = form.cleaned_data
            actions.set_early_payment(
                person,
                organisation=here,
                rebate=int(given["rebate"] * 100),
                early_day=given["early_day"],
                due_day=given["due_day"],
                deposit=int(given["deposit"] * 100),
                running_pence=given["running_pence"] or 0,
            )

        if done := acted(request, form, act, "It is worked out anew.", reverse("spend-early-payment")):
            return done
    context = {
        "scan": scan,
        "terms": terms,
        "running": now.running_pence,
        "found": found,
        "asked": found.of(Standing.ASK, Standing.SIZE_UNKNOWN) if found else [],
        "never": [(it, found.of(it)) for it in Standing if it not in (Standing.ASK, Standing.SIZE_UNKNOWN)]
        if found
        else [],
        "form": form if may(person, REVIEW, here) else None,
    }
    return render(
        request, "spend/early_payment.jinja", {**SHOWN, **context}, status=422 if form.errors else 200
    )
