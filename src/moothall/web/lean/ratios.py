"""Derived measures: the list, one with the figures behind it, declaring one and ending it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.permission import may
from moothall.insight.lean import actions, composing, queries
from moothall.insight.lean.derived import From
from moothall.insight.lean.permissions import WRITE
from moothall.insight.lean.queries import Ratio
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.lean.forms import DerivedForm
from moothall.web.lean.writing import form_page
from moothall.web.sending import rows_sent
from moothall.web.submitting import sent, told

COLUMNS = ["Period", "Value", "Unit", "Divided", "Divided by", "Why there is no value"]


@needs("performance.read")
def every(request: HttpRequest) -> HttpResponse:
    """Every derived measure with its newest value."""
    person, here = who_and_where(request)
    context = {
        "found": queries.derived(person, here),
        "may_write": may(person, WRITE, here),
        "sides": composing.sides,
        "shown": composing.shown,
    }
    return render(request, "lean/derived_measures.jinja", context)


@needs("performance.read")
def one(request: HttpRequest, derived: str) -> HttpResponse:
    """One: its values, and every figure that each was worked out from."""
    it = _found(request, derived)
    context = {
        "it": it,
        "derived": it.derived,
        "chart": composing.plotted(it),
        "values": list(reversed(it.values)),
        "sides": composing.sides(it.derived),
        "sums": _sums(it),
        "shown": composing.shown,
        "why_none": composing.why_none,
        "may_end": queries.may_end(person_of(request), it.derived),
    }
    return render(request, "lean/derived.jinja", context)


def _sums(it: Ratio) -> list[tuple[str, str, tuple[From, ...]]]:
    """Of every number that is a sum: its period, what it is, and the figures that were added up."""
    return [
        (one.label, composing.side(measure, part), figures)
        for one in reversed(it.values)
        for measure, part, figures in (
            (it.derived.over, it.derived.over_part, one.over_from),
            (it.derived.under, it.derived.under_part, one.under_from),
        )
        if len(figures) > 1
    ]


@needs("performance.read")
def csv(request: HttpRequest, derived: str) -> StreamingHttpResponse:
    """Its values as rows, unrounded."""
    it = _found(request, derived)
    rows = (
        [one.label, one.value, it.derived.unit, one.over, one.under, one.reason or None] for one in it.values
    )
    return rows_sent(COLUMNS, rows, it.derived.slug)


@needs("lean.write")
def add(request: HttpRequest) -> HttpResponse:
    """Declares one."""
    person, here = who_and_where(request)
    form = DerivedForm(request.POST or None)

    def act(**given: Any) -> str:
        made = actions.set_derived(person, organisation=here, **given)
        return reverse("derived", args=[made.slug])

    done = sent(request, form, act, "The measure is worked out, and will be when its figures change.")
    return done or form_page(
        request, form, None, "Work a measure out from two", "Work it out", reverse("derived-measures")
    )


@needs("lean.write")
@require_POST
def end(request: HttpRequest, derived: str) -> HttpResponse:
    """Ends one: it is worked out no more."""
    it = _found(request, derived)
    with told(request):
        actions.end_derived(person_of(request), derived=it.derived, on=clock.today())
        messages.success(request, f"‘{it.derived}’ is worked out no more.")
    return redirect("derived-measures")


def _found(request: HttpRequest, slug: str) -> Ratio:
    person, here = who_and_where(request)
    it = queries.one_derived(person, here, slug)
    if it is None:
        raise Http404
    return it
