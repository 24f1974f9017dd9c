"""The forms of quarterly reports. What may be said in them is for the actions to judge."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from moothall.kit.periods import Period
from moothall.web.fields import Form


class BeginForm(Form):
    """Which quarter."""

    start = forms.TypedChoiceField(label="Quarter", coerce=date.fromisoformat)

    def __init__(self, quarters: Sequence[Period], *args: Any, **options: Any):
        super().__init__(*args, **options)
        choices = [(it.start.isoformat(), f"{it.label}, to {it.end:%B %Y}") for it in quarters]
        self.fields["start"].choices = choices  # type: ignore[attr-defined]


class IntroductionForm(Form):
    """What an officer says before the figures."""

    text = forms.CharField(
        label="Introduction",
        required=False,
        help_text="What members should know before the figures. Leave it blank to have none. "
        "Headings, lists and links can be written in Markdown.",
        widget=forms.Textarea({"rows": 14}),
    )
