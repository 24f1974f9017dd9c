"""What can be chosen on the pages of measures."""

from collections.abc import Iterable
from typing import Any

from django import forms

from moothall.insight.queries import Benchmark, PeerSet
from moothall.web.fields import Form


def peer_choices(sets: Iterable[PeerSet], chosen: PeerSet | None) -> list[tuple[str, str]]:
    """What a council can be set beside; councils named in the address are among them while they are."""
    found = [(it.key, it.title) for it in sets]
    if chosen and chosen.key not in {key for key, _ in found}:
        found.append((chosen.key, f"{chosen.title} ({len(chosen.codes)})"))
    return found


class Council(Form):
    """Which council, by name or code."""

    council = forms.CharField(
        label="Council",
        required=False,
        max_length=100,
        help_text="Its name, or its GSS code such as E07000170",
    )


class Catalogue(Council):
    """Which measures, and whose."""

    field_order = ("council", "q")
    q = forms.CharField(
        label="Measure", required=False, max_length=100, help_text="Words in its name or definition"
    )


class Choices(Form):
    """What a benchmark is made with. The choices are those of the benchmark itself."""

    list = forms.ChoiceField(label="Compare with", required=False)
    period = forms.ChoiceField(label="Period", required=False)
    same_type = forms.BooleanField(label="Only councils of the same type", required=False)

    def __init__(self, found: Benchmark):
        super().__init__(initial=self._chosen(found))
        self.fields["list"].choices = peer_choices(found.sets, found.peer_set)  # type: ignore[attr-defined]
        self.fields["period"].choices = [(it.iso, it.label) for it in found.periods]  # type: ignore[attr-defined]
        if found.alone or not found.sets:
            del self.fields["list"], self.fields["same_type"]

    @staticmethod
    def _chosen(found: Benchmark) -> dict[str, Any]:
        return {
            "list": found.peer_set.key if found.peer_set else "",
            "period": found.period.iso if found.period else "",
            "same_type": found.same_type,
        }
