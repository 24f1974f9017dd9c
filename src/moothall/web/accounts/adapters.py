"""How signing in differs from allauth's own ways."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.web.middleware import client_address

REFUSED = "We do not know that user name or e-mail address with that password. Check both and try again."
TOO_MANY = "Too many tries: wait five minutes, then try again."


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: an administrator adds people."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # one sentence, whether or not there is such a person
        "username_password_mismatch": REFUSED,
        "email_password_mismatch": REFUSED,
        "enter_current_password": "That is not your password now.",
        "incorrect_password": "That is not your password.",
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth would count wrong passwords here, in each process; axes does, for all, in the database."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The council's own account signs in somebody an administrator has added, known by e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody needs telling that their council's account is now known here."""


def signing_in_as(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name whose failures axes counts: but for case, or each spelling would have a count of its own."""
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(typed).strip().casefold()[:255]


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """What somebody sees after too many failed attempts."""
    hours = settings.AXES_COOLOFF_TIME
    wait = "an hour" if hours == 1 else f"{hours} hours"
    return render(request, "accounts/locked.jinja", {"wait": wait}, status=429)
