"""What every page of a plan starts from: the plan that was asked for, and what this person may do to it."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.core.permission import may
from moothall.plan import queries
from moothall.plan.themes import BY_KEY, Theme
from moothall.web.access import person_of
from moothall.web.plan.days import day

if TYPE_CHECKING:
    from moothall.plan.models import Edition, Plan

MAY = ("write", "sign_off", "endorse", "confirm", "submit", "publish")


def plan_of(request: HttpRequest, pk: int) -> "Plan":
    found = queries.plan(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def theme_of(key: str) -> Theme:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def edition_of(request: HttpRequest, plan: int, number: int) -> "Edition":
    found = queries.edition(person_of(request), plan, number)
    if found is None:
        raise Http404
    return found


def page(request: HttpRequest, name: str, plan: "Plan", context: dict[str, Any]) -> HttpResponse:
    """One of the plan's pages, told what this person may do to the plan."""
    can = {what: may(person_of(request), f"plan.{what}", plan.organisation) for what in MAY}
    refused = "form" in context and context["form"].errors
    told = {"plan": plan, "can": can, "day": day, **context}
    return render(request, f"plan/{name}.jinja", told, status=422 if refused else 200)
