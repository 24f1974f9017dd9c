"""Priorities and owners as their pages show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from moothall.core.models import Person
from moothall.direction.queries import Priority
from moothall.figures.measures import catalogue
from moothall.insight import queries as insight
from moothall.insight.queries import Held
from moothall.kit.documents.words import spoken_date
from moothall.performance.queries import Line


def titles(priority: Priority) -> list[str]:
    """The measures of a priority by name; one that has left the catalogue by its id."""
    known = catalogue()
    ids = [it.measure for it in priority.measures.all()]
    return [known[it].title if it in known else it for it in ids]


def ended(priority: Priority) -> list[str]:
    """A priority that is over, as a row."""
    assert priority.to_date
    days = f"{spoken_date(priority.from_date)} to {spoken_date(priority.to_date)}"
    return [priority.title, days, "; ".join(titles(priority)) or "None"]


def offered(person: Person, priority: Priority, words: str) -> tuple[list[str], Mapping[str, Sequence[Held]]]:
    """The measures chosen already, and by theme those and the ones in which the words occur."""
    everything = insight.measures(person)
    fitting = {held.measure.id for them in insight.measures(person, words).values() for held in them}
    known = {held.measure.id for them in everything.values() for held in them}
    chosen = [it.measure for it in priority.measures.all() if it.measure in known]
    by_theme = {
        theme: [it for it in them if it.measure.id in fitting or it.measure.id in chosen]
        for theme, them in everything.items()
    }
    return chosen, {theme: them for theme, them in by_theme.items() if them}


def owned(line: Line, may_change: bool) -> list[Any]:
    """Who answers for a measure, as a row."""
    it, owner = line.measure, line.owner
    row: list[Any] = [
        {"text": it.title, "href": reverse("measure", args=[it.id])},
        str(owner) if owner else "Nobody yet",
    ]
    change = Markup(
        '<a class="govuk-link" href="{}">Change<span class="govuk-visually-hidden"> who answers for {}</span></a>'
    )
    return [*row, change.format(reverse("owner", args=[it.id]), it.title)] if may_change else row


def lacking(there: Sequence[str]) -> list[str]:
    """The services that measures of the catalogue name, and that the council does not have."""
    return sorted({it.owner for it in catalogue().values()} - set(there))
