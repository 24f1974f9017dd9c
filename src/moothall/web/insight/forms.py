"""What can be chosen on the pages of measures."""

from typing import Any

from django import forms

from moothall.figures.models import PeerList
from moothall.insight.queries import Benchmark
from moothall.web.fields import Form


def list_title(edition: PeerList) -> str:
    """The list's own name before its publisher's, so that a narrow box shows which is which."""
    publisher, _, name = edition.title.partition(": ")
    return f"{name[:1].upper()}{name[1:]} ({publisher})" if name else edition.title


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

    list = forms.ChoiceField(label="Nearest neighbours", required=False)
    period = forms.ChoiceField(label="Period", required=False)
    same_type = forms.BooleanField(label="Only councils of the same type", required=False)

    def __init__(self, found: Benchmark):
        super().__init__(initial=self._chosen(found))
        self.fields["list"].choices = [(it.slug, list_title(it)) for it in found.editions]  # type: ignore[attr-defined]
        self.fields["period"].choices = [(it.iso, it.label) for it in found.periods]  # type: ignore[attr-defined]
        if found.alone or not found.editions:
            del self.fields["list"], self.fields["same_type"]

    @staticmethod
    def _chosen(found: Benchmark) -> dict[str, Any]:
        return {
            "list": found.edition.slug if found.edition else "",
            "period": found.period.iso if found.period else "",
            "same_type": found.same_type,
        }
