"""A channel: what it is called, where it is, and what it hears of."""

from typing import Any

from django import forms

from moothall.core.webhooks.hearing import choices
from moothall.core.webhooks.queries import WebhookKind
from moothall.web.fields import Form

ADDRESS = "Begins with https://. It is a secret: it is kept sealed, and never shown again."


class ChangeForm(Form):
    """What a channel is called and hears of; and where it is, where that changed."""

    name = forms.CharField(max_length=100, help_text="For example, Performance team.")
    address = forms.CharField(
        label="New address",
        required=False,
        max_length=2000,
        help_text=f"Leave blank to keep the one it has. {ADDRESS}",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    hears = forms.MultipleChoiceField(label="It hears of", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["hears"].choices = list(choices().items())  # type: ignore[attr-defined]


class AddForm(ChangeForm):
    """A new channel."""

    kind = forms.ChoiceField(label="Which program", choices=WebhookKind.choices, widget=forms.RadioSelect)
    field_order = ("name", "kind", "address", "hears")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["address"].label, self.fields["address"].required = "Its address", True
        self.fields["address"].help_text = ADDRESS
