"""Councils that took over from others: saying so, and the figures of before their day."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.figures import queries as figures
from moothall.figures import reorganising
from moothall.figures.models import Reorganisation
from moothall.web.access import needs
from moothall.web.changing import shown
from moothall.web.changing.forms import SayForm, TakenForm
from moothall.web.context import who_and_where
from moothall.web.submitting import acted


@needs("figures.publish_loads")
def declare(request: HttpRequest) -> HttpResponse:
    """Says who took over from whom; what could be worked out is shown before anything is stored."""
    person, here = who_and_where(request)
    wanted = request.GET.get("successor", here.area_code)[:9].strip().upper()
    first = TakenForm(
        request.GET if "taken" in request.GET else None,
        initial={
            "successor": wanted,
            "from_date": clock.today(),
            "taken": "\n".join(it.code for it in reorganising.known(wanted)),
        },
    )
    context: dict[str, Any] = {"first": first, "form": first, "second": None}
    if first.is_bound and first.is_valid():
        given = first.cleaned_data
        try:
            found = reorganising.preview(person, here, given["successor"], given["from_date"], given["taken"])
        except NotPossible as fault:
            first.add_error(None, str(fault))
        else:
            second = SayForm(request.POST or None)

            def act() -> str:
                made = reorganising.reorganise(person, organisation=here, **given, **second.cleaned_data)
                return reverse("before", args=[made.successor_id]) if given["taken"] else reverse("changing")

            done = acted(request, second, act, "It is said, and what can be worked out is.")
            if done:
                return done
            context |= {
                "form": second if second.errors else first,
                "second": second,
                "rows": shown.fared(found),
                "takes_back": not given["taken"],
            }
    return render(request, "changing/declare.jinja", context, status=422 if context["form"].errors else 200)


@needs("figures.read")
def before(request: HttpRequest, area: str) -> HttpResponse:
    """How each measure of a successor fared: what could be worked out of before its day, and what not, and why."""
    person, _here = who_and_where(request)
    it = _said(request, area)
    context = {
        "it": it,
        "parts": shown.parts(it),
        "rows": shown.headlines(it, reorganising.headlines(person, it)),
        "may_declare": reorganising.may_declare(person, it.organisation),
    }
    return render(request, "changing/before.jinja", context)


@needs("figures.read")
def joined(request: HttpRequest, area: str, measure: str) -> HttpResponse:
    """One measure of a successor, with what went before it; every figure leads to where it comes from."""
    person, _here = who_and_where(request)
    it, known = _said(request, area), figures.measure(measure)
    found = reorganising.joined(person, it, known) if known and known.id == measure else None
    if found is None:
        raise Http404
    context = {
        "it": it,
        "measure": known,
        "found": found,
        "chart": shown.drawn(it, found),
        "rows": shown.moments(found),
        "parts": shown.pieces(found),
        "estimated": any(one.point and one.point.combined.estimated for one in found.moments),
    }
    return render(request, "changing/joined.jinja", context)


def _said(request: HttpRequest, area: str) -> Reorganisation:
    person, here = who_and_where(request)
    found = next((it for it in reorganising.said(person, here) if it.successor_id == area), None)
    if found is None:
        raise Http404
    return found
