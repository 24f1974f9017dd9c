"""The forms of processes and derived measures. What may be said in them is for the actions to judge."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Service
from moothall.figures.measures import catalogue
from moothall.insight.lean.life import Part, Ratio
from moothall.web.fields import Day, Form, Pounds


class ProcessForm(Form):
    """What a process is and whose."""

    title = forms.CharField(max_length=200, help_text="Such as ‘A garden waste subscription’.")
    unit = forms.CharField(label="What one case is", max_length=100, help_text="Such as ‘one subscription’.")
    words = forms.CharField(
        label="Where it begins and ends",
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
        help_text="As the person who asks for it would say it.",
    )
    service = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose a service")

    def __init__(self, services: QuerySet[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


class RateForm(Form):
    """What an hour of a role costs."""

    role = forms.CharField(max_length=60, help_text="As it is written in the map.")
    pence = Pounds(label="What an hour costs, in pounds", help_text="With on-costs: pay, pension, insurance.")
    price_year = forms.CharField(label="At the prices of", max_length=9, help_text="Such as 2026-27.")
    source = forms.CharField(
        label="Where that is from", max_length=200, help_text="Such as ‘Pay scale, grade 6, with on-costs’."
    )

    def clean_pence(self) -> int:
        """Blank is no rate."""
        pence: int | None = self.cleaned_data["pence"]
        if pence is None:
            raise forms.ValidationError("Enter what an hour costs, such as 24.50.")
        return pence


class EndForm(Form):
    """Why it is no longer done, and since when."""

    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 3}))
    on = Day(label="Last day")


class MapForm(Form):
    """What a map speaks of; its steps are typed in a table beside it."""

    on = Day(label="As it went on")
    volume = forms.IntegerField(label="Cases a year", min_value=0, max_value=1_000_000_000)
    known = forms.CharField(
        label="How the times and the volume are known",
        max_length=200,
        help_text="Such as ‘Forty cases timed in March; volume from the case system’.",
    )
    words = forms.CharField(
        label="What was changed", required=False, max_length=3000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, changed: bool, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if not changed:
            del self.fields["words"]


class PasteForm(Form):
    """Steps from elsewhere, to be put in the table and looked at before they are saved."""

    pasted = forms.CharField(
        label="Paste steps",
        required=False,
        max_length=30_000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=(
            "From a spreadsheet, or with commas: step, who, kind, touch time, wait, share of cases, adds value, "
            "failure demand. A first row with those headings may give them in another order."
        ),
    )
    file = forms.FileField(label="Or choose a file", required=False, help_text="CSV, XLSX or ODS.")


class DerivedForm(Form):
    """Two measures, and what one divided by the other is."""

    title = forms.CharField(max_length=200, help_text="Such as ‘Cost of a collection’.")
    kind = forms.ChoiceField(
        label="What it is",
        widget=forms.RadioSelect,
        choices=[(it.value, str(it.label).capitalize()) for it in Ratio],
    )
    over = forms.ChoiceField(label="Measure that is divided", help_text="Pounds, time, or what is used.")
    over_part = forms.ChoiceField(
        label="Of that measure take", choices=[(it.value, str(it.label).capitalize()) for it in Part]
    )
    under = forms.ChoiceField(label="Measure it is divided by", help_text="How many, or what there is.")
    under_part = forms.ChoiceField(
        label="Of this measure take", choices=[(it.value, str(it.label).capitalize()) for it in Part]
    )
    unit = forms.CharField(max_length=60, help_text="In words, such as ‘£ per collection’.")
    words = forms.CharField(
        label="What to keep in mind", required=False, max_length=3000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        titles = sorted((it.title, it.id) for it in catalogue().values())
        for name in ("over", "under"):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", "Choose a measure"),
                *((key, title) for title, key in titles),
            ]
