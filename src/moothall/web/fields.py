"""Fields that the forms of several rooms have."""

from typing import Any

from django import forms


class Day(forms.DateField):
    """A date in three boxes."""

    widget = forms.SelectDateWidget

    def __init__(self, **options: Any):
        super().__init__(error_messages={"invalid": "Write a date, such as 1 4 2026."}, **options)
