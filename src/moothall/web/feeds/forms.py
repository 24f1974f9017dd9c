"""The form of a feed, made from what its plug-in declares. What may be written in it is for the action to judge."""

from collections.abc import Mapping
from typing import Any

from django import forms

from moothall.figures.feeds.config import written
from moothall.figures.feeds.plugins import Feed, Setting
from moothall.figures.measures import catalogue
from moothall.web.fields import Form

LONG = ("list", "pairs", "measures")


class Details(Form):
    """A feed: its title, how often it runs, and what its plug-in lets one choose."""

    title = forms.CharField(
        max_length=200, help_text="How it is listed, such as ‘Claimant count from Nomis’."
    )
    every = forms.IntegerField(
        label="Days between runs",
        min_value=1,
        max_value=400,
        help_text="Publishers ask not to be asked more often than their figures change.",
    )

    def __init__(self, feed: Feed, config: Mapping[str, Any], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.feed = feed
        for setting in feed.settings:
            self.fields[setting.name] = _field(setting, written(setting, config.get(setting.name)))

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        config = {it.name: self.cleaned_data[it.name] for it in self.feed.settings}
        return {"title": self.cleaned_data["title"], "every": self.cleaned_data["every"], "config": config}


def _field(setting: Setting, initial: str) -> forms.Field:
    common: dict[str, Any] = {
        "label": setting.label,
        "help_text": setting.hint,
        "required": setting.required and not setting.default,
        "initial": initial,
    }
    if setting.kind == "measure":
        titles = sorted((it.title, it.id) for it in catalogue().values())
        return forms.ChoiceField(
            choices=[("", "Choose a measure"), *((id, it) for it, id in titles)], **common
        )
    if setting.kind == "choice":
        return forms.ChoiceField(choices=setting.choices, **common)
    if setting.kind in LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **common)
    return forms.CharField(max_length=500, **common)
