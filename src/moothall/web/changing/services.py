"""Services that become others: what became of them, what would move, and moving it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.direction import rehoming
from moothall.figures import reorganising
from moothall.web.access import needs
from moothall.web.changing import shown
from moothall.web.changing.forms import BecomingForm, HomesForm
from moothall.web.context import who_and_where
from moothall.web.submitting import acted


@needs("performance.read")
def changing(request: HttpRequest) -> HttpResponse:
    """What changed so far, and what can be: the year, services, councils."""
    person, here = who_and_where(request)
    context = {
        "restructures": rehoming.restructures(person, here),
        "reorganisations": shown.reorganisations(reorganising.said(person, here)),
        "may_turn": may(person, "performance.target", here),
        "may_restructure": may(person, rehoming.RESTRUCTURE, here),
        "may_declare": reorganising.may_declare(person, here),
    }
    return render(request, "changing/changing.jinja", context)


@needs("councils.manage")
def restructure(request: HttpRequest) -> HttpResponse:
    """Says what services become, shows everything that would move, and moves it once confirmed."""
    person, here = who_and_where(request)
    first = BecomingForm(
        rehoming.choices(person, here),
        request.GET if "turn" in request.GET else None,
        initial={"on": clock.today()},
    )
    context: dict[str, Any] = {"first": first, "form": first, "second": None}
    if first.is_bound and first.is_valid():
        given = first.cleaned_data
        try:
            found = rehoming.standing(person, here, given["ending"], given["on"])
        except NotPossible as fault:
            first.add_error(None, str(fault))
        else:
            second = HomesForm(found, first.homes(), request.POST or None)

            def act() -> str:
                made = rehoming.restructure(
                    person,
                    organisation=here,
                    **(given | {"ending": list(given["ending"]), "into": list(given["into"])}),
                    homes=second.homes(),
                    reason=second.cleaned_data["reason"],
                )
                return reverse("restructured", args=[made.pk])

            done = acted(
                request, second, act, "The services are as you said, and everything has its new home."
            )
            if done:
                return done
            context |= {
                "form": second if second.errors else first,
                "second": second,
                "groups": shown.standing(found, second),
                "count": len(found),
                "becomes": [name for _slug, name in first.homes()],
                "on": given["on"],
                "early": given["on"] > clock.today(),
            }
    return render(
        request, "changing/restructure.jinja", context, status=422 if context["form"].errors else 200
    )


@needs("performance.read")
def moved(request: HttpRequest, restructure: int) -> HttpResponse:
    """A restructure, with everything that it moved."""
    person, here = who_and_where(request)
    found = rehoming.moved(person, here, restructure)
    if found is None:
        raise Http404
    it, things = found
    return render(request, "changing/restructured.jinja", {"it": it, "groups": shown.rehomed(things)})
