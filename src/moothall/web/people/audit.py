"""The audit: who did what, to what, when and from where."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from moothall.core.models import AuditEntry, Person
from moothall.core.queries import actors, audit_for
from moothall.web.access import needs, person_of
from moothall.web.fields import Form
from moothall.web.people.audited import ACTIONS
from moothall.web.sending import rows_sent

PAGE = 50
HEADER = ("when", "who", "address", "council", "action", "kind", "key", "thing", "before", "after")


class AuditForm(Form):
    """Which entries to show."""

    who = forms.ChoiceField(label="Who did it", required=False)
    action = forms.ChoiceField(label="What was done", required=False)
    since = forms.DateField(
        label="From", required=False, widget=forms.TextInput, help_text="For example, 1/4/2026"
    )
    until = forms.DateField(
        label="To", required=False, widget=forms.TextInput, help_text="This day is included"
    )
    thing = forms.CharField(label="To what", required=False, max_length=200, help_text="A name, or kind:key")

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # the audit itself is not asked: it is long, and this is asked at every page of it
        named = sorted((str(it), str(it.pk)) for it in actors(person))
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", "Anybody"),
            ("nobody", "Nobody signed in"),
            *((key, name) for name, key in named),
        ]
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", "Anything"),
            *((it, in_words(it)) for it in ACTIONS),
        ]


def in_words(action: str) -> str:
    """An action as people read it: person.link_sent is 'Person: link sent'."""
    what, _, done = action.partition(".")
    return f"{what}: {done.replace('_', ' ')}".capitalize()


def chosen(person: Person, given: dict[str, Any]) -> QuerySet[AuditEntry]:
    """The entries this person may read that fit what was chosen, newest first."""
    found = audit_for(person)
    if given.get("who"):
        found = found.filter(person=None if given["who"] == "nobody" else given["who"])
    if given.get("action"):
        found = found.filter(action=given["action"])
    if given.get("since"):
        found = found.filter(at__gte=_midnight(given["since"]))
    if given.get("until"):
        found = found.filter(at__lte=timezone.make_aware(datetime.combine(given["until"], time.max)))
    if thing := given.get("thing"):
        kind, _, key = thing.partition(":")
        found = found.filter(Q(title__icontains=thing) | Q(kind=kind, key=key))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@needs("audit.read")
def audit(request: HttpRequest) -> HttpResponse:
    """A page of the audit."""
    form = AuditForm(person_of(request), request.GET or None)
    entries = chosen(person_of(request), form.cleaned_data if form.is_valid() else {})
    asked = {name: value for name, value in request.GET.items() if name in form.fields and value}
    return render(
        request,
        "people/audit.jinja",
        {
            "form": form,
            "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
            "asked": urlencode(asked),
            "in_words": in_words,
            "shown": shown,
        },
    )


@needs("audit.read")
def download(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The chosen entries as CSV, every one of them."""
    form = AuditForm(person_of(request), request.GET)
    if not form.is_valid():
        return render(request, "people/audit_refused.jinja", {"form": form}, status=400)
    rows = _rows(chosen(person_of(request), form.cleaned_data))
    return rows_sent(HEADER, rows, "audit")


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[tuple[str, ...]]:
    for it in entries.iterator(chunk_size=2000):
        yield (
            it.at.isoformat(timespec="seconds"),
            str(it.person or ""),
            it.address,
            it.organisation.slug if it.organisation else "",
            it.action,
            it.kind,
            it.key,
            it.title,
            _exact(it.before),
            _exact(it.after),
        )


def _exact(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def shown(value: Any) -> list[tuple[str, str]]:
    """What an entry holds of before or after, as pairs to show."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [(str(name).replace("_", " "), _plain(it)) for name, it in value.items() if it != []]
    return [("", _plain(it)) for it in (value if isinstance(value, list) else [value])]


def _plain(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(_plain, value)) or "none"
        case dict():
            return "; ".join(f"{name.replace('_', ' ')} {_plain(it)}" for name, it in value.items())
    return str(value)
