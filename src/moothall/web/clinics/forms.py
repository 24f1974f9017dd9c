"""The forms of clinics. What may be said in them is for the actions to judge."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.web.fields import Day, Form


class PlanForm(Form):
    """When, and of which service."""

    on = Day(label="Day of the clinic")
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label="Service",
        required=False,
        empty_label="The whole council",
        help_text="A clinic of one service looks at its measures and actions alone.",
    )

    def __init__(self, services: QuerySet[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


class BeginForm(Form):
    """Who is there."""

    there = forms.CharField(label="Who is there", required=False, widget=forms.Textarea({"rows": 3}))


class AddForm(Form):
    """Something that no rule found."""

    title = forms.CharField(label="What to discuss", max_length=300)
    why = forms.CharField(label="Why", required=False, widget=forms.Textarea({"rows": 3}))


class MinuteForm(Form):
    """What was said and decided."""

    minutes = forms.CharField(label="What was said", required=False, widget=forms.Textarea({"rows": 6}))
    decision = forms.CharField(label="What was decided", required=False, widget=forms.Textarea({"rows": 3}))
    carry = forms.BooleanField(label="Carry it to the next clinic", required=False)


class ActionForm(Form):
    """Who will do what by when."""

    words = forms.CharField(label="What will be done", max_length=1000, widget=forms.Textarea({"rows": 3}))
    service = forms.ModelChoiceField(Service.objects.none(), label="Service", empty_label="Choose")
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Who will do it", required=False, empty_label="Nobody named yet"
    )
    due = Day(label="By when")

    def __init__(self, services: QuerySet[Service], people: QuerySet[Person], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
