"""What can be chosen in the explorer, and the form that keeps a view of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from moothall.figures.measures import Measure, catalogue
from moothall.insight.queries import Exploration
from moothall.web.fields import Form
from moothall.web.insight.explorer.state import LONGEST
from moothall.web.insight.forms import peer_choices
from moothall.web.insight.tables import theme_title

Choice = tuple[str, str]


class Explorer(Form):
    """Measure, council, comparators, period and a second measure; an address's `show` rides along."""

    measure = forms.ChoiceField(label="Measure", required=False)
    area = forms.CharField(label="Council", required=False, max_length=100)
    peers = forms.ChoiceField(label="Compare with", required=False)
    beside = forms.CharField(
        label="Or with these councils",
        required=False,
        max_length=LONGEST,
        help_text="Names or codes, with commas between them",
    )
    period = forms.ChoiceField(label="Period", required=False)
    against = forms.ChoiceField(label="Second measure, to set it against", required=False)
    show = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, found: Exploration | None, held: Collection[str], place: str, against: str, show: str
    ) -> None:
        super().__init__(initial=_chosen(found) | {"area": place, "against": against, "show": show})
        _choices(self, "measure", measure_choices(held, found.measure if found else None))
        if found is None:
            for name in ("measure", "peers", "beside", "period", "against"):
                del self.fields[name]
            return
        _choices(self, "peers", peer_choices(found.sets, found.peers))
        _choices(self, "period", [(it.iso, it.label) for it in found.periods])
        beside = measure_choices(held, None, without=found.measure)
        _choices(self, "against", [("", "None"), *beside])
        if not found.sets and not found.peers:
            del self.fields["peers"]


class SaveView(Form):
    """A name for a view, and whether others at the council see it."""

    title = forms.CharField(label="Name of the view", max_length=100)
    shared = forms.BooleanField(
        label="Share it with everybody who reads this council’s figures", required=False
    )


def measure_choices(
    held: Collection[str], chosen: Measure | None, without: Measure | None = None
) -> list[tuple[str, list[Choice]]]:
    """The measures with figures for the council by theme, then the others of the catalogue."""
    groups: dict[str, list[Choice]] = defaultdict(list)
    rest: list[Choice] = []
    for it in sorted(catalogue().values(), key=lambda it: (it.theme, it.title)):
        if it is without:
            continue
        if it.id in held:
            groups[theme_title(it.theme)].append((it.id, it.title))
        elif without is None or it is chosen:
            rest.append((it.id, it.title))
    return [*groups.items(), *([("No figure for this council", rest)] if rest else [])]


def _choices(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def _chosen(found: Exploration | None) -> dict[str, str]:
    if found is None:
        return {}
    return {
        "measure": found.measure.id,
        "peers": found.peers.key if found.peers else "",
        "period": found.period.iso if found.period else "",
    }
