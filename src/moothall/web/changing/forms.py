"""The forms of what changes: the year, services, councils. What can be is for the actions to judge."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Service
from moothall.direction.life import Turn
from moothall.direction.rehoming import Standing, short_name
from moothall.figures.reorganising import Taken
from moothall.kit.numbers import plain
from moothall.performance.rollover import Chosen, How, Proposed, Turning
from moothall.web.fields import Day, Form
from moothall.web.performance.forms import Exactly


class Why(forms.CharField):
    """A reason, in some lines."""

    def __init__(self, **options: Any):
        super().__init__(max_length=2000, widget=forms.Textarea({"rows": 3}), **options)


# --- the year ---


class YearForm(Form):
    """Which year, and what to propose for it."""

    year = forms.TypedChoiceField(coerce=int)
    how = forms.ChoiceField(
        label="Propose",
        choices=[
            (How.SAME.value, "the same targets"),
            (How.PERCENT.value, "the same, changed by a percentage"),
            (How.BLANK.value, "blank, to be set"),
        ],
    )
    by = Exactly(
        label="Percentage", help_text="Such as 2, or -2 for lower. Only where a percentage is proposed."
    )

    def __init__(self, years: Sequence[tuple[int, str]], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["year"].choices = years  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("how") == How.PERCENT and given.get("by") is None and "by" not in self.errors:
            self.add_error("by", "Write the percentage, such as 2 or -2.")
        if given.get("by") is not None and not abs(given["by"]) <= 100:
            self.add_error("by", "Write a number from -100 to 100.")
        return given


class TurnForm(Form):
    """The targets of the new year, each in its boxes; what ends and can be carried; and why."""

    def __init__(self, found: Turning, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.found = found
        for it in found.proposed:
            for name, label, number in boxes(it):
                self.fields[f"{name}-{it.name}"] = Exactly(
                    label=f"{label} for {it.title}", initial="" if number is None else plain(number)
                )
        for part in found.parts:
            if part.ending:
                self.fields[f"carry-{part.kind}"] = forms.MultipleChoiceField(
                    label=f"Carry into {found.year.label}: {part.heading.lower()}",
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    choices=[(f"{part.kind} {it.key}", it.title) for it in part.ending],
                )
        self.fields["reason"] = Why(
            label="Why the targets are these",
            help_text="Such as the meeting that agreed them. It goes into the audit.",
        )

    def carrying(self) -> list[forms.BoundField]:
        """What can be carried, for the page."""
        return [bound for bound in self if bound.name.startswith("carry-")]

    def chosen(self) -> dict[str, Chosen]:
        """By target, what was written."""
        return {
            it.name: Chosen(
                *(self.cleaned_data.get(f"{name}-{it.name}") for name in ("value", "upper", "tolerance"))
            )
            for it in self.found.proposed
        }

    def carry(self) -> list[str]:
        """What was ticked."""
        return [one for name, them in self.cleaned_data.items() if name.startswith("carry-") for one in them]


def boxes(it: Proposed) -> list[tuple[str, str, Decimal | None]]:
    """The boxes of one target: name, label, and what is proposed."""
    ranged = it.old.upper is not None
    found = [("value", "Lower end of the range" if ranged else "Target", it.value)]
    if ranged:
        found.append(("upper", "Upper end of the range", it.upper))
    return [*found, ("tolerance", "Tolerance", it.tolerance)]


# --- services ---


class BecomingForm(Form):
    """Which services end, on which day, and what they become."""

    turn = forms.ChoiceField(
        label="What happens",
        choices=[
            (Turn.RENAMED.value, "A service is renamed"),
            (Turn.MERGED.value, "Services are merged into one"),
            (Turn.SPLIT.value, "A service is split"),
            (Turn.ENDED.value, "A service ends, and its work goes to others"),
        ],
        widget=forms.RadioSelect,
    )
    ending = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label="Services that end",
        widget=forms.CheckboxSelectMultiple,
        to_field_name="slug",
    )
    into = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label="Services there are that take on their work",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="slug",
    )
    added = forms.CharField(
        label="New services",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="The name of each, one a line. For a service that is renamed, its new name.",
    )
    on = Day(label="First day of what comes after")

    def __init__(self, services: QuerySet[Service], *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name in ("ending", "into"):
            self.fields[name].queryset = services  # type: ignore[attr-defined]

    def clean_added(self) -> list[str]:
        """The names, blank lines left out."""
        return [line.strip() for line in self.cleaned_data["added"].splitlines() if line.strip()]

    def homes(self) -> list[tuple[str, str]]:
        """Short name and name of each service that they become."""
        given = self.cleaned_data
        return [(it.slug, it.name) for it in given["into"]] + [(short_name(it), it) for it in given["added"]]


class HomesForm(Form):
    """Where each thing goes, where there are several services it can go to; and why."""

    def __init__(
        self, found: Sequence[Standing], homes: Sequence[tuple[str, str]], *args: Any, **options: Any
    ):
        super().__init__(*args, **options)
        if len(homes) > 1:
            for it in found:
                self.fields[f"home-{it.name}"] = forms.ChoiceField(
                    label=f"New service for {it.thing.title}", choices=homes
                )
        self.fields["reason"] = Why(
            label="Why", help_text="Such as the decision it follows. It goes into the audit."
        )

    def homes(self) -> Mapping[str, str]:
        """By thing, the short name of its new service."""
        return {
            name.removeprefix("home-"): home
            for name, home in self.cleaned_data.items()
            if name.startswith("home-")
        }


# --- councils ---


class TakenForm(Form):
    """Which area took over from which others, and on which day."""

    successor = forms.CharField(
        label="Code of the area that took over", max_length=9, help_text="Nine characters, such as E06000065."
    )
    from_date = Day(label="Its first day")
    taken = forms.CharField(
        label="Areas it took over from",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=(
            "The code of each, one a line. Where it took a part of an area, write the share that came to it and what it"
            " is a share of: E10000006 0.54 residents, mid-2021 estimate."
        ),
    )

    def clean_successor(self) -> str:
        """The code as it is stored."""
        return str(self.cleaned_data["successor"]).strip().upper()

    def clean_taken(self) -> list[Taken]:
        """Each line read."""
        return [_taken(line) for line in self.cleaned_data["taken"].splitlines() if line.strip()]


def _taken(line: str) -> Taken:
    code, *rest = line.split(maxsplit=2)
    if not rest:
        return Taken(code.upper())
    try:
        share = Decimal(rest[0])
    except InvalidOperation as fault:
        raise forms.ValidationError(
            f"‘{rest[0]}’ is no share: write one such as 0.54 after the code."
        ) from fault
    if not share.is_finite() or len(rest[0]) > 12:
        raise forms.ValidationError(f"‘{rest[0]}’ is no share: write one such as 0.54 after the code.")
    return Taken(code.upper(), share, rest[1] if len(rest) > 1 else "")


class SayForm(Form):
    """Why, and where it is said."""

    source = forms.CharField(
        label="Where it is said", max_length=300, help_text="The order, or the page of the register."
    )
    reason = Why(label="Why you say so here")
