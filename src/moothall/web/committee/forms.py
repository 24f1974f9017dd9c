"""The forms of committee papers. What may be said in them is for the actions to judge."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings

from moothall.plan.committee.actions import FILE_TYPES, LONGEST_TEXT, Secret
from moothall.plan.committee.composing import wards_from
from moothall.plan.committee.templates import DECISION, Template, templates
from moothall.reference.committee import exemptions
from moothall.web.fields import Day, Form, Pounds

PARAGRAPHS = [("0", "Public"), *((str(it.paragraph), f"{it.paragraph}: {it.says}") for it in exemptions())]


class SecretForm(Form):
    """Whether a part is exempt, and why; the two fields come last."""

    exempt_paragraph = forms.TypedChoiceField(
        label="Is this part exempt?",
        choices=PARAGRAPHS,
        coerce=int,
        initial="0",
        help_text="A paragraph of Schedule 12A to the Local Government Act 1972. The public never sees an exempt part.",
    )
    exempt_reason = forms.CharField(
        label="Why the public interest is in keeping it exempt",
        required=False,
        max_length=500,
        help_text="Only for an exempt part. This sentence is public: give nothing away in it.",
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        last = ["exempt_paragraph", "exempt_reason"]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    @property
    def secret(self) -> Secret:
        """What was said of it."""
        return Secret(self.cleaned_data["exempt_paragraph"], self.cleaned_data["exempt_reason"])

    def rest(self) -> dict[str, Any]:
        """The other fields as they were filled in."""
        return {name: it for name, it in self.cleaned_data.items() if not name.startswith("exempt_")}


class NewReport(Form):
    template = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    plan = forms.TypedChoiceField(
        label="Does it cover a productivity plan?",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Its title, the recommendation to endorse it and the plan as an appendix are then filled in.",
    )
    title = forms.CharField(
        max_length=200, required=False, help_text="Public, even where the report is exempt."
    )
    meeting = forms.TypedChoiceField(
        label="Meeting", required=False, coerce=int, empty_value=None, help_text="It can be chosen later."
    )

    def __init__(self, meetings: Iterable[Any], plans: Iterable[Any], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["template"].choices = [(it.key, it.title) for it in templates().values()]  # type: ignore[attr-defined]
        self.fields["meeting"].choices = meeting_choices(meetings)  # type: ignore[attr-defined]
        self.fields["plan"].choices = [("", "No"), *((it.pk, f"{it.title}, {it.years}") for it in plans)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("plan") and not given.get("title"):
            self.add_error("title", "Write a title.")
        return given


class Cover(SecretForm):
    """A report's cover: its template's own fields among them."""

    title = forms.CharField(max_length=200, help_text="Public, even where the report is exempt.")
    meeting = forms.TypedChoiceField(label="Report to", required=False, coerce=int, empty_value=None)
    decided_on = Day(label="Date of the decision", required=False)
    value = Pounds(
        label="What it spends or saves, in pounds",
        help_text="Over its whole life. Write 0 if nothing. Not shown in public where any part is exempt.",
    )
    value_kind = forms.ChoiceField(
        label="Is that spent or saved?",
        choices=[("spends", "Spent"), ("saves", "Saved")],
        widget=forms.RadioSelect,
        initial="spends",
    )
    wards = forms.CharField(
        label="Wards affected",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="One a line, or all. Leave blank for none in particular.",
    )
    judged = forms.ChoiceField(
        label="Is it a key decision?",
        required=False,
        choices=[("", "As the test says"), ("key", "Yes"), ("not key", "No")],
        help_text="The test looks at money and wards. Whether effects on wards are significant is your judgement.",
    )
    judged_reason = forms.CharField(
        label="Why you judge so", required=False, max_length=500, help_text="Printed on the cover."
    )
    entry = forms.TypedChoiceField(
        label="Entry in the forward plan", required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, template: Template, meetings: Iterable[Any], entries: Iterable[Any], *args: Any, **options: Any
    ):
        super().__init__(*args, **options)
        own = {
            f"cover_{it.key}": forms.CharField(
                label=it.label, help_text=it.hint, required=False, max_length=500
            )
            for it in template.cover
        }
        self.fields.update(own)
        self.fields["meeting"].choices = meeting_choices(meetings)  # type: ignore[attr-defined]
        self.fields["entry"].choices = [("", "None"), *((it.pk, str(it)) for it in entries)]  # type: ignore[attr-defined]
        self.fields["exempt_paragraph"].label = "Is the whole report exempt?"
        unwanted = ["meeting"] if template.kind == DECISION else ["decided_on"]
        unwanted += [] if template.executive else ["judged", "judged_reason", "entry"]
        for name in unwanted:
            del self.fields[name]
        first = ["title", "meeting", "decided_on", *own]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    def given(self) -> dict[str, Any]:
        """What the action takes, but for the meeting and the entry, which are numbers here."""
        it = self.cleaned_data
        return {
            "title": it["title"],
            "cover": {
                name.removeprefix("cover_"): said for name, said in it.items() if name.startswith("cover_")
            },
            "wards": wards_from(it["wards"]),
            "value_pence": it.get("value"),
            "value_kind": it.get("value_kind", "spends"),
            "decided_on": it.get("decided_on"),
            "judged": it.get("judged", ""),
            "judged_reason": it.get("judged_reason", ""),
            "secret": self.secret,
        }


class SectionForm(SecretForm):
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 16, "spellcheck": "true"}),
    )
    opened = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SignForm(Form):
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)


class Paper(SecretForm):
    """An appendix or a background paper."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("appendix", "An appendix"), ("background", "A background paper")],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(max_length=200)
    file = forms.FileField(label="File", required=False, help_text=f"One of {', '.join(FILE_TYPES)}.")
    link = forms.CharField(label="Or a link", required=False, max_length=500)
    where = forms.CharField(label="Or where it can be inspected", required=False, max_length=200)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(f"The file is larger than {settings.UPLOAD_LIMIT // 2**20} MB.")
        return file


class Decided(Form):
    decided_on = Day(label="Date of the decision")
    minute = forms.CharField(label="Minute number", max_length=40)
    resolution = forms.CharField(
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Its words, from the minutes. It is public: leave out what is exempt.",
    )


class Reason(Form):
    reason = forms.CharField(max_length=300, help_text="It is public.")


class MeetingForm(Form):
    body = forms.CharField(label="Which body meets?", max_length=120, help_text="For example, Cabinet.")
    on = Day(label="Date")
    starts = forms.TimeField(label="Time", required=False, help_text="For example, 18:30.")
    place = forms.CharField(required=False, max_length=200)


class RulesForm(Form):
    from_date = Day(label="From")
    threshold = forms.DecimalField(
        label="Spending or saving is significant from, in pounds",
        min_value=Decimal(1),
        max_digits=15,
        decimal_places=2,
        help_text="At this amount or more a decision is a key decision. Your constitution says it.",
    )
    record_years = forms.IntegerField(label="Years an officer's decision is kept", min_value=1, max_value=100)
    background_years = forms.IntegerField(
        label="Years its background papers are kept", min_value=1, max_value=100
    )


class EntryForm(SecretForm):
    """A coming decision."""

    title = forms.CharField(max_length=200, help_text="What residents read.")
    matter = forms.CharField(
        label="What is to be decided",
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text="In a sentence or two. It is public.",
    )
    key = forms.TypedChoiceField(
        label="Is it a key decision?",
        coerce=lambda it: it == "yes",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        help_text="Significant spending or saving, or significant effects in two or more wards.",
    )
    decision_maker = forms.CharField(max_length=200, help_text="The body, or the person and their title.")
    members = forms.CharField(
        label="Its members, or the person's title",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Notice of a key decision has to say.",
    )
    meeting = forms.TypedChoiceField(label="Meeting", required=False, coerce=int, empty_value=None)
    decision_on = Day(label="Date of the decision", required=False, help_text="Where no meeting is chosen.")
    portfolio = forms.CharField(required=False, max_length=120)
    contact = forms.CharField(max_length=300, help_text="Who to write to, and for copies of the documents.")
    consultees = forms.CharField(required=False, max_length=5000, widget=forms.Textarea({"rows": 2}))
    documents = forms.CharField(
        label="Documents that will be considered",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, meetings: Iterable[Any], *args: Any, changing: bool = False, **options: Any):
        super().__init__(*args, **options)
        self.fields["meeting"].choices = meeting_choices(meetings)  # type: ignore[attr-defined]
        if changing:
            for name in ("title", "key", "exempt_paragraph", "exempt_reason"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("meeting") and not given.get("decision_on"):
            self.add_error("decision_on", "Choose a meeting or write a date.")
        return given


class ExceptionForm(Form):
    on = Day(label="Day on which the notice to the chair was published")
    reason = forms.CharField(
        label="Why 28 clear days were impracticable",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="It is published.",
    )


class UrgencyForm(Form):
    on = Day(label="Day on which the chair agreed")
    by = forms.CharField(label="Who agreed", max_length=200, help_text="Name and office.")
    reason = forms.CharField(
        label="Why it is urgent and cannot reasonably wait",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="It is published.",
    )


class Find(Form):
    q = forms.CharField(label="Words in the title", required=False, max_length=100)


def meeting_choices(meetings: Iterable[Any]) -> list[tuple[Any, str]]:
    """The meetings to choose from, none first."""
    said = [(it.pk, f"{it.body}, {it.on.day} {it.on:%B %Y}") for it in meetings if not it.cancelled_at]
    return [("", "None"), *said]
