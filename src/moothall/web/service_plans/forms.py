"""The forms of service plans and self-assessments. What may be said in them is for the actions to judge."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.kit.periods import Period
from moothall.plan.service_plans.actions import LONGEST_SECTION
from moothall.plan.service_plans.asked import QuestionSet, question_sets
from moothall.plan.service_plans.life import Doing, Group, Stage
from moothall.plan.service_plans.queries import Assessment
from moothall.web.fields import Day, Form

CANNOT_SAY = "-"


class NewPlan(Form):
    service = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose one")
    year = forms.ChoiceField()

    def __init__(self, services: Iterable[Service], years: Iterable[date], *args: Any, **options: Any):
        super().__init__(*args, **options)
        pks = [it.pk for it in services]
        self.fields["service"].queryset = Service.objects.filter(pk__in=pks)  # type: ignore[attr-defined]
        choices = [(it.isoformat(), Period(it, "P1Y").label) for it in years]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

    def clean_year(self) -> date:
        return date.fromisoformat(self.cleaned_data["year"])


class SectionText(Form):
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        max_length=LONGEST_SECTION,
        widget=forms.Textarea({"rows": 15, "spellcheck": "true"}),
        help_text="Markdown: a blank line starts a paragraph, ### a heading, - a bullet.",
    )
    opened = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NewAction(Form):
    what = forms.CharField(label="What will be done", max_length=500)
    due = Day(label="By when")
    owner = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Nobody named")

    def __init__(self, people: QuerySet[Person], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class ActionState(Form):
    state = forms.ChoiceField(
        label="How far it is",
        choices=[(it.value, it.label.capitalize()) for it in Doing],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))


class Approve(Form):
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)


class Reason(Form):
    reason = forms.CharField(max_length=1000, widget=forms.Textarea({"rows": 3}))


class NewAssessment(Form):
    title = forms.CharField(max_length=200, help_text="For example, Waste: before the new rounds.")
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Of which service", required=False, empty_label="The whole council"
    )
    stage = forms.ChoiceField(
        label="When it is scored",
        choices=[(it.value, it.label.capitalize()) for it in Stage],
        widget=forms.RadioSelect,
    )
    questions = forms.ChoiceField(label="Question set")
    before = forms.ModelChoiceField(
        Assessment.objects.none(),
        label="Compared with",
        required=False,
        empty_label="No earlier round",
        help_text="A closed round of the same service with the same questions.",
    )

    def __init__(
        self,
        services: Iterable[Service],
        whole: bool,
        earlier: QuerySet[Assessment],
        *args: Any,
        **options: Any,
    ):
        super().__init__(*args, **options)
        pks = [it.pk for it in services]
        field = self.fields["service"]
        field.queryset = Service.objects.filter(pk__in=pks)  # type: ignore[attr-defined]
        field.required = not whole
        self.fields["before"].queryset = earlier  # type: ignore[attr-defined]
        choices = [(it.id, it.title) for it in question_sets().values()]
        self.fields["questions"].choices = choices  # type: ignore[attr-defined]


class Invite(Form):
    whom = forms.ChoiceField(label="Who is asked")
    group = forms.ChoiceField(
        label="As whom", choices=[(it.value, it.label) for it in Group], widget=forms.RadioSelect
    )

    def __init__(self, people: Iterable[Person], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.people = {str(it.pk): it for it in people}
        choices = [("", "Choose one"), *((key, str(it)) for key, it in self.people.items())]
        self.fields["whom"].choices = choices  # type: ignore[attr-defined]

    def clean_whom(self) -> Person:
        return self.people[self.cleaned_data["whom"]]


class Answers(Form):
    """A choice of levels for each statement, and none of them for who cannot say."""

    def __init__(self, questions: QuestionSet, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for it in questions.statements:
            levels = [(str(n), f"{n}: {words}") for n, words in enumerate(it.levels)]
            self.fields[it.id] = forms.ChoiceField(
                label=it.text, choices=[*levels, (CANNOT_SAY, "I cannot say")], widget=forms.RadioSelect
            )

    def levels(self) -> dict[str, int | None]:
        """What was answered: a level from 0 to 4, or none."""
        return {name: None if it == CANNOT_SAY else int(it) for name, it in self.cleaned_data.items()}


class Closing(Form):
    """Nothing to fill in: the button says it."""
