"""What the forms of every room are made of: a form that says in words what to write, and fields several have."""

from typing import Any

from django import forms

from moothall.core.errors import NotPossible
from moothall.direction.money import to_pence

_ANSWER = "Enter an answer to ‘{label}’."
_CHOOSE = "Choose an answer to ‘{label}’."
_DATE = "Enter a date for ‘{label}’, such as 1 4 2026."
_NUMBER = "Enter a number for ‘{label}’, in figures such as 1250."
_LIMITS = {
    "min_value": "Enter %(limit_value)s or more for ‘{label}’.",
    "max_value": "Enter %(limit_value)s or less for ‘{label}’.",
}
# kind of field, the kind of fault, what is said; the first kind that fits counts
SAID = (
    (forms.FileField, {"max_length": "Shorten the file’s name: it is too long.",
                       "required": "Choose a file for ‘{label}’.", "empty": "The file is empty: choose another."}),
    (forms.DateField, {"required": _DATE, "invalid": _DATE}),
    (forms.TimeField, {"required": "Enter a time for ‘{label}’, such as 18:30.",
                       "invalid": "Enter a time for ‘{label}’, such as 18:30."}),
    (forms.DecimalField, {"required": _NUMBER, "invalid": _NUMBER} | _LIMITS),
    (forms.IntegerField, {"required": _NUMBER, "invalid": "Enter a whole number for ‘{label}’, such as 12."} | _LIMITS),
    (forms.BooleanField, {"required": "Tick ‘{label}’."}),
    (forms.ChoiceField, {"required": _CHOOSE, "invalid_choice": "Choose one of those listed under ‘{label}’."}),
    (forms.EmailField, {"required": _ANSWER, "invalid": "Enter an email address, such as name@example.gov.uk."}),
    (forms.Field, {"required": _ANSWER}),
)  # fmt: skip
_ANY = {"max_length": "Shorten ‘{label}’ to %(limit_value)d characters: it has %(show_value)d."}
_WITH_VALUES = {"max_length", "min_value", "max_value", "invalid_choice"}


class Worded(forms.BaseForm):
    """A form whose faults name the field and say what to do; what a field says of its own accord stays."""

    def full_clean(self) -> None:
        for name, field in self.fields.items():
            label = str(field.label or name.replace("_", " ").capitalize())
            said = _ANY | next(said for kind, said in SAID if isinstance(field, kind))
            for fault, words in said.items():
                if field.error_messages.get(fault) == _shipped(field, fault):
                    # Django puts the value into these with %
                    written = label.replace("%", "%%") if fault in _WITH_VALUES else label
                    field.error_messages[fault] = words.format(label=written)
        super().full_clean()


class Form(Worded, forms.Form):
    """What every room's forms are; those of libraries take `Worded` before their own."""


def _shipped(field: forms.Field, fault: str) -> Any:
    """What Django says of a fault of such a field; None where it leaves that to a validator."""
    kinds = [vars(kind).get("default_error_messages", {}) for kind in type(field).__mro__]
    return next((said[fault] for said in kinds if fault in said), None)


class Pounds(forms.CharField):
    """An amount in pounds, as people write it ('£300,000'), in pence; None where it is blank, which is not nought."""

    def __init__(self, **options: Any):
        super().__init__(required=False, max_length=30, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        try:
            return to_pence(text) if text else None
        except NotPossible as fault:
            raise forms.ValidationError(str(fault)) from fault


class Day(forms.DateField):
    """A date in three boxes."""

    widget = forms.SelectDateWidget
