"""Statutory returns as their pages show them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.kit.documents.words import spoken_date
from moothall.plan.returns.coming import Item, State
from moothall.plan.returns.queries import Standing, StatutoryReturn

TAG = {
    State.LATE: "poor",
    State.WENT_LATE: "watch",
    State.SOON: "watch",
    State.COMING: "info",
    State.UNSET: "none",
    State.IN_TIME: "good",
    State.SUBMITTED: "good",
}
_TAG = Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>')
_COLOUR = {"good": "green", "watch": "yellow", "poor": "red", "none": "grey", "info": "blue"}
_LINK = Markup('<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>')


def tag(state: State) -> Markup:
    """How an occurrence stands, in words and colour."""
    return _TAG.format(_COLOUR[TAG[state]], state.value.capitalize())


def when(it: Item) -> str:
    """The due day, and how far off or how late."""
    if it.due is None:
        return "No date given yet"
    return f"{spoken_date(it.due)}{_distance(it)}"


def _distance(it: Item) -> str:
    if it.days is None or it.state in (State.IN_TIME, State.SUBMITTED):
        return ""
    count = f"{abs(it.days)} day{'' if abs(it.days) == 1 else 's'}"
    if it.state == State.WENT_LATE:
        return f" (went {count} late)"
    if not it.days:
        return " (today)"
    return f" ({count} late)" if it.days < 0 else f" (in {count})"


def owner(it: StatutoryReturn) -> str:
    return f"{it.person}, {it.service}" if it.person else str(it.service)


def months(found: Iterable[Item]) -> list[tuple[str, list[list[Any]]]]:
    """The calendar: the late first, then each month with its rows, then what has no date."""
    return [(heading, [row(it) for it in some]) for heading, some in groupby(found, key=_heading)]


def _heading(it: Item) -> str:
    if it.state == State.LATE:
        return "Late"
    return f"{it.due:%B %Y}" if it.due else "No date given yet"


def row(it: Item) -> list[Any]:
    """One line of the calendar."""
    made = it.statutory_return
    return [
        {"text": it.title, "href": reverse("return", args=[made.pk])},
        when(it),
        tag(it.state),
        owner(made),
        made.body,
    ]


def every(found: Iterable[Standing]) -> list[list[Any]]:
    """Each return: owner, when it is next due and how punctual it was."""
    rows: list[list[Any]] = []
    for it in found:
        made, upcoming = it.statutory_return, it.next
        ended = "Ended" if made.last_period else "No date given yet"
        rows.append(
            [
                {"text": made.title, "href": reverse("return", args=[made.pk])},
                owner(made),
                made.frequency.capitalize(),
                when(upcoming) if upcoming else ended,
                it.punctuality.share,
                "Yes" if made.verified else "No",
            ]
        )
    return rows


def history(standing: Standing, may_submit: bool, may_manage: bool) -> list[list[Any]]:
    """Each period of one return, the newest first, with what can be done about it."""
    rows = []
    for it in reversed(standing.items):
        pk = it.statutory_return.pk
        links = []
        if may_submit and (it.begun or it.submission):
            said = "Put right" if it.submission else "Record"
            links.append(
                _LINK.format(reverse("return-submit", args=[pk, it.period.start]), said, it.period.label)
            )
        if may_manage and not it.submission:
            links.append(
                _LINK.format(reverse("return-due", args=[pk, it.period.start]), "Due day", it.period.label)
            )
        rows.append(
            [
                it.period.label,
                when(it),
                tag(it.state),
                _evidence(it),
                Markup(" ").join(links) if links else "",
            ]
        )
    return rows


def _evidence(it: Item) -> Any:
    """What shows that it went, and why its day is not the rule's."""
    said: list[Any] = []
    if it.change:
        said.append(f"Due day set by {it.change.made_by}: {it.change.reason}")
    if record := it.submission:
        said.append(f"Sent {spoken_date(record.submitted_on)} by {record.submitted_by}")
        said += [f"Reference {record.reference}"] if record.reference else []
        said += [record.evidence] if record.evidence else []
        if record.file_sha256:
            address = reverse("return-evidence", args=[record.pk])
            said.append(Markup('<a class="govuk-link" href="{}">{}</a>').format(address, record.file_name))
        said += [f"Record {record.number}: {record.why}"] if record.why else []
    return Markup("<br>").join(said) if said else "None"
