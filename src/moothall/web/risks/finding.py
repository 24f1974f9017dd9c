"""The risk that a page is about, for somebody who may change it, and the page of its form."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from moothall.risks import queries
from moothall.risks.queries import Risk
from moothall.web.access import person_of


def to_write(request: HttpRequest, pk: int) -> Risk:
    """A risk that this person records. Raises PermissionDenied where it is of another's service."""
    person = person_of(request)
    found = queries.risk(person, pk)
    if found is None:
        raise Http404
    return theirs(request, found)


def theirs(request: HttpRequest, risk: Risk) -> Risk:
    """The same risk, once it is sure that this person writes it."""
    if not queries.may_write(person_of(request), risk):
        raise PermissionDenied("This risk is another service’s: its manager says how it stands.")
    return risk


def form_page(
    request: HttpRequest, form: Any, risk: Risk | None, title: str, button: str, to: str = "", **more: Any
) -> HttpResponse:
    """A form about a risk, or about risks in general."""
    back = to or (reverse("risk", args=[risk.pk]) if risk else reverse("risks"))
    told = {"form": form, "risk": risk, "page_title": title, "button": button, "to": back}
    return render(request, "risks/form.jinja", told | more, status=422 if form.errors else 200)
