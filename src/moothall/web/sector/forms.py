from typing import Any

from django import forms


class NewCollection(forms.Form):
    title = forms.CharField(
        label="What to call it", max_length=200, help_text="For example: Plans of July 2024, all councils."
    )


class Files(forms.FileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files in one field; cleaned, it is a list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(one, initial) for one in sent]


class Plans(forms.Form):
    plans = ManyFiles(
        label="Plans",
        help_text="DOCX, PDF, HTML, Markdown, ODT or text, up to 100 files at a time and 30 MB each.",
    )


class Whose(forms.Form):
    council = forms.CharField(label="Council", max_length=200)
    tier = forms.CharField(label="Tier", max_length=100, required=False)
    region = forms.CharField(label="Region", max_length=100, required=False)


class Withdrawal(forms.Form):
    why = forms.CharField(label="Why the plan is taken out", max_length=300)


class Question(forms.Form):
    q = forms.CharField(label="What do you want to know?", max_length=200, required=False)
