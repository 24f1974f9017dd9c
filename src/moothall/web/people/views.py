"""People and their roles in the council that is looked at."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from moothall.core import actions, queries
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person
from moothall.core.permission import declared, may
from moothall.web.access import needs, person_of
from moothall.web.context import current_organisation
from moothall.web.people import signing_in
from moothall.web.people.forms import PersonForm, RoleForm


@needs("people.read")
def people(request: HttpRequest) -> HttpResponse:
    """Everyone here, with their roles."""
    here = _council(request)
    return render(
        request,
        "people/people.jinja",
        {
            "everyone": queries.people(person_of(request), here),
            "may_manage": may(person_of(request), "people.manage", here),
        },
    )


@needs("people.manage")
@sensitive_post_parameters("password")
def add(request: HttpRequest) -> HttpResponse:
    """Adds somebody, with their first role."""
    here = _council(request)
    form = PersonForm(here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                added = actions.add_person(
                    person_of(request),
                    organisation=here,
                    username=given["username"],
                    name=given["name"],
                    email=given["email"],
                    password=given["password"] or None,
                )
                actions.give_role(
                    person_of(request), to=added, organisation=here, role=given["role"], own=given["own"]
                )
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            if given["password"]:
                how = "Tell them their user name and password."
                messages.success(request, f"{added} can sign in as '{added.username}'. {how}")
                return redirect("person", person=added.pk)
            return _done(
                request,
                added,
                lambda: signing_in.send_link(request, here, added),
                f"{added} can sign in as '{added.username}'. "
                f"A link to set their password is on its way to {added.email}.",
                otherwise=f"{added} is added. ",
            )
    return render(request, "people/add.jinja", {"form": form})


@needs("people.read")
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person: how they sign in, and their roles here."""
    here, whom = _somebody(request, person)
    return render(
        request,
        "people/person.jinja",
        {
            "whom": whom,
            "may_manage": may(person_of(request), "people.manage", here),
            "may_audit": may(person_of(request), "audit.read", here),
            "has_codes": Authenticator.objects.filter(user=whom, type=Authenticator.Type.TOTP).exists(),
        },
    )


@needs("people.read")
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do, in words."""
    return render(request, "people/roles.jinja", {"roles": queries.roles(), "words": declared()})


@needs("people.manage")
def give_role(request: HttpRequest, person: int) -> HttpResponse:
    """Gives somebody a further role."""
    here, whom = _somebody(request, person)
    form = RoleForm(here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        role, own = form.cleaned_data["role"], form.cleaned_data["own"]
        try:
            actions.give_role(person_of(request), to=whom, organisation=here, role=role, own=own)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{whom} now holds the role '{role}'.")
            return redirect("person", person=whom.pk)
    return render(request, "people/give_role.jinja", {"form": form, "whom": whom})


@needs("people.manage")
@require_POST
def end_role(request: HttpRequest, person: int, membership: int) -> HttpResponse:
    """Takes a role away."""
    _here, whom = _somebody(request, person)
    held = next((it for it in whom.roles_here if it.pk == membership), None)  # type: ignore[attr-defined]
    if not held:
        raise Http404
    return _done(
        request,
        whom,
        lambda: actions.end_role(person_of(request), membership=held),
        f"{whom} no longer holds the role '{held.role}'.",
    )


@needs("people.manage")
@require_POST
def stop(request: HttpRequest, person: int) -> HttpResponse:
    """Stops somebody from signing in."""
    return _set_active(request, person, False, "can no longer sign in")


@needs("people.manage")
@require_POST
def restore(request: HttpRequest, person: int) -> HttpResponse:
    """Lets somebody sign in again."""
    return _set_active(request, person, True, "can sign in again")


def _set_active(request: HttpRequest, person: int, active: bool, words: str) -> HttpResponse:
    here, whom = _somebody(request, person)
    return _done(
        request,
        whom,
        lambda: actions.set_active(person_of(request), organisation=here, whom=whom, active=active),
        f"{whom} {words}.",
    )


@needs("people.manage")
@require_POST
def send_link(request: HttpRequest, person: int) -> HttpResponse:
    """Sends somebody a link to set their password."""
    here, whom = _somebody(request, person)
    return _done(
        request,
        whom,
        lambda: signing_in.send_link(request, here, whom),
        f"A link is on its way to {whom.email}.",
    )


@needs("people.manage")
@require_POST
def codes_off(request: HttpRequest, person: int) -> HttpResponse:
    """Lets somebody who lost their phone sign in by password alone."""
    here, whom = _somebody(request, person)
    return _done(
        request,
        whom,
        lambda: signing_in.codes_off(person_of(request), here, whom),
        f"{whom} signs in without a code until they turn codes on again.",
    )


def _done(
    request: HttpRequest, whom: Person, act: Callable[[], object], words: str, otherwise: str = ""
) -> HttpResponse:
    """Acts, says what came of it, and goes to the person. `otherwise` is said before why it was not possible."""
    try:
        act()
    except NotPossible as why:
        messages.error(request, f"{otherwise}{why}")
    else:
        messages.success(request, words)
    return redirect("person", person=whom.pk)


def _council(request: HttpRequest) -> Organisation:
    here = current_organisation(request)
    if here is None:
        raise PermissionDenied("You hold no role in any council here. Ask an administrator to give you one.")
    return here


def _somebody(request: HttpRequest, person: int) -> tuple[Organisation, Person]:
    here = _council(request)
    whom = queries.people(person_of(request), here).filter(pk=person).first()
    if not whom:
        raise Http404
    return here, whom
