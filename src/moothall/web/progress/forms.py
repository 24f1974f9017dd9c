"""The forms of progress. What may be said in them is for the actions to judge."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.direction.life import OPEN, Basis, State
from moothall.figures.measures import catalogue
from moothall.kit.numbers import NotANumber, decimal, exact
from moothall.plan.themes import THEMES
from moothall.web.fields import Day, Form, Pounds

Choices = Sequence[tuple[str, str]]
_SECTIONS: Choices = [(theme.key, theme.title) for theme in THEMES]


class Exactly(forms.CharField):
    """A number, exactly as it is written; None where it is left blank."""

    def __init__(self, **options: Any):
        super().__init__(required=False, max_length=30, **options)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        try:
            return decimal(*exact(text)) if text else None
        except NotANumber as fault:
            raise forms.ValidationError(str(fault)) from fault


class Filter(Form):
    """Which commitments to list."""

    theme = forms.ChoiceField(label="Section", required=False, choices=[("", "All sections"), *_SECTIONS])
    service = forms.ChoiceField(label="Service", required=False)
    state = forms.ChoiceField(
        required=False,
        choices=[("", "All states"), ("late", "Late")] + [(it.value, it.label.capitalize()) for it in State],
    )
    whose = forms.ChoiceField(
        label="Whose", required=False, choices=[("all", "Everyone’s"), ("mine", "Mine")]
    )

    def __init__(self, services: Sequence[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", "All services"),
            *((it.slug, it.name) for it in services),
        ]


class PromiseForm(Form):
    """What was promised, who answers for it, by when, and what it should bring."""

    words = forms.CharField(
        label="What was promised", widget=forms.Textarea({"rows": 3}), help_text="In the words of the plan."
    )
    plan = forms.ChoiceField(label="In which plan", required=False)
    theme = forms.ChoiceField(label="Section", required=False, choices=[("", "No section"), *_SECTIONS])
    service = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose a service")
    person = forms.ModelChoiceField(
        Person.objects.none(), label="Person", required=False, empty_label="Nobody in particular"
    )
    due = Day(
        label="Last day", required=False, help_text="It is late after this day. For example, 31 3 2027."
    )
    due_words = forms.CharField(
        label="By when, as it was said", required=False, max_length=60, help_text="Such as ‘by spring 2027’."
    )
    measure = forms.ChoiceField(
        label="Measure that shows it", required=False, help_text="Its newest figure is shown from the store."
    )
    target = Exactly(label="Target for the measure", help_text="A number in the measure’s own unit.")
    saving = Pounds(
        label="Saving promised, in pounds", help_text="Leave blank where none was: blank is not nought."
    )
    basis = forms.ChoiceField(
        label="What the saving is",
        required=False,
        choices=[("", "No saving promised"), *((it.value, it.label.capitalize()) for it in Basis)],
    )

    def __init__(
        self,
        services: QuerySet[Service],
        people: QuerySet[Person],
        plans: Choices | None,
        *args: Any,
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        if plans is None:
            del self.fields["plan"]  # where it was made is not changed afterwards
        else:
            self.fields["plan"].choices = [("", "None"), *plans]  # type: ignore[attr-defined]
        titles = sorted((it.title, it.id) for it in catalogue().values())
        self.fields["measure"].choices = [("", "No measure"), *((key, title) for title, key in titles)]  # type: ignore[attr-defined]


class UpdateForm(Form):
    """How it goes."""

    state = forms.ChoiceField(
        label="How it stands",
        widget=forms.RadioSelect,
        choices=[(it.value, it.label.capitalize()) for it in (*OPEN, State.DONE)],
    )
    words = forms.CharField(
        label="What happened",
        widget=forms.Textarea({"rows": 4}),
        help_text="Residents read this beside the promise.",
    )
    on = Day(label="On which day", help_text="The day that this speaks of.")
    saving = Pounds(
        label="Saved so far, in pounds",
        help_text="Since the beginning, not since the last update. Leave blank where there is nothing to say.",
    )
    figure = forms.ChoiceField(
        label="Figure that shows it",
        required=False,
        help_text="From the store. Anyone can read it, up to this version, once the plan is published.",
    )

    def __init__(self, figures: Choices, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if figures:
            self.fields["figure"].choices = [("", "None"), *figures]  # type: ignore[attr-defined]
        else:
            del self.fields["figure"]


class DropForm(Form):
    """Why it is given up."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea({"rows": 3}), help_text="Residents read this beside the promise."
    )
    on = Day(label="On which day")


class CarryForm(DropForm):
    """Which commitment takes it over."""

    to = forms.ChoiceField(label="Commitment that takes it over")
    field_order = ["to", "reason", "on"]

    def __init__(self, others: Choices, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["to"].choices = [("", "Choose a commitment"), *others]  # type: ignore[attr-defined]


class TrackForm(Form):
    """The promises to track, and who answers for those that are ticked."""

    chosen = forms.MultipleChoiceField(
        label="Promises to track",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the promises to track."},
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), empty_label="Choose a service", help_text="It answers for those you tick now."
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Person", required=False, empty_label="Nobody in particular"
    )
    due = Day(
        label="Last day", required=False, help_text="Of all that you tick now; each can be changed later."
    )

    def __init__(
        self,
        offered: Choices,
        services: QuerySet[Service],
        people: QuerySet[Person],
        *args: Any,
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.fields["chosen"].choices = list(offered)  # type: ignore[attr-defined]
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
