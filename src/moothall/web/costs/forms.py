"""Which council, and whom it is set beside."""

from django import forms

from moothall.insight.costs import Found
from moothall.web.fields import Form
from moothall.web.insight.forms import peer_choices


class Choices(Form):
    """The council, by name or code; the sets are those that it has."""

    council = forms.CharField(
        label="Council",
        required=False,
        max_length=100,
        help_text="Its name, or its GSS code such as E07000170",
    )
    list = forms.ChoiceField(label="Compare with", required=False)

    def __init__(self, found: Found | None, council: str):
        peers = found.peers if found else None
        super().__init__(initial={"council": council, "list": peers.key if peers else ""})
        if found and found.sets:
            self.fields["list"].choices = peer_choices(found.sets, peers)  # type: ignore[attr-defined]
        else:
            del self.fields["list"]
