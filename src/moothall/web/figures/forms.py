"""What is asked on the pages of loads and lineage."""

from django import forms
from django.conf import settings

from moothall.figures.sources import sources
from moothall.web.fields import Form

BY_HEADERS = ("", "Find out from its headers")


class Upload(Form):
    """A file to load. It is judged by what is in it, so any name will do."""

    file = forms.FileField(
        label="File",
        help_text="CSV, XLSX or ODS",
        allow_empty_file=True,  # the reader's sentence says more
        error_messages={"required": "Choose a file to load."},
    )
    source = forms.ChoiceField(label="Layout", required=False)
    check = forms.BooleanField(
        label="Only check it", required=False, help_text="Shows what would happen, and loads nothing"
    )

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = sorted((it.id, it.title) for it in sources().values())
        self.fields["source"].choices = [BY_HEADERS, *known]  # type: ignore[attr-defined]

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        limit = settings.UPLOAD_LIMIT
        if file.size > limit:
            raise forms.ValidationError(
                f"The file is larger than {limit // 2**20} MB, the most this page takes: "
                "load it with the command ‘moothall load’."
            )
        return file


class AsAt(Form):
    """A moment in the past."""

    as_at = forms.DateTimeField(
        label="As it was known at",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d %B %Y %H:%M"],
        error_messages={"invalid": "Write a date and a time, such as 2026-04-30 17:00."},
    )
