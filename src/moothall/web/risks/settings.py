"""What the council says of risk in general: the matrix, the categories, and how much of each it accepts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.risks import actions, queries
from moothall.risks.matrix import LEAST, MOST
from moothall.risks.queries import Category
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.risks.finding import form_page
from moothall.web.risks.forms import AppetiteForm, CategoryForm, MatrixForm
from moothall.web.submitting import acted, sent, told


@needs("risks.read")
def overview(request: HttpRequest) -> HttpResponse:
    """The matrix in force with what its levels mean, every category and its appetite, and what was set before."""
    person, here = who_and_where(request)
    today = clock.today()
    versions = queries.matrices(person, here)
    context = {
        "matrix": queries.matrix(here, today),
        "versions": versions,
        "standing": next((it for it, _ in versions if it.from_date <= today), None),
        "categories": queries.categories(here, ended=True),
        "may_manage": queries.may_manage(person, here),
        "sizes": range(LEAST, MOST + 1),
        "today": today,
        "day": day,
    }
    return render(request, "risks/settings.jinja", context)


@needs("risks.manage")
def matrix(request: HttpRequest) -> HttpResponse:
    """Sets the matrix from a day on."""
    person, here = who_and_where(request)
    standing = queries.matrix(here, clock.today())
    size = request.GET.get("levels", "")
    form = MatrixForm(
        standing,
        int(size) if size in map(str, range(LEAST, MOST + 1)) else len(standing.likelihood),
        request.POST or None,
        initial={
            "escalate_at": standing.escalate_at,
            "weights": "\n".join(" ".join(map(str, row)) for row in standing.weights),
            "from_date": clock.today(),
        },
    )

    def act() -> None:
        given = form.cleaned_data
        actions.set_matrix(
            person,
            organisation=here,
            content=form.content(),
            reason=given["reason"],
            from_date=given["from_date"],
        )

    to = reverse("risk-settings")
    done = acted(request, form, act, "The matrix is set.", to)
    intro = "Scores that were given stay as they are, on the matrix of their day: score those risks again."
    return done or form_page(request, form, None, "Set the matrix", "Save matrix", to, intro=intro)


@needs("risks.manage")
@require_POST
def usual(request: HttpRequest) -> HttpResponse:
    """Adds the usual categories."""
    person, here = who_and_where(request)
    actions.add_usual_categories(person, organisation=here)
    return redirect("risk-settings")


@needs("risks.manage")
def add_category(request: HttpRequest) -> HttpResponse:
    """Adds a category."""
    person, here = who_and_where(request)
    form = CategoryForm(request.POST or None)

    def act(**given: Any) -> None:
        actions.add_category(person, organisation=here, **given)

    to = reverse("risk-settings")
    done = sent(request, form, act, "The category is added.", to)
    return done or form_page(request, form, None, "Add a category", "Add category", to)


@needs("risks.manage")
def appetite(request: HttpRequest, category: int) -> HttpResponse:
    """Says how much risk of a category the council accepts, from a day on."""
    person, it = who_and_where(request)[0], _found(request, category)
    newest = it.appetites.first()
    said = {"level": newest.level, "most": newest.most, "words": newest.words} if newest else {}
    form = AppetiteForm(request.POST or None, initial=said | {"from_date": clock.today()})

    def act(**given: Any) -> None:
        actions.set_appetite(person, category=it, **given)

    to = reverse("risk-settings")
    done = sent(request, form, act, "The appetite is set.", to)
    return done or form_page(
        request, form, None, f"Appetite for {it.name.lower()} risks", "Save appetite", to
    )


@needs("risks.manage")
@require_POST
def end_category(request: HttpRequest, category: int) -> HttpResponse:
    """Ends a category: no new risk takes it."""
    person, it = who_and_where(request)[0], _found(request, category)
    with told(request):
        actions.end_category(person, category=it, on=clock.today())
    return redirect("risk-settings")


def _found(request: HttpRequest, pk: int) -> Category:
    person, here = who_and_where(request)
    found = queries.category(person, here, pk)
    if found is None:
        raise Http404
    return found
