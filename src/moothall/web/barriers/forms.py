"""The forms of barriers and asks. What may be said in them is for the actions to judge."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Service
from moothall.plan.barriers.life import Known, Outcome, Remover, State
from moothall.plan.themes import THEMES
from moothall.web.fields import Day, Form, Pounds

_REMOVERS = [(it.value, it.label.capitalize()) for it in Remover]


class Filter(Form):
    """Which barriers to list."""

    state = forms.ChoiceField(
        required=False,
        choices=[("", "All states"), ("standing", "Still standing")]
        + [(it.value, it.label.capitalize()) for it in State],
    )
    remover = forms.ChoiceField(
        label="Who could remove it", required=False, choices=[("", "Anybody"), *_REMOVERS]
    )
    service = forms.ChoiceField(label="Service affected", required=False)

    def __init__(self, services: Sequence[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", "All services"),
            *((it.slug, it.name) for it in services),
        ]


class BarrierForm(Form):
    """What stands in the way, what it costs, and who could take it away."""

    title = forms.CharField(
        max_length=200, help_text="In a few words, such as ‘Grants for one year at a time’."
    )
    words = forms.CharField(
        label="What it prevents",
        widget=forms.Textarea({"rows": 4}),
        help_text="What you would do without it.",
    )
    theme = forms.ChoiceField(
        label="Section of the plan that it stands in the way of",
        required=False,
        choices=[("", "None in particular"), *((it.key, it.title) for it in THEMES)],
    )
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label="Services affected",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all of them: the letter asks whether barriers are the same across services.",
    )
    hours = forms.IntegerField(
        label="Staff hours it takes a year",
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text="A whole number. Leave blank where nobody knows: blank is not nought.",
    )
    pence = Pounds(label="What it costs a year, in pounds", help_text="Leave blank where nobody knows.")
    known = forms.ChoiceField(
        label="How that is known",
        required=False,
        choices=[("", "Hours and cost are not known"), *((it.value, it.label.capitalize()) for it in Known)],
    )
    evidence = forms.CharField(
        label="Evidence",
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Where the hours and pounds come from.",
    )
    remover = forms.ChoiceField(label="Who could remove it", choices=[("", "Choose"), *_REMOVERS])

    def __init__(self, services: QuerySet[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["services"].queryset = services  # type: ignore[attr-defined]


class StateForm(Form):
    """Where a barrier goes from here, and why."""

    state = forms.ChoiceField(label="What it is now", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 3}))

    def __init__(self, states: Sequence[tuple[str, str]], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["state"].choices = states  # type: ignore[attr-defined]


class AskForm(Form):
    """What is asked of whom."""

    of = forms.CharField(
        label="Asked of", max_length=200, help_text="The department, regulator, supplier or partner by name."
    )
    words = forms.CharField(label="What is asked", widget=forms.Textarea({"rows": 4}))
    on = Day(label="Asked on")
    means = forms.CharField(
        label="By what means", max_length=200, help_text="Such as a letter, a consultation or a meeting."
    )


class AnswerForm(Form):
    """What came of it."""

    reply = forms.CharField(label="The reply", widget=forms.Textarea({"rows": 4}), help_text="In short.")
    on = Day(label="Replied on")
    outcome = forms.ChoiceField(
        label="What came of it",
        widget=forms.RadioSelect,
        choices=[(it.value, it.label.capitalize()) for it in Outcome if it.value],
    )
