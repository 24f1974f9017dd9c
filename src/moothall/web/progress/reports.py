"""A year's progress report before it is published: always as things stand, until it is frozen."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.kit.documents.html import to_html
from moothall.plan import queries as plans
from moothall.plan.progress import actions, queries
from moothall.plan.progress.verifying import verify
from moothall.web.access import needs, person_of
from moothall.web.plan.days import day
from moothall.web.sending import site


@needs("plan.read")
def preview(request: HttpRequest, plan: int, year: int) -> HttpResponse:
    """The report as it would be frozen now; where it is published, whether it is as it was."""
    person = person_of(request)
    it = plans.plan(person, plan)
    if it is None:
        raise Http404
    kept = queries.report(it.organisation.slug, it.slug, year)
    try:
        made = queries.preview(person, it, year, clock.today())
    except NotPossible as why:
        raise Http404(str(why)) from why
    context = {
        "plan": it,
        "year": year,
        "made": made,
        "body": to_html(made.document.blocks),
        "kept": kept,
        "runs_until": made.year.end if made.year.end > clock.today() else None,
        "verdict": verify(kept) if kept else None,
        "may_publish": may(person, "plan.publish", it.organisation),
        "day": day,
    }
    return render(request, "progress/report.jinja", context)


@needs("plan.publish")
@require_POST
def publish(request: HttpRequest, plan: int, year: int) -> HttpResponse:
    """Freezes the report and makes it public."""
    person = person_of(request)
    it = plans.plan(person, plan)
    if it is None:
        raise Http404
    try:
        made = actions.publish(person, plan=it, year=year, site=site(request), early="early" in request.POST)
        messages.success(request, f"{made} is published.")
    except NotPossible as why:
        messages.error(request, str(why))
        try:
            queries.preview(person, it, year, clock.today())
        except NotPossible:
            return redirect("progress")  # there is no such page to go back to
    return redirect("progress-report", plan, year)
