from typing import Any

from django import forms

from moothall.plan.sector.actions import LARGEST
from moothall.web.fields import Form


class NewCollection(Form):
    title = forms.CharField(
        label="What to call it", max_length=200, help_text="For example: Plans of July 2024, all councils."
    )


class Files(forms.FileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files in one field; cleaned, it is a list of those that can be taken.

    `refused` says of each of the others, by its name, why not. Where none can be taken that is the fault.
    """

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not sent:
            return [super().clean(None, initial)]
        self.refused = [f"‘{one.name}’ was not added: {why}" for one in sent if (why := _refused(one))]
        taken = [one for one in sent if not _refused(one)]
        if not taken:
            raise forms.ValidationError(self.refused)
        return taken


def _refused(file: Any) -> str:
    """Why a file cannot be taken; else ''."""
    if not file.size:
        return "it is empty."
    if file.size > LARGEST:
        return f"it is larger than {LARGEST // 2**20} MB. Send a smaller copy of the plan."
    return ""


class Plans(Form):
    plans = ManyFiles(
        label="Plans",
        help_text="DOCX, PDF, HTML, Markdown, ODT or text, up to 100 files at a time and 30 MB each.",
    )


class Whose(Form):
    council = forms.CharField(label="Council", max_length=200)
    tier = forms.CharField(label="Tier", max_length=100, required=False)
    region = forms.CharField(label="Region", max_length=100, required=False)


class Withdrawal(Form):
    why = forms.CharField(label="Why the plan is taken out", max_length=300)


class Question(Form):
    q = forms.CharField(label="What do you want to know?", max_length=200, required=False)
