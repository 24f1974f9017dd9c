"""Who answers for each measure of the scorecard, and the services of a council."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.actions import add_service as new_service
from moothall.core.permission import may
from moothall.direction import actions, queries
from moothall.direction.queries import owner as owner_of
from moothall.figures.measures import catalogue
from moothall.performance.queries import scorecard
from moothall.web.access import needs
from moothall.web.context import who_and_where
from moothall.web.direction import shown
from moothall.web.direction.forms import OwnerForm, ServiceForm
from moothall.web.submitting import sent


@needs("performance.read")
def owners(request: HttpRequest) -> HttpResponse:
    """The service and person behind each measure of the scorecard."""
    person, here = who_and_where(request)
    may_change = queries.may_change(person, here)
    lines = scorecard(person, here, clock.today()).lines()
    rows = [shown.owned(it, may_change) for it in lines]
    return render(request, "direction/owners.jinja", {"rows": rows, "may_change": may_change})


@needs("direction.manage")
def owner(request: HttpRequest, measure: str) -> HttpResponse:
    """Says who answers for a measure."""
    person, here = who_and_where(request)
    it = catalogue().get(measure)
    if it is None:
        raise Http404
    now, services = owner_of(here, it.id), queries.services(person, here)
    usual = now.service if now else services.filter(slug=it.owner).first()
    form = OwnerForm(
        services,
        queries.answerable(person, here),
        request.POST or None,
        initial={"service": usual, "owner": now and now.person},
    )

    def act(**given: object) -> None:
        actions.set_owner(person, organisation=here, measure=it.id, **given)  # type: ignore[arg-type]

    done = sent(request, form, act, f"Who answers for ‘{it.title}’ was saved.", reverse("owners"))
    context = {"form": form, "measure": it, "any_service": services.exists()}
    return done or render(request, "direction/owner.jinja", context)


@needs("performance.read")
def services(request: HttpRequest) -> HttpResponse:
    """The services that can answer for a measure."""
    person, here = who_and_where(request)
    found = list(queries.services(person, here))
    may_add = may(person, "councils.manage", here)
    return render(request, "direction/services.jinja", {"services": found, "may_add": may_add})


@needs("councils.manage")
def add_service(request: HttpRequest) -> HttpResponse:
    """Adds a service."""
    person, here = who_and_where(request)
    form = ServiceForm(request.POST or None)

    def act(name: str, slug: str) -> None:
        new_service(person, organisation=here, slug=slug, name=name)

    done = sent(request, form, act, "The service was added.", reverse("services"))
    there = [it.slug for it in queries.services(person, here)]
    return done or render(request, "direction/service.jinja", {"form": form, "lacking": shown.lacking(there)})
