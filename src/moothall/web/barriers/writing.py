"""Recording barriers, what is asked about them, and what came of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.queries import services
from moothall.direction.money import in_pounds
from moothall.plan.barriers import actions, queries
from moothall.plan.barriers.actions import Said
from moothall.plan.barriers.life import next_states
from moothall.plan.barriers.queries import Barrier
from moothall.web.access import needs, person_of
from moothall.web.barriers.forms import AnswerForm, AskForm, BarrierForm, StateForm
from moothall.web.context import who_and_where
from moothall.web.submitting import sent


@needs("barriers.manage")
def add(request: HttpRequest) -> HttpResponse:
    """Records a barrier."""
    person, here = who_and_where(request)
    form = BarrierForm(services(here), request.POST or None)

    def act(**given: Any) -> str:
        return reverse("barrier", args=[actions.add(person, organisation=here, said=_said(given)).pk])

    done = sent(request, form, act, "The barrier is recorded.")
    return done or _form(request, form, None, "Record a barrier", "Save barrier", reverse("barriers"))


@needs("barriers.manage")
def edit(request: HttpRequest, barrier: int) -> HttpResponse:
    """Says anew what a barrier is and costs."""
    person, it = person_of(request), _found(request, barrier)
    fields = ("title", "words", "theme", "hours", "known", "evidence", "remover")
    said = {name: getattr(it, name) for name in fields} | {
        "services": list(it.services.all()),
        "pence": None if it.pence is None else in_pounds(it.pence),
    }
    form = BarrierForm(services(it.organisation), request.POST or None, initial=said)

    def act(**given: Any) -> None:
        actions.edit(person, barrier=it, said=_said(given))

    to = reverse("barrier", args=[it.pk])
    done = sent(request, form, act, "The barrier was changed.", to)
    return done or _form(request, form, it, "Change a barrier", "Save barrier", to)


@needs("barriers.manage")
def move(request: HttpRequest, barrier: int) -> HttpResponse:
    """Says that a barrier is removed, withdrawn or open again."""
    person, it = person_of(request), _found(request, barrier)
    form = StateForm(next_states(it.state), request.POST or None)

    def act(state: str, reason: str) -> None:
        actions.move(person, barrier=it, state=state, reason=reason)

    to = reverse("barrier", args=[it.pk])
    done = sent(request, form, act, "What became of the barrier is recorded.", to)
    return done or _form(request, form, it, "What became of it", "Save", to)


@needs("barriers.manage")
def ask(request: HttpRequest, barrier: int) -> HttpResponse:
    """Records what is asked of whom."""
    person, it = person_of(request), _found(request, barrier)
    form = AskForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        actions.ask(person, barrier=it, **given)

    to = reverse("barrier", args=[it.pk])
    done = sent(request, form, act, "The ask is recorded.", to)
    return done or _form(request, form, it, "Record an ask", "Save ask", to)


@needs("barriers.manage")
def answer(request: HttpRequest, ask: int) -> HttpResponse:
    """Records what came of an ask."""
    person = person_of(request)
    it = queries.ask(person, ask)
    if it is None or not queries.may_manage(person, it.barrier.organisation):
        raise Http404
    form = AnswerForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        actions.answer(person, ask=it, **given)

    to = reverse("barrier", args=[it.barrier_id])
    done = sent(request, form, act, "The reply is recorded.", to)
    title = f"Record the reply of {it.of}"
    return done or _form(request, form, it.barrier, title, "Save reply", to, asked=it.words)


def _said(given: dict[str, Any]) -> Said:
    return Said(**{**given, "services": list(given["services"])})


def _found(request: HttpRequest, pk: int) -> Barrier:
    """A barrier of a council where this person manages them."""
    person = person_of(request)
    found = queries.barrier(person, pk)
    if found is None or not queries.may_manage(person, found.organisation):
        raise Http404
    return found


def _form(
    request: HttpRequest,
    form: Any,
    it: Barrier | None,
    title: str,
    button: str,
    to: str,
    asked: str = "",
) -> HttpResponse:
    told = {"form": form, "barrier": it, "page_title": title, "button": button, "to": to, "asked": asked}
    return render(request, "barriers/form.jinja", told, status=422 if form.errors else 200)
