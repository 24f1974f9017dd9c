"""The forms of what is published. What may be said in them is for the actions to judge."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from moothall.kit.periods import Period
from moothall.spend.ledgers.queries import LedgerFile
from moothall.spend.transparency import sets
from moothall.spend.transparency.queries import QUARTERS, SORTS, YEARS, Sums
from moothall.web.fields import Form, Pounds
from moothall.web.plan.days import day


class Files(forms.FileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files in one field; cleaned, it is a list of them."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        return [super(ManyFiles, self).clean(one, initial) for one in sent]


class NewForm(Form):
    """A period, and what is to be published of it: files, ledgers that are here already, the contract register."""

    period = forms.ChoiceField(
        label="Quarter or year",
        help_text="Spending, cards, contracts and tenders are of a quarter; the other sets of a year.",
    )
    given = ManyFiles(
        label="Files",
        required=False,
        help_text="CSV, XLSX, ODS or zip, one or several, as your systems export them. What each is, is known by its "
        "headings.",
    )
    holds = forms.ChoiceField(
        label="What they hold", required=False, help_text="Only where their headings do not say."
    )

    ledgers = forms.MultipleChoiceField(
        label="Ledger files that are here already",
        required=False,
        help_text="Of each, the payments of the quarter are taken.",
        widget=forms.CheckboxSelectMultiple,
    )
    register = forms.BooleanField(
        label="The contracts over £5,000 that ran in the quarter, from the contract register", required=False
    )

    def __init__(self, on: date, ledgers: Sequence[LedgerFile], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.by_pk = {str(it.pk): it for it in ledgers}
        if ledgers:
            named = [(pk, f"{it}, loaded on {day(it.added_at)}") for pk, it in self.by_pk.items()]
            self.fields["ledgers"].choices = named  # type: ignore[attr-defined]
        else:
            del self.fields["ledgers"]
        quarters = [sets.holding(on, "P3M"), *sets.back(on, "P3M", QUARTERS + 2)]
        years = list(sets.back(on, "P1Y", YEARS))
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a quarter or a year"),
            ("Quarters", [(it.iso, words(it)) for it in quarters]),
            ("Years", [(it.iso, words(it)) for it in years]),
        ]
        self.fields["holds"].choices = [  # type: ignore[attr-defined]
            ("", "Know them by their headings"),
            *((id, it.title) for id, it in sets.every().items()),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("given") or said.get("ledgers") or said.get("register") or self.errors):
            self.add_error("given", "Choose a file for ‘Files’, or tick what is here already.")
        return said

    @property
    def here_already(self) -> list[LedgerFile]:
        """The ledger files that were ticked."""
        return [self.by_pk[pk] for pk in self.cleaned_data.get("ledgers", ())]

    @property
    def chosen(self) -> Period:
        start, length = self.cleaned_data["period"].split("/")
        return Period(date.fromisoformat(start), length)


def words(period: Period) -> str:
    """'Q2 2026-27 (July to September 2026)', or '2025-26 (year to 31 March 2026)'."""
    if period.length == "P1Y":
        return f"{period.label} (year to 31 March {period.end.year})"
    return f"{period.label} ({period.start:%B} to {period.end:%B %Y})"


class PublishForm(Form):
    """Why a set with errors is published, and what differs from the one before: asked for where there is cause."""

    despite = forms.CharField(
        label="Why it is right to publish it despite the errors",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    note = forms.CharField(
        label="What differs from the one that was published before",
        help_text="Residents read this.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, errors: bool, again: bool, *args: Any, **more: Any):
        super().__init__(*args, **more)
        for name, asked in (("despite", errors), ("note", again)):
            if asked:
                self.fields[name].required = True
            else:
                del self.fields[name]


class WithdrawForm(Form):
    because = forms.CharField(
        label="Why it is taken off",
        help_text="Residents read this: say nothing here of whom it was about.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


class SearchForm(Form):
    """Which published payments to list."""

    q = forms.CharField(label="Who was paid", required=False, max_length=100)
    period = forms.ChoiceField(label="Quarter", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    category = forms.ChoiceField(label="Category", required=False)
    kind = forms.ChoiceField(
        label="Paid by",
        required=False,
        choices=[("", "Invoice or card"), ("invoice", "Invoice"), ("card", "Card")],
    )
    least = Pounds(label="From £")
    most = Pounds(label="To £")
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[(key, said) for key, (said, _by) in SORTS.items()]
    )

    def __init__(self, found: Sums, *args: Any, **more: Any):
        super().__init__(*args, **more)
        departments = sorted(name for name, _pence in found.departments if name)
        self._choose("period", "Every quarter", [(it.start.isoformat(), words(it)) for it in found.periods])
        self._choose("service", "Every service", [(it, it) for it in departments])
        self._choose("category", "Every category", [(it, it) for it in found.categories])

    def _choose(self, name: str, every: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]
