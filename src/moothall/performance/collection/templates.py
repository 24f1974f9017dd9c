"""Questions about return templates: which there are on a day, and what stands in each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from moothall.core.models import Organisation, Person
from moothall.core.permission import require
from moothall.figures.measures import Measure
from moothall.kit.numbers import show
from moothall.performance.collection.coming import Item
from moothall.performance.collection.life import State as EntryState
from moothall.performance.collection.models import Entry
from moothall.performance.collection.permissions import READ
from moothall.performance.collection.queries import Behind, behind, collected, may_enter
from moothall.performance.collection.template import Row, Template
from moothall.performance.status import Aim

_KEPT = (EntryState.DRAFT, EntryState.SENT_BACK)  # what was typed already stands in the template


def templates(
    person: Person, organisation: Organisation, on: date, *, service: str = "", mine: bool = False
) -> list[Template]:
    """A template for each service and day on which periods ended that values are still wanted of, by service and day.

    `mine` leaves out what this person may not return. A fixed number of queries. Raises PermissionDenied.
    """
    require(person, READ, organisation)
    found = [
        it
        for it in collected(person, organisation, on)
        if it.state.wanted
        and (not service or it.ask.service.slug == service)
        and (not mine or may_enter(person, it.ask))
    ]
    return made_of(person, organisation, found, on)


def made_of(person: Person, organisation: Organisation, found: Sequence[Item], on: date) -> list[Template]:
    """The templates of these items, with their history as this person may read it."""
    if not found:
        return []
    known = behind(person, organisation, found, on)
    grouped: dict[tuple[str, str, date], list[Item]] = defaultdict(list)
    for it in found:
        grouped[it.ask.service.name, it.ask.service.slug, it.period.end].append(it)
    site = settings.SITE_ADDRESS.rstrip("/")
    return [
        Template(
            organisation.slug,
            organisation.name,
            slug,
            name,
            ends,
            tuple(row(it, known[it.ask.pk, it.period.start]) for it in _in_order(some)),
            f"{site}{reverse('collection-service', args=[slug])}" if site else "",
        )
        for (name, slug, ends), some in sorted(grouped.items(), key=lambda one: one[0])
    ]


def _in_order(found: Iterable[Item]) -> list[Item]:
    return sorted(found, key=lambda it: (it.measure.title, it.ask.breakdown, it.period.start))


def row(it: Item, known: Behind | None = None) -> Row:
    """One item as a row of its template."""
    measure, last, entry = it.measure, known.last if known else None, it.entry
    begun = entry if entry and entry.state in _KEPT else None
    return Row(
        it.ask.pk,
        it.period,
        measure.title,
        measure.unit,
        measure.numerator,
        measure.denominator,
        it.ask.breakdown,
        it.due,
        f"{_shown(last.value, measure)} ({last.label})" if last and last.value is not None else "None before",
        _target(measure, known.aim if known else None),
        entry.number if entry else 0,
        _given(begun),
        begun.missing if begun else "",
        begun.reason if begun else "",
        begun.note if begun else "",
    )


def _given(entry: Entry | None) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """What was typed already; a value that was worked out from its counts is left to be worked out again."""
    if entry is None:
        return (None, None, None)
    value = None if entry.numerator is not None else entry.value
    return (value, entry.numerator, entry.denominator)


def _shown(value: Decimal, measure: Measure) -> str:
    return show(value, measure.unit, measure.decimals)


def _target(measure: Measure, aim: Aim | None) -> str:
    """'48.0% or more', '9.0% to 14.0%'."""
    if aim is None:
        return "None set"
    if aim.upper is not None:
        return f"{_shown(aim.value, measure)} to {_shown(aim.upper, measure)}"
    return f"{_shown(aim.value, measure)} or {'more' if measure.polarity == 'higher' else 'less'}"


def drafts(person: Person, found: Iterable[Item]) -> list[Item]:
    """Of these, what was kept as a draft and this person may send for sign-off."""
    return _in_order(it for it in found if it.drafted and may_enter(person, it.ask))
