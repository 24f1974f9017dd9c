"""The scorecard, and the targets of a measure."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.direction.queries import may_change
from moothall.figures import queries as figures
from moothall.performance import queries
from moothall.performance.actions import set_target
from moothall.performance.signal import signals
from moothall.performance.status import RULE
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.performance import shown
from moothall.web.performance.forms import TargetForm


@needs("performance.read")
def scorecard(request: HttpRequest) -> HttpResponse:
    """How the council is doing on its priorities."""
    person, organisation = who_and_where(request)
    found = queries.scorecard(person, organisation, clock.today(), at_once=True)
    said = signals(person, organisation, (it.measure.id for it in found.lines()))
    context = {
        "scorecard": found,
        "counts": shown.counts(found),
        "sections": shown.sections(person, found, said),
        "travelled": shown.travelled(found),
        "rule": RULE,
        "may_change": may_change(person, organisation),
    }
    return render(request, "performance/scorecard.jinja", context)


@needs("performance.read")
def methods(request: HttpRequest) -> HttpResponse:
    """How what a measure's page shows is worked out, and how often it is wrong."""
    return render(request, "performance/methods.jinja", {})


@needs("performance.read")
def target(request: HttpRequest, measure: str) -> HttpResponse:
    """The targets a measure has had, and setting the next, for those who may."""
    person, organisation = who_and_where(request)
    it = figures.measure(measure)
    if it is None or it.id != measure:
        raise Http404
    today = clock.today()
    form = TargetForm(it, request.POST or None, initial={"from_date": _year_start(today)})
    if request.method == "POST" and form.is_valid():
        try:
            set_target(person, organisation=organisation, measure=it, **form.cleaned_data)
        except NotPossible as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"The target for ‘{it.title}’ was saved.")
            return redirect("target", measure=it.id)
    line = queries.line(person, organisation, it, today)
    context = {
        "measure": it,
        "row": shown.row(person, organisation, line),
        "targets": shown.history(it, queries.targets(person, organisation, it)),
        "form": form if queries.may_set_target(person, organisation, line) else None,
    }
    return render(request, "performance/target.jinja", context)


def _year_start(today: date) -> date:
    return date(today.year if today.month >= 4 else today.year - 1, 4, 1)
