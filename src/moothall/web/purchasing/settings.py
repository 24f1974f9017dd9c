"""Up to how much each role approves, by how much a bill may be above what came, and who may not do what twice."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.spend.permissions import SET_LIMITS
from moothall.spend.purchasing import actions, queries
from moothall.spend.purchasing.duties import APART, Duty
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.purchasing.forms import LimitForm, ToleranceForm
from moothall.web.purchasing.shown import SHOWN


@needs("spend.read")
def limits(request: HttpRequest) -> HttpResponse:
    """The limits and tolerances, for those who set them a form for each; and the table of duties."""
    person, here = who_and_where(request)
    today = clock.today()
    sets = may(person, SET_LIMITS, here)
    if request.method == "POST" and not sets:
        raise PermissionDenied("You may not set limits. Ask an administrator for a role that can.")
    step = request.POST.get("step", "")
    limit = LimitForm(
        queries.approving_roles(),
        request.POST if step == "limit" else None,
        prefix="limit",
        initial={"from_date": today},
    )
    tolerance = ToleranceForm(
        request.POST if step == "tolerance" else None, prefix="tolerance", initial={"from_date": today}
    )

    def set_tolerance(per_cent: Any, **given: Any) -> None:
        actions.set_tolerance(person, organisation=here, per_mille=int(per_cent * 10), **given)

    def set_limit(**given: Any) -> None:
        actions.set_limit(person, organisation=here, **given)

    doing: dict[str, tuple[Form, Callable[..., None]]] = {
        "limit": (limit, set_limit),
        "tolerance": (tolerance, set_tolerance),
    }
    wrong = None
    if step in doing and request.method == "POST":
        wrong, act = doing[step]
        if wrong.is_valid():
            try:
                act(**wrong.cleaned_data)
            except NotPossible as fault:
                wrong.add_error(None, str(fault))
            else:
                messages.success(request, "It is set.")
                return redirect("purchasing-limits")
    every, tolerances = queries.limits(person, here), queries.tolerances(person, here)
    standing: dict[int, Any] = {}
    for it in every:
        if it.from_date <= today:
            standing.setdefault(it.role_id, it)
    context = SHOWN | {
        "roles": [(role, standing.get(role.pk)) for role in queries.approving_roles()],
        "every": every,
        "tolerance": queries.tolerance(here, today),
        "tolerances": tolerances,
        "sets": sets,
        "limit_form": limit,
        "tolerance_form": tolerance,
        "form": wrong if wrong and wrong.errors else None,
        "duties": [(Duty(one).label, Duty(other).label, why) for (one, other), why in APART.items()],
    }
    return render(request, "purchasing/limits.jinja", context, status=422 if context["form"] else 200)
