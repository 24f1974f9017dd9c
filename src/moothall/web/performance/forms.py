"""Setting a target, and marking what happened."""

from decimal import Decimal
from typing import Any

from django import forms

from moothall.direction.events import Kind
from moothall.figures.measures import Measure
from moothall.kit.numbers import NotANumber, decimal, exact
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
