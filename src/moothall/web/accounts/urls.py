"""Signing in and one's own account. Only the routes of allauth that are used, by the names it reverses."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.forms import Form
from django.urls import path, re_path
from django.views.generic import TemplateView

from moothall.web.access import public, signed_in
from moothall.web.accounts import calendar, forms, views


def page(view: Any, template: str, form: type[Form] | None = None, **more: Any) -> Any:
    """One of allauth's views with our page and our form."""
    own = {"form_class": form} if form else {}
    return view.as_view(template_name=f"accounts/{template}.jinja", extra_context=more, **own)


urlpatterns = [
    path("", views.account, name="account"),
    path("", views.account, name="mfa_index"),  # where allauth leads after a change of second factor
    path("council/", views.choose_organisation, name="choose-organisation"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/end/", calendar.end, name="calendar-end"),
    path("calendar/<slug:token>.ics", calendar.ics, name="calendar-feed"),
    path("keys/", views.keys, name="api-keys"),
    path("keys/<id:key>/end/", views.end_key, name="api-key-end"),
    path(
        "sign-in/",
        public(
            page(
                account.LoginView, "sign_in", forms.SignInForm, council_sign_in=views.council_sign_in_buttons
            )
        ),
        name="account_login",
    ),
    path("sign-out/", public(page(account.LogoutView, "sign_out")), name="account_logout"),
    path("stopped/", public(page(account.AccountInactiveView, "stopped")), name="account_inactive"),
    path(
        "again/",
        signed_in(page(account.ReauthenticateView, "again", forms.PasswordAgainForm)),
        name="account_reauthenticate",
    ),
    path("password/", signed_in(views.ChangePassword.as_view()), name="account_change_password"),
    path(
        "password/forgotten/",
        public(page(account.PasswordResetView, "forgotten", forms.ResetPasswordForm)),
        name="account_reset_password",
    ),
    path(
        "password/sent/",
        public(page(account.PasswordResetDoneView, "sent")),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(page(account.PasswordResetFromKeyView, "new_password", forms.NewPasswordForm)),
        name="account_reset_password_from_key",
    ),
    path(
        "password/set/",
        public(page(account.PasswordResetFromKeyDoneView, "password_set")),
        name="account_reset_password_from_key_done",
    ),
    path("code/", public(page(mfa.AuthenticateView, "code", forms.CodeForm)), name="mfa_authenticate"),
    path(
        "code/again/",
        signed_in(page(mfa.ReauthenticateView, "code_again", forms.CodeAgainForm)),
        name="mfa_reauthenticate",
    ),
    path(
        "app/", signed_in(page(totp.ActivateTOTPView, "app", forms.FirstCodeForm)), name="mfa_activate_totp"
    ),
    path("app/remove/", signed_in(page(totp.DeactivateTOTPView, "app_remove")), name="mfa_deactivate_totp"),
    path(
        "recovery/",
        signed_in(page(recovery.ViewRecoveryCodesView, "recovery")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "recovery/new/",
        signed_in(page(recovery.GenerateRecoveryCodesView, "recovery_new")),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "with/cancelled/",
        public(TemplateView.as_view(template_name="socialaccount/authentication_error.html")),
        name="socialaccount_login_cancelled",
    ),
    path("with/<slug:provider_id>/", views.council_sign_in, name="openid_connect_login"),
    path("with/<slug:provider_id>/back/", views.council_sign_in_back, name="openid_connect_callback"),
]
