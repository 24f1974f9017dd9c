"""One's own account: what it holds, its password, its keys, and which council one looks at."""

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from moothall.core import actions
from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.core.queries import keys_of, memberships_of, organisations_of
from moothall.web.access import needs, person_of, public, signed_in
from moothall.web.accounts.forms import ChangePasswordForm, CouncilForm, KeyForm
from moothall.web.context import CHOSEN, current_organisation


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Your account: roles, password, second factor, keys."""
    kinds = set(Authenticator.objects.filter(user=person_of(request)).values_list("type", flat=True))
    return render(
        request,
        "accounts/account.jinja",
        {
            "memberships": memberships_of(person_of(request)),
            "has_password": person_of(request).has_usable_password(),
            "has_app": Authenticator.Type.TOTP in kinds,
            "may_hold_keys": may(person_of(request), "keys.hold"),
        },
    )


class ChangePassword(PasswordChangeView):
    """Changing one's password. Somebody who has none gets one by e-mail, like anybody who forgot theirs."""

    template_name = "accounts/password.jinja"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


@signed_in
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Which of one's councils to look at."""
    councils = list(organisations_of(person_of(request)))
    now = current_organisation(request)
    form = CouncilForm(councils, request.POST or None, initial={"organisation": now.slug if now else ""})
    if request.method == "POST" and form.is_valid():
        request.session[CHOSEN] = form.cleaned_data["organisation"]
        return redirect("home")
    return render(request, "accounts/council.jinja", {"form": form, "councils": councils})


@needs("keys.hold")
@never_cache
@sensitive_variables("secret")
def keys(request: HttpRequest) -> HttpResponse:
    """One's keys to the API. A new one is shown in the answer that makes it, and never again."""
    form, secret = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _key, secret = actions.make_api_key(
                person_of(request), organisation=_council(request), name=form.cleaned_data["name"]
            )
            form = KeyForm()
        except NotPossible as why:
            form.add_error(None, str(why))
    return render(
        request, "accounts/keys.jinja", {"form": form, "secret": secret, "keys": keys_of(person_of(request))}
    )


@needs("keys.hold")
@require_POST
def end_key(request: HttpRequest, key: int) -> HttpResponse:
    """Ends one of one's own keys."""
    mine = keys_of(person_of(request)).filter(pk=key, ended_at__isnull=True).first()
    if not mine:
        raise Http404
    actions.end_api_key(person_of(request), organisation=_council(request), key=mine)
    messages.success(request, f"The key '{mine.name}' no longer works.")
    return redirect(reverse("api-keys"))


def council_sign_in_buttons() -> list[dict[str, str]]:
    """The council's own sign-in, where MOOTHALL_OIDC_ISSUER names one."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    apps = providers["openid_connect"]["APPS"]
    return [
        {"name": it["name"], "href": reverse("openid_connect_login", args=[it["provider_id"]])} for it in apps
    ]


@public
def council_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the council's own sign-in page (by POST; a GET asks first)."""
    response: HttpResponse = openid.login(request, provider_id)
    return response


@public
def council_sign_in_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the council's own sign-in page."""
    response: HttpResponse = openid.callback(request, provider_id)
    return response


def _council(request: HttpRequest) -> Any:
    council = current_organisation(request)
    if council is None:
        raise Http404
    return council
