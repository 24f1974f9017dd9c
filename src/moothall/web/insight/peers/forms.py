"""What a group of comparators is chosen by."""

from collections.abc import Collection
from typing import Any

from django import forms

from moothall.engines.peers import NEAREST
from moothall.figures.measures import Measure, catalogue
from moothall.insight.queries import MOST_CHARACTERISTICS, MOST_GROUP
from moothall.web.fields import Form

WEIGHT = "weight-"


class Choosing(Form):
    """Characteristics to be near by, each with its weight, and how many councils to take."""

    by = forms.MultipleChoiceField(
        label="Characteristics",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What makes a council like this one: not what you want to compare.",
    )
    k = forms.IntegerField(
        label="How many councils", required=False, min_value=1, max_value=MOST_GROUP, initial=NEAREST
    )
    any_type = forms.BooleanField(label="Look at every type of council", required=False)

    def __init__(self, data: Any, held: Collection[str], chosen: Collection[str]) -> None:
        if data is not None:
            data = data.copy()
            for it in chosen:
                data.setdefault(f"{WEIGHT}{it}", "1")
            data.setdefault("k", str(NEAREST))
        super().__init__(data)
        known = catalogue()
        offered = sorted((known[it] for it in held if it in known), key=lambda it: (it.theme, it.title))
        self.fields["by"].choices = [(it.id, it.title) for it in offered]  # type: ignore[attr-defined]
        for it in chosen:
            if it in known and it in held:
                self.fields[f"{WEIGHT}{it}"] = forms.FloatField(
                    label=f"Weight of {known[it].title}",
                    required=False,
                    min_value=0,
                    max_value=100,
                    initial=1,
                )

    def clean_by(self) -> list[Measure]:
        wanted = self.cleaned_data["by"]
        if len(wanted) > MOST_CHARACTERISTICS:
            raise forms.ValidationError(f"Choose {MOST_CHARACTERISTICS} characteristics or fewer.")
        return [catalogue()[it] for it in wanted]

    @property
    def weights(self) -> dict[str, float]:
        found = {
            name.removeprefix(WEIGHT): value
            for name, value in self.cleaned_data.items()
            if name.startswith(WEIGHT)
        }
        return {name: 1.0 if value is None else value for name, value in found.items()}


class Named(Form):
    """The name that a group is kept under."""

    title = forms.CharField(label="Name of the group", max_length=80)


class ByHand(Named):
    """Councils named one a line."""

    councils = forms.CharField(
        label="Councils",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One a line, by name or code, the first to be named first.",
    )
