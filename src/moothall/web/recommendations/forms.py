"""The forms of recommendations. What may be said in them is for the actions to judge."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.direction.recommendations.life import Body
from moothall.web.fields import Day, Form


class Filter(Form):
    """Which recommendations to list."""

    body = forms.ChoiceField(label="Made by", required=False, choices=[("", "Anybody"), *Body.choices])
    standing = forms.ChoiceField(
        label="How they stand",
        required=False,
        choices=[("", "All"), ("open", "Still open"), ("late", "Late"), ("over", "Done or not accepted")],
    )


class _Named(Form):
    """Has a service and somebody in it."""

    def __init__(self, services: QuerySet[Service], people: QuerySet[Person], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class RecordForm(_Named):
    """What was recommended, by whom, and who answers for it."""

    body = forms.ChoiceField(label="Made by", choices=[("", "Choose"), *Body.choices])
    report = forms.CharField(label="Title of the report", max_length=200)
    on = Day(label="Day of the report")
    words = forms.CharField(label="The recommendation, as made", widget=forms.Textarea({"rows": 4}))
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service that answers for it", empty_label="Choose"
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label="Person who answers for it",
        required=False,
        empty_label="Nobody named yet",
    )
    due = Day(label="To be done by", required=False)


class StepForm(Form):
    """What was answered or done."""

    state = forms.ChoiceField(label="How it stands now", widget=forms.RadioSelect)
    words = forms.CharField(label="What is said of it", widget=forms.Textarea({"rows": 4}))
    evidence = forms.CharField(
        label="Evidence",
        required=False,
        max_length=500,
        help_text="Where it can be seen: a minute, a report, an address. Needed to say that it is done.",
    )

    def __init__(self, states: Sequence[tuple[str, str]], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["state"].choices = states  # type: ignore[attr-defined]


class ActionForm(_Named):
    """Who will do what by when."""

    words = forms.CharField(label="What will be done", max_length=1000, widget=forms.Textarea({"rows": 3}))
    service = forms.ModelChoiceField(Service.objects.none(), label="Service", empty_label="Choose")
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Who will do it", required=False, empty_label="Nobody named yet"
    )
    due = Day(label="By when")
