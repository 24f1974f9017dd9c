"""A requisition is written and changed. A line more is a form sent, so that it works without script."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.spend.purchasing import actions, queries
from moothall.spend.purchasing.actions import LineSaid, Said
from moothall.spend.purchasing.life import CHANGEABLE, Kind, State
from moothall.spend.purchasing.queries import Whole
from moothall.spend.purchasing.roster import Roster
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.purchasing.forms import LineForm, RequisitionForm, choice, initial_line

LINES, MOST = 3, 50


@needs("purchasing.request")
def add(request: HttpRequest) -> HttpResponse:
    """Asks for something to be bought."""
    person, here = who_and_where(request)
    first: dict[str, Any] = {}
    theirs = list(queries.may_request(person, here)[:2])
    if len(theirs) == 1:
        first["service"] = theirs[0].pk
    return _page(request, person, here, None, first, [])


@needs("purchasing.request")
def change(request: HttpRequest, requisition: int) -> HttpResponse:
    """Says anew what is asked for."""
    person, today = person_of(request), clock.today()
    it = queries.one(person, requisition, today)
    if it is None:
        raise Http404
    one = it.requisition
    if one.state not in CHANGEABLE:
        return redirect("requisition", requisition=one.pk)
    why = queries.bar(person, it, "change", Roster(one.organisation, today))
    if why:
        raise PermissionDenied(f"You may not change this requisition. {why}")
    return _page(request, person, one.organisation, it, _now(it), [initial_line(line) for line in it.lines])


def _now(it: Whole) -> dict[str, Any]:
    one = it.requisition
    told = {line.kind: line for line in it.departures}
    bare = told.get(Kind.NO_CONTRACT)
    return {
        "service": one.service_id,
        "title": one.title,
        "why": one.why,
        "needed_by": one.needed_by,
        "supplier": choice(one.supplier),
        "contract": choice(one.contract),
        "reason": bare.reason if bare else "",
        "reason_words": bare.words if bare else "",
        "retrospective": told[Kind.RETROSPECTIVE].words if Kind.RETROSPECTIVE in told else "",
        "over": told[Kind.OVER_VALUE].words if Kind.OVER_VALUE in told else "",
    }


def _page(
    request: HttpRequest,
    person: Person,
    here: Organisation,
    it: Whole | None,
    first: dict[str, Any],
    written: list[dict[str, Any]],
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    count = _count(request, len(written))
    form = RequisitionForm(
        queries.may_request(person, here),
        queries.standing_suppliers(here),
        queries.live_contracts(here, clock.today()),
        sent,
        initial=first,
    )
    blank: dict[str, Any] = {"vat": "200"}
    lines = [
        LineForm(
            sent if f"line-{place}-words" in (sent or ()) else None,
            prefix=f"line-{place}",
            initial=written[place] if place < len(written) else blank,
        )
        for place in range(count)
    ]
    if sent and "more" in sent:  # what was typed stays, and nothing is judged yet
        for one in (form, *(line for line in lines if line.is_bound)):
            one._errors = ErrorDict()  # type: ignore[attr-defined]
    elif sent:
        made = _saved(request, person, here, it, form, [line for line in lines if line.is_bound])
        if made:
            return made
    title = f"Change {it.requisition.reference}" if it else "Ask for something to be bought"
    crumbs = [{"text": "Purchasing", "href": reverse("purchasing")}]
    if it:
        crumbs.append(
            {"text": it.requisition.reference, "href": reverse("requisition", args=[it.requisition.pk])}
        )
    context = {
        "form": form,
        "lines": lines,
        "page_title": title,
        "breadcrumbs": [*crumbs, {"text": title}],
        "to": crumbs[-1]["href"],
        "sends": it is None or it.requisition.state == State.DRAFT,
        "back": it is not None and it.requisition.state != State.DRAFT,
    }
    wrong = bool(form.errors) or any(line.is_bound and line.errors for line in lines)
    return render(request, "purchasing/form.jinja", context, status=422 if wrong else 200)


def _count(request: HttpRequest, written: int) -> int:
    """How many lines the form has: those sent, and more where more were asked for."""
    asked = request.POST.get("lines", "")
    if not asked.isdecimal() or len(asked) > 3:
        return max(LINES, min(written + 1, MOST))
    return max(1, min(int(asked) + (LINES if "more" in request.POST else 0), MOST))


def _saved(
    request: HttpRequest,
    person: Person,
    here: Organisation,
    it: Whole | None,
    form: RequisitionForm,
    lines: list[LineForm],
) -> HttpResponse | None:
    """Saves it and goes to its page; None where something is to be mended."""
    sound = [form.is_valid(), *(line.is_valid() for line in lines)]
    if not all(sound):
        for place, line in enumerate(lines, 1):
            for faults in line.errors.values():
                form.add_error(None, f"Line {place}: {' '.join(map(str, faults))}")
        return None
    said = Said(
        lines=tuple(
            LineSaid(
                line.cleaned_data["words"],
                line.cleaned_data["quantity"],
                line.cleaned_data["unit_pence"],
                int(line.cleaned_data["vat"] or 200),
            )
            for line in lines
            if line.said
        ),
        **form.cleaned_data,
    )
    try:
        if it is None:
            one = actions.ask(person, organisation=here, said=said)
        else:
            one = it.requisition
            actions.change_requisition(person, requisition=one, said=said)
    except NotPossible as fault:
        form.add_error(None, str(fault))
        return None
    return _sent_on(request, person, one)


def _sent_on(request: HttpRequest, person: Person, one: queries.Requisition) -> HttpResponse:
    """Sends it for approval where that was asked; what keeps it from being sent is said on its page."""
    if "send" in request.POST:
        try:
            actions.send(person, requisition=one)
        except NotPossible as fault:
            messages.error(request, f"It is saved, and not sent: {fault}")
        else:
            messages.success(request, "It is sent for approval.")
    else:
        messages.success(request, "It is saved.")
    return redirect("requisition", requisition=one.pk)
