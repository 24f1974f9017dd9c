"""The forms of statutory returns. What may be said in them is for the actions to judge."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.plan.returns.coming import State
from moothall.plan.returns.evidence import MOST_BYTES
from moothall.plan.returns.queries import StatutoryReturn
from moothall.reference.statutory_returns import FREQUENCIES, Known
from moothall.reference.statutory_returns.due import MONTHS, MOST, UNITS, WEEKDAYS, WHICH
from moothall.web.fields import Day, Form

KIND_WORDS = {
    "announced": "Its body announces the day each time",
    "after": "So long after the period ends",
    "day": "A day of the year",
    "weekday-of-month": "A weekday of a month of the year",
    "weekday-after": "A weekday of a month after the period ends",
}
_MONTHS = [(str(n), name) for n, name in enumerate(MONTHS, start=1)]
_TAKES = {  # kind of rule to the fields of the form that make it
    "announced": (),
    "after": ("number", "unit"),
    "day": ("day", "month", "years"),
    "weekday-of-month": ("which", "weekday", "month", "years"),
    "weekday-after": ("which", "weekday", "months_after"),
}
_WHOLE = ("number", "day", "month", "years", "which", "months_after")


class Filter(Form):
    """Whose returns, and how they stand."""

    service = forms.ChoiceField(required=False)
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Not submitted yet"), *((it.value, it.value.capitalize()) for it in State)],
    )

    def __init__(self, services: Iterable[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        choices = [("", "Every service"), *((it.slug, it.name) for it in services)]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The filters that are set; what cannot be one is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class Details(Form):
    """A return: what it is, who answers for it, and when it is due."""

    title = forms.CharField(max_length=200)
    body = forms.CharField(label="Who asks for it", max_length=200, help_text="For example, a department.")
    basis = forms.CharField(label="Basis in law", required=False, max_length=300)
    frequency = forms.ChoiceField(
        label="How often", choices=[(it, it.capitalize()) for it in FREQUENCIES], initial="annual"
    )
    year_starts = forms.TypedChoiceField(
        label="Its year starts in",
        choices=_MONTHS,
        coerce=int,
        initial="4",
        help_text="April for a financial year, January for a calendar year.",
    )
    first_day = Day(label="Track it from", help_text="The period this day is in is the first.")
    kind = forms.ChoiceField(
        label="When it is due", choices=list(KIND_WORDS.items()), widget=forms.RadioSelect
    )
    number = forms.IntegerField(
        label="How many",
        required=False,
        min_value=0,
        max_value=MOST,
        help_text="If so long after the period ends.",
    )
    unit = forms.ChoiceField(label="Days, weeks or months", required=False, choices=[("", "")])
    day = forms.IntegerField(
        label="Day of the month",
        required=False,
        min_value=1,
        max_value=31,
        help_text="If a day of the year.",
    )
    which = forms.ChoiceField(
        label="Which weekday of the month",
        required=False,
        choices=[("", ""), *((str(n), word.capitalize()) for n, word in WHICH.items())],
        help_text="If a weekday of a month.",
    )
    weekday = forms.ChoiceField(
        required=False, choices=[("", ""), *((it, it.capitalize()) for it in WEEKDAYS)]
    )
    month = forms.ChoiceField(
        required=False, choices=[("", ""), *_MONTHS], help_text="If a day or a weekday of the year."
    )
    years = forms.IntegerField(
        label="Years later",
        required=False,
        min_value=-1,
        max_value=5,
        help_text="0 for the calendar year in which the period starts, 1 for the one after.",
    )
    months_after = forms.IntegerField(
        label="Months after the period’s last",
        required=False,
        min_value=0,
        max_value=24,
        help_text="If a weekday of a month after the period ends.",
    )
    moved = forms.ChoiceField(
        label="Where that is not a working day",
        required=False,
        choices=[("", "It stays"), ("before", "The working day before"), ("after", "The next working day")],
    )
    verified = forms.BooleanField(label="I found the due rule in the source named below", required=False)
    source = forms.CharField(label="Source of the due rule", required=False, max_length=300)
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service that owns it", empty_label="Choose one"
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label="Person who owns it",
        required=False,
        empty_label="Nobody named",
        help_text="Reminders go to them; where nobody is named, to those who submit for the service.",
    )
    lead_days = forms.CharField(
        label="Remind this many days before",
        initial="28, 7",
        help_text="Reminders are daily from the largest of these on. For example, 28, 7.",
    )

    def __init__(
        self,
        services: QuerySet[Service],
        people: QuerySet[Person],
        *args: Any,
        new: bool = True,
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", ""), *((it, it) for it in UNITS)]  # type: ignore[attr-defined]
        if not new:
            for name in ("frequency", "year_starts", "first_day"):
                del self.fields[name]

    def clean_lead_days(self) -> list[int]:
        said = self.cleaned_data["lead_days"].replace(";", ",").split(",")
        try:
            return [int(it) for it in said if it.strip()]
        except ValueError:
            raise forms.ValidationError(
                "Write whole numbers of days with commas between, such as 28, 7."
            ) from None

    def clean(self) -> dict[str, Any]:
        """The rule's fields become one rule, as the actions take it."""
        told = dict(super().clean() or self.cleaned_data)
        kind = told.pop("kind", "")
        given = {name: told.pop(name, None) for name in (*_WHOLE, "unit", "weekday")}
        rule: dict[str, Any] = {"kind": kind}
        for name in _TAKES.get(kind, ()):
            if given[name] not in (None, ""):
                rule[name] = int(given[name]) if name in _WHOLE else given[name]
            elif name not in self.errors and name != "years":
                label = self.fields[name].label or name.capitalize()
                self.add_error(name, f"Fill in ‘{label}’: ‘{KIND_WORDS[kind]}’ needs it.")
        if moved := told.pop("moved", ""):
            rule["moved"] = moved
        return {**told, "rule": rule}


def of_known(it: Known) -> dict[str, Any]:
    """A return of the catalogue, for the form."""
    named = ("title", "body", "basis", "frequency", "year_starts", "verified", "source")
    return {name: getattr(it, name) for name in named} | it.rule.data()


def of_return(it: StatutoryReturn) -> dict[str, Any]:
    """A return as it stands, for the form."""
    named = ("title", "body", "basis", "verified", "source")
    return {
        **{name: getattr(it, name) for name in named},
        "service": it.service_id,
        "owner": it.person_id,
        "lead_days": ", ".join(map(str, it.lead_days)),
        **it.rule,
    }


class Submitted(Form):
    """That a return went."""

    submitted_on = Day(label="Day it went")
    submitted_by = forms.CharField(label="Who sent it", max_length=200)
    reference = forms.CharField(required=False, max_length=200, help_text="As the body’s system gave it.")
    evidence = forms.CharField(
        label="What shows that it went",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text="In words, such as: receipt by e-mail from the department.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="A receipt: PDF, picture, Word, Excel, OpenDocument or plain text, up to 10 MB.",
    )
    why = forms.CharField(
        label="Why this takes the place of the record before",
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, again: bool, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if not again:
            del self.fields["why"]

    def clean_file(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                f"‘{file.name}’ is over {MOST_BYTES // 2**20} MB: send the receipt alone, or say it in words."
            )
        return file


class DueDay(Form):
    """A due day given by hand."""

    due = Day(label="Due day")
    reason = forms.CharField(max_length=300, help_text="For example, announced in the letter of 2 May.")


class Ending(Form):
    """The last period of a return."""

    on = Day(label="Last day", help_text="The period this day is in is the last.")


class NewFeed(Form):
    """Whose returns a calendar address shows."""

    service = forms.ModelChoiceField(Service.objects.none(), required=False, empty_label="Every service")

    def __init__(self, services: QuerySet[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
