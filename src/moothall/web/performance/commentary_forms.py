"""The forms of commentary. What may be said in them is for the actions to judge."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from moothall.direction.queries import Commitment
from moothall.performance.commentary.actions import Said
from moothall.performance.commentary.queries import Commentary
from moothall.web.fields import Day, Form


def _text(label: str, help_text: str, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.Textarea({"rows": rows})
    )


class CommentaryForm(Form):
    """What happened, why, what we will do, by when: a draft may leave some of it for later."""

    happened = _text("What happened", "What the figure shows, in a sentence or two.")
    why = _text("Why", "The cause as far as it is known, and how you know.")
    doing = _text("What we will do", "One action. If nothing will be done, say so and why.", 3)
    by_when = Day(
        label="By when",
        required=False,
        help_text="With a day the action is tracked once the commentary is approved, and whoever answers for the "
        "measure is reminded of it.",
    )
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(),
        label="Is it an action that is tracked already?",
        required=False,
        empty_label="No",
        help_text="Then choose it, so that it is tracked once.",
    )

    def __init__(self, tracked: QuerySet[Commitment], *args: Any, **options: Any):
        super().__init__(*args, **options)
        if tracked.exists():
            self.fields["commitment"].queryset = tracked  # type: ignore[attr-defined]
        else:
            del self.fields["commitment"]

    def said(self) -> Said:
        return Said(**self.cleaned_data)


def of(it: Commentary | None) -> dict[str, Any]:
    """What a form is filled with from the version that stands."""
    if it is None:
        return {}
    return {
        "happened": it.happened,
        "why": it.why,
        "doing": it.doing,
        "by_when": it.by_when,
        "commitment": it.commitment_id,
    }


class DecideForm(Form):
    """Approves a commentary, or sends it back with a reason."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        choices=(("approve", "Approve it"), ("back", "Send it back")),
    )
    because = forms.CharField(
        label="Why it is sent back",
        required=False,
        max_length=500,
        help_text="Needed where you send it back: whoever wrote it reads this.",
        widget=forms.Textarea({"rows": 3}),
    )
