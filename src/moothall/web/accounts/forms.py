"""allauth's forms in our words. What they check stays allauth's."""

import logging
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest

from moothall.core.models import Organisation
from moothall.web.fields import Form, Worded

log = logging.getLogger(__name__)
ONE_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def _reworded(form: forms.BaseForm, **labels: tuple[str, str]) -> None:
    """Gives fields their label and hint, and takes away placeholders, which vanish as one types."""
    for name, (label, hint) in labels.items():
        form.fields[name].label, form.fields[name].help_text = label, hint
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(Worded, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reworded(self, login=("User name or e-mail address", ""), password=("Password", ""))
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "spellcheck": "false"}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reworded(
            self,
            oldpassword=("Password now", ""),
            password1=(
                "New password",
                "At least 12 characters. Three words that do not belong together are a good start.",
            ),
            password2=("New password again", ""),
        )


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reworded(self, email=("E-mail address", "The one your council has for you"))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Sends the link. When the mail server does not take it the log says so: the page says nothing of it,
        or it would tell a known address from an unknown one."""
        try:
            super().save(request, **kwargs)
        except OSError:
            log.exception("mail not sent")
        email: str = self.cleaned_data["email"]
        return email


class NewPasswordForm(Worded, account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reworded(
            self,
            password1=(
                "New password",
                "At least 12 characters. Three words that do not belong together are a good start.",
            ),
            password2=("New password again", ""),
        )


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reworded(self, password=("Password", ""))


def _code(form: forms.BaseForm, hint: str) -> None:
    _reworded(form, code=("Code", hint))
    form.fields["code"].widget.attrs |= ONE_TIME


class CodeForm(Worded, mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "Six digits from your authenticator app, or one of your recovery codes")


class CodeAgainForm(Worded, mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "Six digits from your authenticator app, or one of your recovery codes")


class FirstCodeForm(Worded, ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "The six digits your app shows now")


class CouncilForm(Form):
    """Which of their councils somebody wants to look at."""

    organisation = forms.ChoiceField(label="Council", widget=forms.RadioSelect)

    def __init__(self, councils: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [(it.slug, it.name) for it in councils]  # type: ignore[attr-defined]


class KeyForm(Form):
    """A new key to the API."""

    name = forms.CharField(
        label="What is it for?", help_text="For example, the public dashboard", max_length=100
    )
