"""The plan's forms. What may be said in them is for the actions to judge."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from moothall.engines.text.found import Status
from moothall.plan.actions import LONGEST_SECTION
from moothall.plan.queries import MEANS
from moothall.plan.themes import THEMES
from moothall.web.fields import Day, Form

LARGEST_PLAN = 20 * 2**20  # bytes


class NewPlan(Form):
    title = forms.CharField(max_length=200, initial="Productivity plan")
    years = forms.CharField(
        label="Years it covers", max_length=40, help_text="For example, 2026-27 to 2029-30."
    )
    due_on = Day(
        label="Day by which it has to be sent",
        required=False,
        help_text="The day that whoever asked for the plan gave. For example, 19 7 2026.",
    )


class Due(Form):
    due_on = Day(
        label="Day by which it has to be sent",
        required=False,
        help_text="The day that whoever asked for the plan gave. Leave it empty if no day is set.",
    )


class Section(Form):
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


class SignOff(Form):
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label="Note for members",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What they should know before they decide.",
    )


class Sending(Form):
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


class Endorsement(Form):
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


class Remark(Form):
    quoted = forms.CharField(
        label="Words it is about",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Copied from the text as it stands. Leave it empty to speak of the whole section.",
    )
    text = forms.CharField(label="Comment", widget=forms.Textarea({"rows": 4}))


class Answered(Form):
    """Whether a question is answered, in a person's judgement."""

    status = forms.ChoiceField(
        label="In this plan the question is",
        required=False,
        choices=[*((it.value, it.value.capitalize()) for it in Status), ("", "As it is read from the text")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(widget=forms.Textarea({"rows": 3}), help_text="It is kept, with your name.")


class PlanFile(Form):
    """A plan in a file. It is judged by what is in it, so any name will do."""

    file = forms.FileField(
        label="File",
        help_text="Word (DOCX), PDF, OpenDocument text (ODT), HTML, Markdown or plain text, up to 20 MB.",
        allow_empty_file=True,  # the reader's sentence says more
        error_messages={"required": "Choose a file."},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_PLAN:
            raise forms.ValidationError(
                "The file is larger than 20 MB: take its pictures out, or save it as text."
            )
        return file


class Brought(Form):
    """The text of a file by section, as it travels between the pages of an import."""

    source = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=200, initial="Productivity plan")
    years = forms.CharField(
        label="Years it covers", max_length=40, help_text="For example, 2026-27 to 2029-30."
    )

    def __init__(self, *args: object, existing: bool, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if existing:
            del self.fields["title"], self.fields["years"]
        for theme in THEMES:
            self.fields[f"text-{theme.key}"] = forms.CharField(
                label=theme.title,
                required=False,
                strip=False,
                max_length=LONGEST_SECTION,
                widget=forms.Textarea({"rows": 8, "spellcheck": "true"}),
                help_text="Left empty, the section stays as it is." if existing else "",
            )
            self.fields[f"opened-{theme.key}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, initial=0
            )

    def texts(self) -> dict[str, str]:
        """By theme, the sections that say anything."""
        said = {it.key: self.cleaned_data[f"text-{it.key}"] for it in THEMES}
        return {theme: text.replace("\r\n", "\n") for theme, text in said.items() if text.strip()}

    def opened(self) -> dict[str, int]:
        return {it.key: self.cleaned_data[f"opened-{it.key}"] for it in THEMES}
