"""The plan's forms. What may be said in them is for the actions to judge."""

from django import forms

from moothall.plan.actions import LONGEST_SECTION


class NewPlan(forms.Form):
    title = forms.CharField(max_length=200, initial="Productivity plan")
    years = forms.CharField(
        label="Years it covers", max_length=40, help_text="For example, 2026-27 to 2029-30."
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
