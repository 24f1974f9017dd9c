"""A council's priorities, and the measures that show them."""

from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.direction import actions, queries
from moothall.kit.documents.words import spoken_date
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.direction import shown, tree
from moothall.web.direction.forms import EndForm, MeasuresForm, PriorityForm, Search
from moothall.web.sending import document_sent, names, rows_sent, site
from moothall.web.submitting import sent

FILES = ("xlsx", "csv")


@needs("performance.read")
def priorities(request: HttpRequest) -> HttpResponse:
    """The corporate plan as one tree: the priorities that stand or are to come, then those that have ended."""
    person, here = who_and_where(request)
    found, today = queries.every_priority(person, here), clock.today()
    current = [it for it in found if not it.to_date or it.to_date >= today]
    context = {
        "trunks": tree.tree(person, here, current, today),
        "ended": [shown.ended(it) for it in found if it.to_date and it.to_date < today],
        "day": spoken_date,
        "may_change": queries.may_change(person, here),
        "files": names(*FILES),
    }
    return render(request, "direction/priorities.jinja", context)


@needs("performance.read")
def priority(request: HttpRequest, priority: int) -> HttpResponse:
    """One priority and all that serves it."""
    person = person_of(request)
    it, today = _readable(request, priority), clock.today()
    context = {
        "trunk": tree.tree(person, it.organisation, [it], today)[0],
        "day": spoken_date,
        "may_change": queries.may_change(person, it.organisation),
        "files": names(*FILES),
    }
    return render(request, "direction/one.jinja", context)


@needs("performance.read")
def file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The tree as rows, for a spreadsheet; of one priority where the address names it."""
    person, here = who_and_where(request)
    today, asked = clock.today(), request.GET.get("priority", "")
    if asked:
        found = [_readable(request, int(asked) if asked.isascii() and asked.isdecimal() else 0)]
        here = found[0].organisation
    else:
        every = queries.every_priority(person, here)
        found = [it for it in every if not it.to_date or it.to_date >= today]
    trunks = tree.tree(person, here, found, today)
    name = f"{here.slug}-{found[0].slug if asked else 'corporate-plan'}-{today.isoformat()}"
    if kind == "csv":
        return rows_sent(tree.COLUMNS, tree.rows(trunks, site(request)), name)
    made = tree.document(here, trunks, today, site(request))
    return document_sent(request, made, kind, name, page=reverse("priorities"))


@needs("direction.manage")
def add(request: HttpRequest) -> HttpResponse:
    """Adds a priority."""
    person, here = who_and_where(request)
    people = queries.answerable(person, here)
    form = PriorityForm(people, request.POST or None, initial={"from_date": clock.today()})

    def act(**given: object) -> str:
        made = actions.add_priority(person, organisation=here, **given)  # type: ignore[arg-type]
        return reverse("priority-measures", args=[made.pk])

    done = sent(request, form, act, "The priority was added. Now choose the measures that show it.")
    return done or render(request, "direction/priority.jinja", {"form": form, "priority": None})


@needs("direction.manage")
def edit(request: HttpRequest, priority: int) -> HttpResponse:
    """Changes what a priority is, whose, and for which days."""
    person, here = who_and_where(request)
    it = _found(request, priority)
    form = PriorityForm(queries.answerable(person, here), request.POST or None, initial=model_to_dict(it))

    def act(**given: object) -> None:
        actions.change_priority(person, priority=it, **given)  # type: ignore[arg-type]

    done = sent(request, form, act, f"‘{it}’ was changed.", reverse("priorities"))
    return done or render(request, "direction/priority.jinja", {"form": form, "priority": it})


@needs("direction.manage")
def measures(request: HttpRequest, priority: int) -> HttpResponse:
    """Chooses and orders the measures that show a priority."""
    person, _here = who_and_where(request)
    it, words = _found(request, priority), request.GET.get("q", "")[:100]
    chosen, offered = shown.offered(person, it, words)
    form = MeasuresForm(chosen, offered, request.POST or None)

    def act(measures: list[str]) -> None:
        actions.choose_measures(person, priority=it, measures=measures)

    done = sent(request, form, act, f"The measures of ‘{it}’ were saved.", request.path)
    context = {"form": form, "priority": it, "search": Search(initial={"q": words}), "words": words}
    return done or render(request, "direction/measures.jinja", context)


@needs("direction.manage")
def end(request: HttpRequest, priority: int) -> HttpResponse:
    """Ends a priority."""
    person, _here = who_and_where(request)
    it = _found(request, priority)
    form = EndForm(request.POST or None, initial={"on": clock.today()})
    done = sent(
        request,
        form,
        lambda on: actions.end_priority(person, priority=it, on=on),
        f"‘{it}’ was given its last day.",
        reverse("priorities"),
    )
    return done or render(request, "direction/end.jinja", {"form": form, "priority": it})


def _readable(request: HttpRequest, priority: int) -> queries.Priority:
    found = queries.priority(person_of(request), priority) if priority < 2**63 else None
    if found is None:
        raise Http404
    return found


def _found(request: HttpRequest, priority: int) -> queries.Priority:
    found = queries.to_change(*who_and_where(request), priority)
    if found is None:
        raise Http404
    return found
