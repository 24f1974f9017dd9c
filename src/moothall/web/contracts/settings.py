"""What the council decided for its register, the law's amounts and notices, and whether residents read it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from moothall.core import clock
from moothall.core.permission import may
from moothall.reference.procurement_thresholds import notices, thresholds
from moothall.spend import actions, queries
from moothall.spend.permissions import MANAGE_CONTRACTS, PUBLISH
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.contracts.forms import RulesForm, money
from moothall.web.contracts.shown import SHOWN, form_page
from moothall.web.submitting import sent, told


@needs("spend.read")
def overview(request: HttpRequest) -> HttpResponse:
    """The amounts and days that the register goes by; opens it to residents, or closes it, as the button says."""
    person, here = who_and_where(request)
    if request.method == "POST":
        act = actions.close_register if request.POST.get("to") == "closed" else actions.open_register
        with told(request):
            act(person, organisation=here)
            messages.success(
                request, "Residents may read it now." if queries.is_open(here) else "It is closed now."
            )
        return redirect("contract-settings")
    today = clock.today()
    own = queries.own_rules(here, today)
    context = SHOWN | {
        "own": own,
        "steps": queries.steps(own),
        "every": list(queries.every_rules(person, here)),
        "thresholds": thresholds(),
        "notices": notices(),
        "today": today,
        "open": queries.is_open(here),
        "may_manage": may(person, MANAGE_CONTRACTS, here),
        "may_publish": may(person, PUBLISH, here),
    }
    return render(request, "contracts/settings.jinja", context)


@needs("contracts.manage")
def change(request: HttpRequest) -> HttpResponse:
    """Sets the amount that needs a decision, and when people are told, from a day on."""
    person, here = who_and_where(request)
    today = clock.today()
    own = queries.own_rules(here, today)
    first = {
        "decision_pence": money(own.decision_pence) if own else "",
        "months": " ".join(map(str, queries.steps(own))),
        "buyers": "\n".join(own.buyers) if own else "",
        "from_date": today,
    }
    form = RulesForm(request.POST or None, initial=first)

    def act(**given: Any) -> None:
        actions.set_rules(person, organisation=here, **given)

    to = reverse("contract-settings")
    done = sent(request, form, act, "The rules are set.", to)
    above = [{"text": "Settings", "href": to}]
    return done or form_page(
        request, form, None, "Set the register’s rules", "Save rules", to=to, above=above
    )
