"""Priorities, the measures under them, and who answers for a measure."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.core.models import Person, Service
from moothall.insight.queries import Held
from moothall.web.fields import Day, Form


class PriorityForm(Form):
    """What a priority is, whose, and for which days."""

    title = forms.CharField(max_length=200, help_text="As residents read it, such as Cleaner streets.")
    purpose = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="A sentence or two: what will be different.",
    )
    portfolio = forms.CharField(required=False, max_length=200, help_text="For example, Environment.")
    holder = forms.ModelChoiceField(
        Person.objects.none(), label="Portfolio holder", required=False, empty_label="Nobody named"
    )
    from_date = Day(label="First day", help_text="It is on the scorecard from this day.")
    to_date = Day(label="Last day", required=False, help_text="Leave blank while it stands.")

    def __init__(self, people: QuerySet[Person], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["holder"].queryset = people  # type: ignore[attr-defined]


class EndForm(Form):
    """When a priority ends."""

    on = Day(label="Last day", help_text="It is on the scorecard until the end of this day.")


class Search(Form):
    """Which measures to offer."""

    q = forms.CharField(
        label="Find a measure", required=False, max_length=100, help_text="Words in its name or definition"
    )


class MeasuresForm(Form):
    """The measures that show a priority: boxes to tick by theme, and a place for each that is chosen already."""

    def __init__(self, chosen: Sequence[str], offered: Mapping[str, Sequence[Held]], *args: Any):
        super().__init__(*args)
        self.chosen = chosen
        titles = {held.measure.id: held.measure.title for them in offered.values() for held in them}
        for place, measure in enumerate(chosen, start=1):
            self.fields[f"place-{measure}"] = forms.IntegerField(
                label=titles[measure],
                required=False,
                min_value=1,
                max_value=999,
                initial=place,
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Write 1, 2, 3 …"),
            )
        for theme, them in offered.items():
            self.fields[f"theme-{theme}"] = forms.MultipleChoiceField(
                label=theme.replace("-", " ").capitalize(),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(it.measure.id, _named(it)) for it in them],
                initial=[it.measure.id for it in them if it.measure.id in chosen],
            )

    def places(self) -> list[forms.BoundField]:
        """The numbers that put the chosen measures in order."""
        return [bound for bound in self if bound.name.startswith("place-")]

    def themes(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return [bound for bound in self if bound.name.startswith("theme-")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ticked = [it for name, them in given.items() if name.startswith("theme-") for it in them]
        return {"measures": sorted(ticked, key=self._place)}

    def _place(self, measure: str) -> tuple[int, int]:
        """Where a measure goes: among equals one moved up is first, one moved down is last; new ones come after."""
        place = self.cleaned_data.get(f"place-{measure}") or 1000
        before = self.chosen.index(measure) + 1 if measure in self.chosen else 1000
        return place, (place > before) - (place < before)


def _named(held: Held) -> str:
    return held.measure.title if held.areas else f"{held.measure.title} (no figures yet)"


class OwnerForm(Form):
    """Who answers for a measure."""

    service = forms.ModelChoiceField(Service.objects.none(), empty_label="Choose a service")
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Person", required=False, empty_label="Nobody in particular"
    )

    def __init__(self, services: QuerySet[Service], people: QuerySet[Person], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class ServiceForm(Form):
    """A service of the council."""

    name = forms.CharField(max_length=200, help_text="As people read it, such as Waste and recycling.")
    slug = forms.SlugField(
        label="Short name", max_length=50, help_text="Letters, digits and hyphens, such as waste."
    )
