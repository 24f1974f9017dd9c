"""What allauth and axes do to accounts, written to the audit.

Nothing that was typed is kept: people type their password into the wrong box.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth
from django.db.models import Q
from django.dispatch import Signal
from django.http import HttpRequest

from moothall.core.audit import record
from moothall.core.models import Organisation, Person
from moothall.web.accounts.adapters import signing_in_as
from moothall.web.middleware import client_address

# signal, what the audit calls it
CHANGES: tuple[tuple[Signal, str], ...] = (
    (auth.user_logged_in, "account.signed_in"),
    (auth.user_logged_out, "account.signed_out"),
    (account.password_changed, "account.password_changed"),
    (account.password_set, "account.password_set"),
    (account.password_reset, "account.password_reset"),
    (mfa.authenticator_added, "account.factor_added"),
    (mfa.authenticator_removed, "account.factor_removed"),
    (mfa.authenticator_reset, "account.factor_renewed"),
)


def _connect(signal: Signal, action: str) -> None:
    def write(request: HttpRequest, user: Person | None, **about: Any) -> None:
        if user is None:  # somebody who was not signed in signed out
            return
        factor = about.get("authenticator")
        for organisation in _councils(user):
            record(
                user,
                action,
                organisation=organisation,
                on=user,
                after={"factor": factor.get_type_display()} if factor else None,
                address=client_address(request),
            )

    signal.connect(write, weak=False, dispatch_uid=action)


for _signal, _action in CHANGES:
    _connect(_signal, _action)


def _failed(request: HttpRequest | None, credentials: dict[str, Any], **_: Any) -> None:
    """Nobody is known to have done it; if there is such a person, it was done to them."""
    if request is not None:
        _attempt(request, "account.sign_in_failed", _named(signing_in_as(request, credentials)))


def _locked(request: HttpRequest, username: str, **_: Any) -> None:
    _attempt(request, "account.locked_out", _named(username))


def _wrong_code(request: HttpRequest, user: Person, **_: Any) -> None:
    _attempt(request, "account.code_refused", user)


def _attempt(request: HttpRequest, action: str, on: Person | None) -> None:
    for organisation in _councils(on) if on else [None]:
        record(None, action, organisation=organisation, on=on, address=client_address(request))


auth.user_login_failed.connect(_failed, dispatch_uid="account.sign_in_failed")
user_locked_out.connect(_locked, dispatch_uid="account.locked_out")
mfa.authentication_failed.connect(_wrong_code, dispatch_uid="account.code_refused")


def _named(typed: str) -> Person | None:
    return (
        Person.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).first() if typed else None
    )


def _councils(person: Person) -> list[Organisation | None]:
    """The councils whose auditors read of it: those the person works for, else the last they left, else none."""
    councils = Organisation.objects.councils()
    now = councils.filter(memberships__person=person, memberships__ended_at__isnull=True).distinct()
    return [*now] or [councils.filter(memberships__person=person).order_by("memberships__ended_at").last()]
