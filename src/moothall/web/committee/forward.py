"""The forward plan, the calendar of meetings and the council's own rules, for officers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core import clock
from moothall.core.permission import may
from moothall.direction.money import pounds
from moothall.plan.committee import actions, queries
from moothall.reference.committee import notice_period, retention
from moothall.web.access import needs, person_of
from moothall.web.committee import shown
from moothall.web.committee.forms import (
    EntryForm,
    ExceptionForm,
    MeetingForm,
    Reason,
    RulesForm,
    UrgencyForm,
)
from moothall.web.context import who_and_where
from moothall.web.plan.days import day
from moothall.web.submitting import acted, told

PERIODS = (
    "key-decision",
    "general-exception",
    "special-urgency",
    "private-meeting",
    "private-meeting-again",
    "agenda",
)
ABOVE = [{"text": "Committee papers", "href": "/committee/"}]
ABOVE_ENTRY = [*ABOVE, {"text": "Forward plan", "href": "/committee/forward-plan/"}]
ABOVE_MEETING = [*ABOVE, {"text": "Meetings", "href": "/committee/meetings/"}]


@needs("committee.publish")
def rules(request: HttpRequest) -> HttpResponse:
    """What is significant here and how long records are kept; and the law behind the dates."""
    person, here = who_and_where(request)
    today = clock.today()
    law, own = retention(today), queries.rules(here, today)
    first = {
        "from_date": today,
        "threshold": own.threshold_pence // 100 if own else None,
        "record_years": own.record_years if own else law.record_years,
        "background_years": own.background_years if own else law.background_years,
    }
    form = RulesForm(request.POST or None, initial=first)

    def act() -> None:
        given = dict(form.cleaned_data)
        pence = int(given.pop("threshold") * 100)
        actions.set_rules(person, organisation=here, threshold_pence=pence, **given)

    done = acted(request, form, act, "The rules are saved.", request.path)
    context = {
        "form": form,
        "day": day,
        "above": ABOVE,
        "rows": [
            [
                day(it.from_date),
                pounds(it.threshold_pence),
                f"{it.record_years} and {it.background_years}",
                str(it.set_by),
            ]
            for it in queries.every_rules(person, here)
        ],
        "periods": [notice_period(key, today) for key in PERIODS],
        "law": law,
    }
    return done or render(request, "committee/rules.jinja", context)


@needs("committee.read")
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings to come, with the last day for their papers."""
    person, here = who_and_where(request)
    found = [(it, queries.agenda_by(it)) for it in queries.meetings(person, here, clock.today())]
    context = {
        "meetings": found,
        "day": day,
        "above": ABOVE,
        "may_publish": may(person, "committee.publish", here),
    }
    return render(request, "committee/meetings.jinja", context)


@needs("committee.publish")
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Puts a meeting in the calendar."""
    person, here = who_and_where(request)
    form = MeetingForm(request.POST or None)

    def act() -> None:
        actions.add_meeting(person, organisation=here, **form.cleaned_data)

    done = acted(request, form, act, "The meeting is in the calendar.", reverse("committee-meetings"))
    context = {
        "form": form,
        "title": "Add a meeting",
        "button": "Add the meeting",
        "above": ABOVE_MEETING,
        "words": (),
    }
    return done or render(request, "committee/form.jinja", context)


@needs("committee.publish")
def cancel_meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    """Cancels a meeting."""
    person = person_of(request)
    it = queries.meeting(person, meeting)
    if it is None:
        raise Http404
    form = Reason(request.POST or None)

    def act() -> None:
        actions.cancel_meeting(person, meeting=it, reason=form.cleaned_data["reason"])

    done = acted(request, form, act, "The meeting is cancelled.", reverse("committee-meetings"))
    words = (f"{it.body}, {day(it.on)}. It stays in the calendar and says that it was cancelled, and why.",)
    context = {
        "form": form, "title": "Cancel a meeting", "button": "Cancel the meeting",
        "above": ABOVE_MEETING, "words": words,
    }  # fmt: skip
    return done or render(request, "committee/form.jinja", context)


@needs("committee.read")
def entries(request: HttpRequest) -> HttpResponse:
    """The forward plan with what is not published yet, and how notice stands for each."""
    person, here = who_and_where(request)
    today = clock.today()
    found = [
        (it, queries.standing_of(it, today))
        for it in queries.entries(person, here).filter(decision_on__gte=today)
    ]
    past = [
        (it, queries.standing_of(it, today))
        for it in queries.entries(person, here).filter(decision_on__lt=today)
    ]
    context = {
        "entries": found,
        "past": past[-shown.SHOWN :],
        "day": day,
        "above": ABOVE,
        "may_write": may(person, "committee.write", here),
    }
    return render(request, "committee/forward.jinja", context)


@needs("committee.write")
def new_entry(request: HttpRequest) -> HttpResponse:
    """Adds a coming decision."""
    person, here = who_and_where(request)
    choices = shown.coming(person, here)
    form = EntryForm(choices, request.POST or None)

    def act() -> str:
        given = form.rest()
        given["meeting"] = shown.chosen(given["meeting"], choices)
        made = actions.add_entry(person, organisation=here, secret=form.secret, **given)
        return reverse("committee-entry", args=[made.pk])

    done = acted(request, form, act, "It is added. It is not public until it is published.")
    context = {
        "form": form, "title": "Add a coming decision", "button": "Add it", "above": ABOVE_ENTRY, "words": (),
    }  # fmt: skip
    return done or render(request, "committee/form.jinja", context)


@needs("committee.read")
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One coming decision: what it says, how notice stands, and what to do."""
    it, person = _entry(request, entry), person_of(request)
    today = clock.today()
    context = {
        "entry": it,
        "standing": queries.standing_of(it, today),
        "private": [notice_period(key, today) for key in PERIODS[3:5]] if it.exempt_paragraph else [],
        "private_by": _private(it),
        "day": day,
        "above": ABOVE_ENTRY,
        "may_write": may(person, "committee.write", it.organisation),
        "may_publish": may(person, "committee.publish", it.organisation),
    }
    return render(request, "committee/entry.jinja", context)


@needs("committee.write")
def change_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """Changes what an entry says, but for its title and whether it is key."""
    it, person = _entry(request, entry), person_of(request)
    choices = shown.coming(person, it.organisation)
    choices += [it.meeting] if it.meeting and it.meeting not in choices else []
    first = {name: getattr(it, name) for name in actions.CHANGEABLE} | {"meeting": it.meeting_id}
    form = EntryForm(choices, request.POST or None, changing=True, initial=first)

    def act() -> None:
        given = dict(form.cleaned_data)
        given["meeting"] = shown.chosen(given["meeting"], choices)
        actions.change_entry(person, entry=it, **given)

    done = acted(request, form, act, "It is changed.", reverse("committee-entry", args=[it.pk]))
    words = (f"‘{it}’. What it said before stays in the audit.",)
    context = {
        "form": form,
        "title": "Change a coming decision",
        "button": "Save",
        "above": ABOVE_ENTRY,
        "words": words,
    }
    return done or render(request, "committee/form.jinja", context)


@needs("committee.publish")
@require_POST
def publish_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """Puts an entry in the public forward plan: notice runs from today."""
    it = _entry(request, entry)
    with told(request):
        actions.publish_entry(person_of(request), entry=it)
        messages.success(request, "It is in the public forward plan.")
    return redirect("committee-entry", it.pk)


@needs("committee.publish")
def exception(request: HttpRequest, entry: int) -> HttpResponse:
    """Records a general exception."""
    it, person = _entry(request, entry), person_of(request)
    form = ExceptionForm(request.POST or None, initial={"on": clock.today()})

    def act() -> None:
        actions.record_exception(person, entry=it, **form.cleaned_data)

    return _noticed(request, it, form, act, "Record a general exception", "general-exception")


@needs("committee.publish")
def urgency(request: HttpRequest, entry: int) -> HttpResponse:
    """Records special urgency."""
    it, person = _entry(request, entry), person_of(request)
    form = UrgencyForm(request.POST or None, initial={"on": clock.today()})

    def act() -> None:
        actions.record_urgency(person, entry=it, **form.cleaned_data)

    return _noticed(request, it, form, act, "Record special urgency", "special-urgency")


@needs("committee.publish")
def end_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """Takes a coming decision off the forward plan."""
    it, person = _entry(request, entry), person_of(request)
    form = Reason(request.POST or None)

    def act() -> None:
        actions.end_entry(person, entry=it, reason=form.cleaned_data["reason"])

    done = acted(request, form, act, "It is off the forward plan.", reverse("committee-forward"))
    context = {
        "form": form, "title": "Take it off the forward plan", "button": "Take it off", "above": ABOVE_ENTRY,
        "words": (f"‘{it}’. The audit keeps it, and why.",),
    }  # fmt: skip
    return done or render(request, "committee/form.jinja", context)


def _noticed(request: HttpRequest, it: Any, form: Any, act: Any, title: str, period: str) -> HttpResponse:
    done = acted(request, form, act, "It is recorded.", reverse("committee-entry", args=[it.pk]))
    law = notice_period(period, clock.today())
    words = (f"‘{it}’. {law.says} ({law.law}.)", queries.standing_of(it).advice)
    context = {"form": form, "title": title, "button": "Record it", "above": ABOVE_ENTRY, "words": words}
    return done or render(request, "committee/form.jinja", context)


def _entry(request: HttpRequest, pk: int) -> Any:
    found = queries.entry(person_of(request), pk)
    if found is None:
        raise Http404
    return found


def _private(it: Any) -> list[Any]:
    """The last days for the two notices of a private meeting, where the matter is exempt."""
    return queries.private_by(it) if it.exempt_paragraph else []
