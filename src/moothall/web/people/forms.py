"""Adding people and giving them roles."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from moothall.core.models import Organisation, Person, Role, Scope
from moothall.core.queries import roles, services
from moothall.figures.measures import catalogue
from moothall.web.fields import Form

WHO = ("username", "email", "name")  # what a password must not resemble


class RoleForm(Form):
    """A role, and what is theirs where the role reaches only that."""

    role = forms.ModelChoiceField(
        queryset=Role.objects.none(), to_field_name="slug", empty_label=None, widget=forms.RadioSelect
    )
    services = forms.MultipleChoiceField(
        label="Services that are theirs",
        help_text="For a role that reaches own services only",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    measures = forms.MultipleChoiceField(
        label="Measures that are theirs",
        help_text="For a role that reaches own measures only",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles()  # type: ignore[attr-defined]
        self.fields["services"].choices = [  # type: ignore[attr-defined]
            (it.slug, it.name) for it in services(organisation)
        ]
        self.fields["measures"].choices = sorted(  # type: ignore[attr-defined]
            ((it.id, it.title) for it in catalogue().values()), key=lambda choice: choice[1]
        )

    def clean(self) -> None:
        super().clean()
        role: Role | None = self.cleaned_data.get("role")
        if not role:
            return
        reach = {grant.scope for grant in role.grants.all()}
        own: list[str] = []
        for scope, name in ((Scope.SERVICE, "services"), (Scope.MEASURE, "measures")):
            chosen = self.cleaned_data.get(name, [])
            if scope in reach and not chosen:
                self.add_error(name, f"'{role}' reaches own {name} only: choose which are theirs.")
            own += chosen if scope in reach else []
        self.cleaned_data["own"] = own


class PersonForm(RoleForm):
    """Somebody new."""

    name = forms.CharField(max_length=200, help_text="As colleagues know them")
    username = forms.CharField(
        label="User name",
        max_length=150,
        validators=Person._meta.get_field("username").validators,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="They can sign in with it, and get a link to it to set their password",
    )
    password = forms.CharField(
        label="First password",
        required=False,
        strip=False,
        help_text="Only for somebody who gets no e-mail: tell them yourself, it is not shown again.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ("name", "username", "email", "password", "role", "services", "measures")

    def clean(self) -> None:
        super().clean()
        email, password = self.cleaned_data.get("email"), self.cleaned_data.get("password")
        if password:
            try:
                validate_password(
                    password,
                    Person(**{k: self.cleaned_data.get(k) or "" for k in ("username", "email", "name")}),
                )
            except forms.ValidationError as why:
                self.add_error("password", why)
        elif not email and "email" not in self.errors:
            self.add_error(
                "email", "Give an e-mail address, or a first password: there is no other way to sign in."
            )
