"""Who may open a route: declared on every view, checked before it runs, listed by a test.

    @public                      anyone
    @signed_in                   anybody with a session
    @needs("plan.write")         whoever holds the permission anywhere; the action asks again about the thing

A view that declares nothing is refused to everyone.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from moothall.core.models import Person
from moothall.core.permission import declared, may
from moothall.web.errors import signed_out

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC, SIGNED_IN = "public", "signed in"


def public(view: View) -> View:
    """Anyone may open it."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anybody who has signed in may open it."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def needs(permission: str) -> Callable[[View], View]:
    """Whoever holds this permission, in any organisation and scope, may open it."""

    def declare(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]
        return view

    return declare


def access_of(view: Callable[..., Any]) -> str | None:
    """What a view declares; None when it declares nothing."""
    own: str | None = getattr(view, "access", None) or getattr(
        getattr(view, "view_class", None), "access", None
    )
    return own


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; for views that only somebody signed in may open."""
    if not request.user.is_authenticated:
        raise PermissionDenied("Sign in first.")
    return request.user


class AccessMiddleware:
    """Refuses a view that the person may not open: to the sign-in page, or with a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        access = access_of(view)
        if access == PUBLIC:
            return None
        if access is None:
            raise PermissionDenied("This page does not say who may open it, so nobody may. Tell us about it.")
        if not request.user.is_authenticated:
            return signed_out(request) or redirect_to_login(request.get_full_path())
        if access != SIGNED_IN and not may(request.user, access):
            raise PermissionDenied(
                f"You may not {declared()[access]}. Ask an administrator for a role that can."
            )
        return None
