"""Setting a target, marking what happened, and what is laid on a forecast or on contacts by channel."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from moothall.direction.events import Kind
from moothall.figures.measures import Measure
from moothall.kit.numbers import NotANumber, decimal, exact
from moothall.kit.periods import Period
from moothall.web.fields import Day, Form


class Exactly(forms.Field):
    """A number as people write it ('48', '48.5%', '£1,200'), kept exactly."""

    def __init__(self, **options: Any):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "spellcheck": "false"})
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return decimal(*exact(text))
        except NotANumber as fault:
            raise forms.ValidationError(str(fault)) from fault


class TargetForm(Form):
    """What a measure should reach, how far past it is still close, and for which days."""

    value = Exactly(label="Target")
    upper = Exactly(label="Upper end of the range")
    tolerance = Exactly(label="Tolerance", help_text="How far past the target still counts as close to it.")
    from_date = Day(label="First day", help_text="It counts for periods that end on this day or later.")
    to_date = Day(label="Last day", required=False, help_text="Leave blank until something replaces it.")

    def __init__(self, measure: Measure, *args: Any, **options: Any):
        super().__init__(*args, **options)
        unit = f"Unit: {measure.unit}. " if measure.unit else ""
        if measure.polarity == "neither":
            self.fields["value"].label = "Lower end of the range"
            self.fields["value"].help_text = f"{unit}Leave both ends blank to say there is no target."
        else:
            del self.fields["upper"]
            self.fields[
                "value"
            ].help_text = f"{unit}{measure.better.capitalize()}. Leave blank to say there is no target."


class MarkForm(Form):
    """What happened, when, and what sort of thing it was."""

    title = forms.CharField(
        label="What happened", max_length=120, help_text="In a few words, such as ‘New rounds began’."
    )
    on = Day(label="When")
    kind = forms.ChoiceField(
        label="What sort of thing it was",
        widget=forms.RadioSelect,
        choices=Kind.choices,
        help_text="Limits are worked out again where the process itself is new, never because the figures moved.",
    )
    reason = forms.CharField(
        label="More about it",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed where the process is new: say what is new about it.",
    )

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])


class WithdrawForm(Form):
    """Why a mark is taken off."""

    because = forms.CharField(label="Why it is withdrawn", max_length=300)


WHYS = (
    ("population", "Population", "More or fewer people who need the service"),
    ("policy", "Policy change", "Something the council or the government will do otherwise"),
    ("price", "Price", "A charge or a cost that will rise or fall"),
)


class ScenarioForm(Form):
    """What a person expects that the history does not know: by how much, from when, and why. All in the address."""

    def __init__(self, coming: Sequence[Period], unit: str, *args: Any, **options: Any):
        super().__init__(*args, **options)
        first = [(it.iso, it.label) for it in coming]
        for kind, title, _ in WHYS:
            self.fields[f"{kind}_share"] = Exactly(label=f"{title}: change in per cent")
            self.fields[f"{kind}_amount"] = Exactly(
                label=f"{title}: change by an amount{f' ({unit})' if unit else ''}"
            )
            self.fields[f"{kind}_from"] = forms.ChoiceField(
                label=f"{title}: from", required=False, choices=first
            )
            self.fields[f"{kind}_to"] = forms.ChoiceField(
                label=f"{title}: until", required=False, choices=[("", "The end"), *first]
            )
            self.fields[f"{kind}_words"] = forms.CharField(
                label=f"{title}: what it is", required=False, max_length=120
            )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for kind, _, _ in WHYS:
            share = told.get(f"{kind}_share")
            if share is not None and share < -100:
                self.add_error(f"{kind}_share", "A change of −100 per cent is all of it; write no less.")
            start, end = told.get(f"{kind}_from"), told.get(f"{kind}_to")
            if start and end and end < start:
                self.add_error(f"{kind}_to", "It ends before it begins; choose a later period.")
        return told

    def groups(self) -> list[tuple[str, str, list[Any]]]:
        """Title, hint and fields of each kind of change."""
        names = ("words", "share", "amount", "from", "to")
        return [(title, hint, [self[f"{kind}_{name}"] for name in names]) for kind, title, hint in WHYS]


class ShiftForm(Form):
    """Whose contacts moved, after which change, and what a contact costs in each way. All in the address."""

    what = forms.ChoiceField(label="Contacts and the change")
    fell = Exactly(label="By how many pounds a budget fell", help_text="Leave blank where none did.")

    def __init__(
        self, choices: Sequence[tuple[str, str]], channels: Sequence[str], *args: Any, **options: Any
    ):
        super().__init__(*args, **options)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        for place, name in enumerate(channels):
            self.fields[f"cost_{place}"] = Exactly(label=f"{name}: pounds a contact")
        self.fields["prices"] = forms.CharField(
            label="Year of the prices", required=False, max_length=20, help_text="Such as 2025-26."
        )
        self.fields["source"] = forms.CharField(
            label="Where the costs come from",
            required=False,
            max_length=200,
            help_text="Who worked them out, and when.",
        )
        self.order_fields(
            ["what", *(f"cost_{place}" for place in range(len(channels))), "prices", "source", "fell"]
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        costs = [name for name in self.fields if name.startswith("cost_")]
        given = [name for name in costs if told.get(name) is not None]
        if given and len(given) < len(costs):
            self.add_error(
                next(it for it in costs if it not in given), "Give a cost for each way, or for none."
            )
        if given and not told.get("prices"):
            self.add_error("prices", "Say which year’s prices the costs are at.")
        if given and not told.get("source"):
            self.add_error("source", "Say where the costs come from.")
        for name in (*given, "fell"):
            if told.get(name) is not None and told[name] < 0:
                self.add_error(name, "Write nought or more.")
        return told
