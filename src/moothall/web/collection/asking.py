"""What is asked for: the list, more of it, changed, ended; and the rules of collecting."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.figures.measures import catalogue
from moothall.performance.collection import actions, queries
from moothall.web.access import needs, person_of
from moothall.web.collection import shown
from moothall.web.collection.forms import DueRule, Ending, NewAsks, RulesForm
from moothall.web.context import who_and_where
from moothall.web.submitting import sent


@needs("collection.manage")
def asks(request: HttpRequest) -> HttpResponse:
    """Every measure that is asked for, and the services to ask more of."""
    person, here = who_and_where(request)
    titles = {key: it.title for key, it in catalogue().items()}
    context = {
        "rows": shown.asks(queries.asks(person, here), titles),
        "templates": any(it.state.wanted for it in queries.collected(person, here, clock.today())),
        "services": list(queries.services(person, here)),
        "rules": queries.rules(here),
    }
    return render(request, "collection/asks.jinja", context)


@needs("collection.manage")
def add(request: HttpRequest, from_service: str) -> HttpResponse:
    """Asks a service for values of its measures, several at once."""
    person, here = who_and_where(request)
    service = queries.services(person, here).filter(slug=from_service).first()
    if service is None:
        raise Http404
    measures, people = queries.askable(person, service), queries.contributors(person, here)
    form = NewAsks(measures, people, request.POST or None, initial={"first_day": clock.today()})

    def act(**given: Any) -> None:
        actions.ask(person, organisation=here, service=service, **given)

    done = sent(request, form, act, f"{service} is asked for them.", reverse("collection-asks"))
    context = {"form": form, "service": service, "any": bool(measures)}
    return done or render(request, "collection/add.jinja", context, status=422 if form.errors else 200)


@needs("collection.manage")
def change(request: HttpRequest, asked: int) -> HttpResponse:
    """Says anew by when a measure's values are due, and from whom."""
    person, it = _ask(request, asked)
    initial = {"number": it.rule.get("number"), "unit": it.rule.get("unit"), "contributor": it.person_id}
    people = queries.contributors(person, it.organisation)
    form = DueRule(people, request.POST or None, initial=initial)

    def act(**given: Any) -> None:
        actions.change_ask(person, ask=it, **given)

    title = _title(it)
    done = sent(request, form, act, f"‘{title}’ was changed.", reverse("collection-asks"))
    context = {"form": form, "it": it, "title": title}
    return done or render(request, "collection/ask.jinja", context, status=422 if form.errors else 200)


@needs("collection.manage")
def end(request: HttpRequest, asked: int) -> HttpResponse:
    """The measure is no longer asked for."""
    person, it = _ask(request, asked)
    form = Ending(request.POST or None, initial={"on": clock.today()})

    def act(on: date) -> None:
        actions.end_ask(person, ask=it, on=on)

    title = _title(it)
    done = sent(request, form, act, f"‘{title}’ was given its last period.", reverse("collection-asks"))
    context = {"form": form, "it": it, "title": title}
    return done or render(request, "collection/end.jinja", context, status=422 if form.errors else 200)


@needs("collection.manage")
def rules(request: HttpRequest) -> HttpResponse:
    """Who may sign off, and when reminders begin."""
    person, here = who_and_where(request)
    now = queries.rules(here)
    form = RulesForm(request.POST or None, initial={"one_person": now.one_person, "lead_days": now.lead_days})

    def act(**given: Any) -> None:
        actions.set_rules(person, organisation=here, **given)

    done = sent(request, form, act, "The rules were saved.", reverse("collection-asks"))
    return done or render(
        request, "collection/rules.jinja", {"form": form}, status=422 if form.errors else 200
    )


def _ask(request: HttpRequest, pk: int) -> tuple[Any, queries.Ask]:
    person = person_of(request)
    found = queries.ask(person, pk)
    if found is None:
        raise Http404
    return person, found


def _title(it: queries.Ask) -> str:
    measure = catalogue().get(it.measure)
    return measure.title if measure else it.measure
