"""A plan in a file, checked for anybody who sends one. Nothing of it is kept."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.reference.productivity_letter import letter
from moothall.web.access import public
from moothall.web.api.limits import Rate, count
from moothall.web.api.problems import Problem
from moothall.web.errors import too_many
from moothall.web.middleware import client_address
from moothall.web.plan.forms import PlanFile
from moothall.web.plan.importing import form_of
from moothall.web.plan.reading import read_as_plan
from moothall.web.plan.rules import explained

CHECKS: Rate = (20, 3600)  # for each address: a check takes seconds


@public
def check_file(request: HttpRequest) -> HttpResponse:
    """What is read in a plan that was sent: its parts, answers and figures, and what there is to mend."""
    if request.method != "POST":
        return render(request, "plan/check_file.jinja", {"form": PlanFile()})
    form = PlanFile(request.POST, request.FILES)
    try:
        count(f"plan-check:{client_address(request)}", CHECKS)
    except Problem:
        return too_many(request)
    if not form.is_valid():
        return render(request, "plan/check_file.jinja", {"form": form}, status=422)
    try:
        reading = read_as_plan(form.cleaned_data["file"])
    except NotPossible as why:
        form.add_error("file", str(why))
        return render(request, "plan/check_file.jinja", {"form": form}, status=422)
    from moothall.recipes.plan_check import check

    found = check(reading).findings
    mine = request.user.is_authenticated and may(request.user, "plan.write")
    context = {
        "form": form,
        "name": form.cleaned_data["file"].name,
        "reading": reading,
        "answers": [(it, reading.coverage[it.id]) for it in letter().questions],
        "groups": [(code, list(some)) for code, some in groupby(sorted(found, key=_order), _order)],
        "findings": found,
        "rules": explained(found),
        "first": reading.passages[0].line
        if reading.passages
        else 0,  # what is of the whole plan stands there
        "keep": form_of(form.cleaned_data["file"], reading.passages) if mine else None,
    }
    return render(request, "plan/checked.jinja", context)


def _order(finding: object) -> tuple[int, str]:
    return -finding.severity.rank, finding.code  # type: ignore[attr-defined]
