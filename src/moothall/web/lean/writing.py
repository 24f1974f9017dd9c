"""Recording a process, what an hour of its roles costs, and its end."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.insight.lean import actions, queries
from moothall.insight.lean.queries import Drawn, Process
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.lean.forms import EndForm, ProcessForm, RateForm
from moothall.web.lean.views import found
from moothall.web.submitting import sent


@needs("lean.write")
def add(request: HttpRequest) -> HttpResponse:
    """Records a process."""
    person, here = who_and_where(request)
    form = ProcessForm(queries.writable(person, here), request.POST or None)

    def act(**given: Any) -> str:
        made = actions.add_process(person, organisation=here, **given)
        return reverse("process-map", args=[made.pk, "before"])

    done = sent(request, form, act, "The process is recorded. Draw how it goes now.")
    return done or form_page(request, form, None, "Record a process", "Save process")


@needs("lean.write")
def edit(request: HttpRequest, process: int) -> HttpResponse:
    """Says anew what a process is."""
    person, it = person_of(request), to_write(request, process).process
    said = {name: getattr(it, name) for name in ("title", "unit", "words", "service")}
    form = ProcessForm(queries.writable(person, it.organisation), request.POST or None, initial=said)

    def act(**given: Any) -> None:
        actions.change_process(person, process=it, **given)

    done = sent(request, form, act, "The process was changed.", reverse("process", args=[it.pk]))
    return done or form_page(request, form, it, "Change a process", "Save process")


@needs("lean.write")
def rate(request: HttpRequest, process: int) -> HttpResponse:
    """Says what an hour of a role costs."""
    person, drawn = person_of(request), to_write(request, process)
    role = request.GET.get("role", "").replace("\0", "")
    held = drawn.rates.get(role) or next(iter(drawn.rates.values()), None)
    said = {
        "role": role,
        "price_year": held.price_year if held else "",
        "source": held.source if held else "",
    }
    form = RateForm(request.POST or None, initial=said)

    def act(**given: Any) -> None:
        actions.set_rate(person, process=drawn.process, **given)

    to = reverse("process", args=[process])
    done = sent(request, form, act, "The rate is set.", to)
    return done or form_page(request, form, drawn.process, "Set what an hour costs", "Save rate")


@needs("lean.write")
def end(request: HttpRequest, process: int) -> HttpResponse:
    """Says that a process is no longer done."""
    person, it = person_of(request), to_write(request, process).process
    form = EndForm(request.POST or None, initial={"on": clock.today()})

    def act(**given: Any) -> None:
        actions.end_process(person, process=it, **given)

    done = sent(request, form, act, "The process has ended.", reverse("process", args=[it.pk]))
    return done or form_page(request, form, it, "End a process", "End it")


def to_write(request: HttpRequest, pk: int) -> Drawn:
    """A process that this person draws. Raises PermissionDenied where it is of another's service."""
    it = found(request, pk)
    if not queries.may_write(person_of(request), it.process):
        raise PermissionDenied("This process is another service’s: its manager draws it.")
    return it


def form_page(
    request: HttpRequest, form: Any, it: Process | None, title: str, button: str, to: str = ""
) -> HttpResponse:
    """A form about a process, or about none yet."""
    back = to or (reverse("process", args=[it.pk]) if it else reverse("lean"))
    told = {"form": form, "process": it, "page_title": title, "button": button, "to": back}
    return render(request, "lean/form.jinja", told, status=422 if form.errors else 200)
