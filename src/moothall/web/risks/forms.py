"""The forms of risks. What may be said in them is for the actions to judge."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.direction.queries import Priority
from moothall.figures.measures import catalogue
from moothall.risks.life import (
    Appetite,
    Effect,
    Kind,
    Level,
    Line,
    Opinion,
    Proximity,
    Score,
    State,
    Treatment,
)
from moothall.risks.matrix import HIGHEST, LEAST, LOOKS, MOST, Matrix
from moothall.risks.queries import Category
from moothall.web.fields import Day, Form


def _options(choices: Any) -> list[tuple[str, str]]:
    return [(it.value, str(it.label).capitalize()) for it in choices if it.value]


class Filter(Form):
    """Which risks to list, and as they stood on which day."""

    level = forms.ChoiceField(
        label="Register", required=False, choices=[("", "Every register"), *_options(Level)]
    )
    service = forms.ChoiceField(required=False)
    programme = forms.ChoiceField(required=False)
    category = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False, choices=[*_options(State), ("", "Open and closed")])
    kind = forms.ChoiceField(
        label="Threat or opportunity", required=False, choices=[("", "Both"), *_options(Kind)]
    )
    only = forms.ChoiceField(
        label="Only those",
        required=False,
        choices=[
            ("", "All of these"),
            ("over", "Over appetite"),
            ("review", "With a review overdue"),
            ("rescore", "Whose evidence has moved"),
            ("decide", "To decide: up, down or stay"),
        ],
    )
    on = forms.DateField(
        label="As at", required=False, widget=forms.TextInput, help_text="Such as 30/9/2026; blank: today"
    )

    def __init__(
        self,
        services: Sequence[Service],
        programmes: Sequence[str],
        categories: Sequence[str],
        *args: Any,
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", "All services"),
            *((it.slug, it.name) for it in services),
        ]
        for name, found in (("programme", programmes), ("category", categories)):
            self.fields[name].choices = [("", "All"), *((it, it) for it in found)]  # type: ignore[attr-defined]
        if not programmes:
            del self.fields["programme"]


class RiskForm(Form):
    """What a risk is: why it may happen, what would happen, and what that would do."""

    title = forms.CharField(max_length=200, help_text="In a few words, such as ‘The depot floods’.")
    kind = forms.ChoiceField(label="Threat or opportunity", widget=forms.RadioSelect, choices=_options(Kind))
    cause = forms.CharField(widget=forms.Textarea({"rows": 2}), help_text="Because of what?")
    event = forms.CharField(widget=forms.Textarea({"rows": 2}), help_text="What would happen?")
    consequence = forms.CharField(
        widget=forms.Textarea({"rows": 3}), help_text="What would that do to residents, staff and money?"
    )
    category = forms.ModelChoiceField(Category.objects.none(), empty_label="Choose a category")
    service = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose a service")
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        empty_label="Nobody yet",
        help_text="One person answers for it.",
    )
    programme = forms.CharField(
        required=False, max_length=100, help_text="Only where it is a programme’s: its name."
    )
    priority = forms.ModelChoiceField(
        Priority.objects.none(), label="Priority that it bears on", required=False, empty_label="None"
    )
    objective = forms.CharField(label="Strategic objective that it bears on", required=False, max_length=200)
    proximity = forms.ChoiceField(label="When it could happen", choices=_options(Proximity))
    treatment = forms.ChoiceField(
        label="What is done about it", widget=forms.RadioSelect, choices=_options(Treatment)
    )
    treatment_words = forms.CharField(
        label="How", required=False, max_length=3000, widget=forms.Textarea({"rows": 3})
    )
    target_date = Day(label="Day to reach the target score by", required=False)
    review_months = forms.IntegerField(
        label="Months between reviews", min_value=1, max_value=24, help_text="Such as 3."
    )

    def __init__(
        self,
        services: QuerySet[Service],
        people: QuerySet[Person],
        categories: QuerySet[Category],
        priorities: QuerySet[Priority],
        *args: Any,
        **options: Any,
    ):
        super().__init__(*args, **options)
        for name, found in (
            ("service", services),
            ("owner", people),
            ("category", categories),
            ("priority", priorities),
        ):
            self.fields[name].queryset = found  # type: ignore[attr-defined]


class ScoreForm(Form):
    """The three scores. What is left blank stays as it is."""

    words = forms.CharField(
        label="Why", widget=forms.Textarea({"rows": 3}), help_text="What makes it so likely, and so heavy?"
    )
    on = Day(label="On which day")

    def __init__(self, matrix: Matrix, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for kind in Score:
            for side, levels in (("likelihood", matrix.likelihood), ("impact", matrix.impact)):
                self.fields[f"{kind}_{side}"] = forms.TypedChoiceField(
                    label=f"{kind.value.capitalize()}: {side}",
                    required=False,
                    coerce=int,
                    empty_value=None,
                    choices=[
                        ("", "As it is"),
                        *((number, f"{number} {level.label}") for number, level in enumerate(levels, 1)),
                    ],
                )
        self.order_fields(
            [*(f"{kind}_{side}" for kind in Score for side in ("likelihood", "impact")), "words", "on"]
        )

    def clean(self) -> dict[str, Any]:
        """Both or neither of a likelihood and an impact."""
        given = super().clean() or {}
        for kind in Score:
            pair = [given.get(f"{kind}_{side}") for side in ("likelihood", "impact")]
            if pair.count(None) == 1:
                self.add_error(
                    f"{kind}_likelihood", f"Choose the {kind.value} likelihood and impact both, or neither."
                )
        return given

    def given(self) -> dict[str, tuple[int, int]]:
        """What was chosen, by kind of score."""
        chosen = {
            kind.value: (self.cleaned_data[f"{kind}_likelihood"], self.cleaned_data[f"{kind}_impact"])
            for kind in Score
        }
        return {kind: pair for kind, pair in chosen.items() if None not in pair}


class ReviewForm(Form):
    """What somebody who looked at it found."""

    words = forms.CharField(
        label="What you found",
        widget=forms.Textarea({"rows": 4}),
        help_text="If the scores should change, score it too.",
    )
    on = Day(label="On which day")


class ReasonForm(Form):
    """Why, and on which day."""

    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 3}))
    on = Day(label="On which day")


class LevelForm(Form):
    """Another register, and why."""

    level = forms.ChoiceField(label="To which register", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 3}))
    on = Day(label="On which day")

    def __init__(self, levels: Sequence[tuple[str, str]], dated: bool, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        if not dated:
            del self.fields["on"]


class DecideForm(Form):
    """What is decided of a proposal."""

    decision = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("accept", "Accept: it moves"), ("refuse", "Refuse: it stays where it is")],
    )
    words = forms.CharField(
        label="What you say of it",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="A refusal says why.",
    )
    on = Day(label="On which day")


class ControlForm(Form):
    """What is done already."""

    words = forms.CharField(label="What is done", widget=forms.Textarea({"rows": 3}))
    effect = forms.ChoiceField(
        label="How effective it is", widget=forms.RadioSelect, choices=_options(Effect)
    )
    owner = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Nobody in particular")
    on = Day(label="Since")

    def __init__(self, people: QuerySet[Person], new: bool, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        if not new:
            del self.fields["on"]


class AssuranceForm(Form):
    """How it is known that a control works."""

    line_of = forms.ChoiceField(label="Line of assurance", widget=forms.RadioSelect, choices=_options(Line))
    what = forms.CharField(
        label="What was looked at", max_length=200, help_text="Such as ‘Test of the back-up on 3 June’."
    )
    by_whom = forms.CharField(label="By whom", max_length=200)
    opinion = forms.ChoiceField(label="What it gives", widget=forms.RadioSelect, choices=_options(Opinion))
    on = Day(label="On which day")


class ActionForm(Form):
    """Something that is to be done."""

    words = forms.CharField(label="What will be done", max_length=1000, widget=forms.Textarea({"rows": 3}))
    service = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose a service")
    person = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Nobody in particular")
    due = Day(label="By when")

    def __init__(self, services: QuerySet[Service], people: QuerySet[Person], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class LinkForm(Form):
    """A measure whose value bears on the score."""

    measure = forms.ChoiceField()
    side = forms.ChoiceField(
        label="Look at the score again when it is",
        widget=forms.RadioSelect,
        choices=[("above", "Above the value"), ("below", "Below the value")],
    )
    threshold = forms.DecimalField(label="Value", max_digits=18, decimal_places=6)
    trigger = forms.CharField(
        label="What that would tell",
        max_length=200,
        help_text="Such as ‘Vacancies no longer can be covered’.",
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        titles = sorted((it.title, it.id) for it in catalogue().values())
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a measure"),
            *((key, title) for title, key in titles),
        ]


class NearMissForm(Form):
    """Something that nearly went wrong."""

    what = forms.CharField(label="What nearly happened", widget=forms.Textarea({"rows": 3}))
    learned = forms.CharField(label="What was learned", widget=forms.Textarea({"rows": 3}))
    service = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose a service")
    risk = forms.ChoiceField(label="Risk that it belongs to", required=False)
    on = Day(label="On which day")

    def __init__(
        self, services: QuerySet[Service], risks: Sequence[tuple[str, str]], *args: Any, **options: Any
    ):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["risk"].choices = [("", "None"), *risks]  # type: ignore[attr-defined]


class CategoryForm(Form):
    """A sort of risk."""

    name = forms.CharField(max_length=60, help_text="Such as Finance, People or Technology.")


class AppetiteForm(Form):
    """How much of it the council accepts."""

    level = forms.ChoiceField(label="Appetite", widget=forms.RadioSelect, choices=_options(Appetite))
    most = forms.IntegerField(
        label="Highest score accepted",
        min_value=0,
        max_value=HIGHEST,
        help_text="A higher one is over appetite.",
    )
    words = forms.CharField(
        label="In words", required=False, max_length=3000, widget=forms.Textarea({"rows": 3})
    )
    from_date = Day(label="From")


class MatrixForm(Form):
    """The levels, bands and, where the council weighs impact, the score of each cell."""

    escalate_at = forms.IntegerField(
        label="Score at which to propose the register above", min_value=1, max_value=HIGHEST
    )
    weights = forms.CharField(
        label="Score of each cell",
        required=False,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
        help_text=(
            "Only where a score is not likelihood times impact. One line for each likelihood, the least first; "
            "on it the score for each impact, the least first. You can paste them from a spreadsheet."
        ),
    )
    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 2}))
    from_date = Day(label="From")

    def __init__(self, matrix: Matrix, size: int, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.size = min(max(size, LEAST), MOST)
        order = []
        for side, levels in (("likelihood", matrix.likelihood), ("impact", matrix.impact)):
            for number in range(self.size):
                known = levels[number] if number < len(levels) else None
                label, words = f"{side}_{number}_label", f"{side}_{number}_words"
                self.fields[label] = forms.CharField(
                    label=f"{side.capitalize()} {number + 1}: name",
                    max_length=40,
                    initial=known.label if known else "",
                )
                self.fields[words] = forms.CharField(
                    label=f"{side.capitalize()} {number + 1}: what it means",
                    required=False,
                    max_length=300,
                    initial=known.words if known else "",
                )
                order += [label, words]
        for number, look in enumerate(LOOKS):
            band = matrix.bands[number] if number < len(matrix.bands) else None
            start, label = f"band_{number}_start", f"band_{number}_label"
            self.fields[start] = forms.IntegerField(
                label=f"Band {number + 1}: from this score",
                required=number < 2,
                min_value=1,
                max_value=HIGHEST,
                initial=band.start if band else None,
                help_text=f"Its colour is that of {look}.",
            )
            self.fields[label] = forms.CharField(
                label=f"Band {number + 1}: name",
                required=number < 2,
                max_length=40,
                initial=band.label if band else "",
            )
            order += [start, label]
        self.order_fields([*order, "escalate_at", "weights", "reason", "from_date"])

    def clean_weights(self) -> list[list[int]]:
        """Rows of whole numbers, however they are set apart."""
        rows = [
            line.replace(",", " ").split()
            for line in str(self.cleaned_data["weights"]).splitlines()
            if line.strip()
        ]
        try:
            return [[int(it) for it in row] for row in rows]
        except ValueError as fault:
            raise forms.ValidationError("Write whole numbers, a line for each likelihood.") from fault

    def content(self) -> dict[str, Any]:
        """What was written, as `Matrix.plain` gives it."""
        given = self.cleaned_data
        return {
            **{
                side: [
                    {"label": given[f"{side}_{number}_label"], "words": given[f"{side}_{number}_words"]}
                    for number in range(self.size)
                ]
                for side in ("likelihood", "impact")
            },
            "bands": [
                {"start": given[f"band_{number}_start"], "label": given[f"band_{number}_label"], "look": look}
                for number, look in enumerate(LOOKS)
                if given[f"band_{number}_start"] is not None
            ],
            "escalate_at": given["escalate_at"],
            "weights": given["weights"],
        }
