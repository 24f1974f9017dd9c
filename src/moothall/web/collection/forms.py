"""The forms of data collection. What may be said in them is for the actions to judge."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.figures.measures import Measure
from moothall.performance.collection.coming import Item, State
from moothall.performance.collection.template import GAPS
from moothall.web.fields import Day, Form
from moothall.web.performance.forms import Exactly

UNITS = (("working days", "working days"), ("days", "days"))
_NUMBERS = ("value", "numerator", "denominator")


class Filter(Form):
    """Whose values, and how they stand."""

    service = forms.ChoiceField(required=False)
    state = forms.ChoiceField(
        required=False, choices=[("", "Not done yet"), *((it.value, it.value.capitalize()) for it in State)]
    )

    def __init__(self, services: Iterable[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        choices = [("", "Every service"), *((it.slug, it.name) for it in services)]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The filters that are set; what cannot be one is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class Value(Form):
    """A value, or why there is none."""

    numerator = Exactly()
    denominator = Exactly()
    value = Exactly()
    missing = forms.ChoiceField(
        label="If there is no value, why not",
        required=False,
        choices=[("", "There is a value"), *((kind, words) for words, kind in GAPS.items())],
    )
    reason = forms.CharField(
        label="What happened, if there is no value",
        required=False,
        max_length=300,
        help_text="For example, the counter was broken from 3 to 20 May.",
    )
    note = forms.CharField(
        label="Comment",
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text="What a reader should know of this value. It is kept with the figure.",
    )

    def __init__(self, measure: Measure, *args: Any, **options: Any):
        super().__init__(*args, **options)
        unit = f"Unit: {measure.unit}. " if measure.unit else ""
        if measure.numerator:
            self.fields["numerator"].label = measure.numerator
            self.fields["denominator"].label = measure.denominator
            worked = "Leave it blank to have it worked out from the two above."
            self.fields["value"].help_text = f"{unit}{worked}"
        else:
            del self.fields["numerator"], self.fields["denominator"]
            self.fields["value"].help_text = unit.strip()


def of_item(it: Item) -> dict[str, Any]:
    """The entry that stands, for the form."""
    if it.entry is None:
        return {}
    numbers = {name: getattr(it.entry, name) for name in _NUMBERS}
    written = {name: None if one is None else f"{one:f}" for name, one in numbers.items()}
    return {**written, **{name: getattr(it.entry, name) for name in ("missing", "reason", "note")}}


class Confirmed(Form):
    """That a value its history doubts is right, and why."""

    checked = forms.BooleanField(label="I have checked this value and it is right")
    because = forms.CharField(
        label="It is right because",
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text="For example, two collection rounds were lost to snow.",
    )

    def __init__(self, doubted: bool, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if not doubted:
            del self.fields["checked"], self.fields["because"]


class SentBack(Form):
    """What is wrong with a value."""

    words = forms.CharField(label="What is wrong with it", max_length=500, widget=forms.Textarea({"rows": 3}))


class Filled(Form):
    """A template that was filled in. It is judged by what is in it, so any name will do."""

    file = forms.FileField(
        label="Filled template",
        help_text="The Excel file that was downloaded here, or that came with a reminder.",
        allow_empty_file=True,  # the reader's sentence says more
        max_length=200,
    )


class Drafts(Form):
    """Why each draft that its history doubts is right all the same. One left blank stays a draft."""

    def __init__(self, found: Sequence[Item], *args: Any, **options: Any):
        super().__init__(*args, **options)
        for it in found:
            if it.entry and it.entry.doubts:
                said = " ".join(one["words"] for one in it.entry.doubts)
                self.fields[f"because_{it.entry.pk}"] = forms.CharField(
                    label=f"{it.title} is right because",
                    required=False,
                    max_length=300,
                    help_text=f"{said} Leave it blank to keep the draft back.",
                )

    def answers(self) -> dict[int, str]:
        """By entry, what was said."""
        return {int(name.partition("_")[2]): why for name, why in self.cleaned_data.items()}


class Chosen(Form):
    """Which values are signed off."""

    entries = forms.MultipleChoiceField(label="Values to sign off")

    def __init__(self, found: Sequence[Item], *args: Any, **options: Any):
        super().__init__(*args, **options)
        choices = [(str(it.entry.pk), it.title) for it in found if it.entry]
        self.fields["entries"].choices = choices  # type: ignore[attr-defined]


class DueRule(Form):
    """By when values are due, and from whom."""

    number = forms.IntegerField(
        label="Due this long after the period ends", min_value=0, max_value=400, initial=10
    )
    unit = forms.ChoiceField(label="Counted in", choices=UNITS)
    contributor = forms.ModelChoiceField(
        Person.objects.none(),
        label="Person who returns them",
        required=False,
        empty_label="The measure’s owner",
        help_text="Where the measure has no owner, those who return values for the service.",
    )

    def __init__(self, people: QuerySet[Person], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["contributor"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Number and unit become one rule, as the actions take it."""
        told = dict(super().clean() or self.cleaned_data)
        rule = {"kind": "after", "number": told.pop("number", None), "unit": told.pop("unit", None)}
        return {**told, "rule": rule}


class NewAsks(DueRule):
    """Measures of a service to ask for, all by one rule."""

    measures = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    parts = forms.CharField(
        label="Parts to ask for one by one",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="One a line, such as each source of carbon or each critical system. Blank asks for the whole.",
    )
    first_day = Day(label="From", help_text="The period that this day is in is the first.")

    field_order = ("measures", "parts", "first_day", "number", "unit", "contributor")

    def __init__(self, measures: Iterable[Measure], people: QuerySet[Person], *args: Any, **options: Any):
        super().__init__(people, *args, **options)
        choices = [(it.id, f"{it.title} ({it.frequency})") for it in measures]
        self.fields["measures"].choices = choices  # type: ignore[attr-defined]

    def clean_parts(self) -> list[str]:
        """Each line that says something."""
        return [line for it in str(self.cleaned_data["parts"]).splitlines() if (line := it.strip())]


class Ending(Form):
    """The last period asked for."""

    on = Day(label="Last day", help_text="The period that this day is in is the last.")


class RulesForm(Form):
    """What the council decided about collecting."""

    one_person = forms.BooleanField(
        label="Whoever entered a value may sign it off too",
        required=False,
        help_text="For councils with services of one person. It is written down each time.",
    )
    lead_days = forms.IntegerField(label="Begin to remind this many days before the due day", min_value=0)
