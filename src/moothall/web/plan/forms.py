"""The plan's forms. What may be said in them is for the actions to judge."""

from django import forms

from moothall.plan.actions import LONGEST_SECTION
from moothall.plan.queries import MEANS
from moothall.web.fields import Day


class NewPlan(forms.Form):
    title = forms.CharField(max_length=200, initial="Productivity plan")
    years = forms.CharField(
        label="Years it covers", max_length=40, help_text="For example, 2026-27 to 2029-30."
    )
    due_on = Day(
        label="Day by which it has to be sent",
        required=False,
        help_text="The day that whoever asked for the plan gave. For example, 19 7 2026.",
    )


class Due(forms.Form):
    due_on = Day(
        label="Day by which it has to be sent",
        required=False,
        help_text="The day that whoever asked for the plan gave. Leave it empty if no day is set.",
    )


class Section(forms.Form):
    """A section's text, what to search figures for, and the version that the text was written from."""

    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        max_length=LONGEST_SECTION,
        widget=forms.Textarea({"rows": 20, "spellcheck": "true"}),
        help_text="Markdown: a blank line starts a paragraph, ### a heading, - a bullet.",
    )
    opened = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    find = forms.CharField(
        label="Find a figure to show in the text",
        required=False,
        max_length=100,
        help_text="Words of the measure's name, such as recycling.",
    )


class SignOff(forms.Form):
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label="Note for members",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What they should know before they decide.",
    )


class Sending(forms.Form):
    """That an edition was sent; a second time it asks what was wrong with the first record."""

    sent_to = forms.CharField(
        label="Sent to", max_length=120, help_text="For example, the department and the address it gave."
    )
    sent_on = Day(label="Sent on", help_text="For example, 19 7 2026.")
    means = forms.ChoiceField(label="How it was sent", choices=MEANS, widget=forms.RadioSelect)
    correction = forms.CharField(
        label="What was wrong with the earlier record",
        widget=forms.Textarea({"rows": 3}),
        help_text="The earlier record stays.",
    )

    def __init__(self, *args: object, again: bool, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not again:
            del self.fields["correction"]


class Endorsement(forms.Form):
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    meeting = forms.CharField(max_length=120, help_text="For example, Cabinet or Full Council.")
    meeting_date = forms.DateField(
        label="Date of the meeting", widget=forms.SelectDateWidget, help_text="For example, 16 7 2026."
    )
    minute = forms.CharField(label="Minute number", max_length=40)
    resolution = forms.CharField(
        label="Resolution",
        widget=forms.Textarea({"rows": 3}),
        help_text="Its words, from the minutes.",
    )
