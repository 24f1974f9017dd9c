"""What was marked on the measures; October's clinic with its minutes, November's under way, December's to come."""

from datetime import date, timedelta
from typing import NamedTuple

from moothall.core.models import Organisation, Person, Service
from moothall.direction.events import Kind, events, mark
from moothall.figures.answering import answering
from moothall.figures.measures import catalogue
from moothall.figures.recalculating import recalculate
from moothall.performance.clinics import actions, queries
from moothall.performance.clinics.queries import Clinic

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 14), date(2026, 11, 18), date(2026, 12, 2)
THERE = "Catherine Vale (chair), Tom Okafor, Grace Hollins, Ruth Adeyemi, Sofia Lindqvist"


class Happened(NamedTuple):
    """Something marked on a measure."""

    measure: str
    kind: Kind
    on: date
    title: str
    reason: str = ""


HAPPENED = (
    Happened(
        "contact-online", Kind.CHANGE, date(2024, 4, 8), "New website opened",
        "Every form was rewritten, and a customer account was added.",
    ),
    Happened(
        "contact-online", Kind.REBASE, date(2024, 4, 8), "A new way in",
        "Before the new website most forms could not be sent at all: what is measured since is another process.",
    ),
    Happened("missed-bins", Kind.EVENT, date(2025, 1, 9), "Snow closed roads for nine days"),
    Happened(
        "sickness-absence", Kind.REBASE, date(2023, 4, 1), "New absence system",
        "The new system counts part days, which the old one left out: the two are different measures.",
    ),
    Happened("theatre-seats-sold", Kind.EVENT, date(2023, 3, 1), "Theatre closed for its new roof"),
)  # fmt: skip

# by the words of a measure's title: what was said and decided
SAID = (
    (
        "The figures were gone through service by service. The rise is not one month: the chart shows a run.",
        "Bring a plan to the next clinic, with what it would cost.",
    ),
    ("The season explains part of it, and last year's figures bear that out.", "Watch for one more quarter."),
    (
        "Two people have left and one post is being covered from elsewhere.",
        "Fill the post before the winter.",
    ),
)

# by measure: what was agreed, whose it is, and how many days it has; the first is late by now
AGREED = {
    "temporary-accommodation": (
        ("Write to every landlord on the list about leasing", "housing", "ruth.adeyemi", 28),
        ("Price ten more homes of our own against nightly rates", "housing", "ruth.adeyemi", 90),
    ),
    "sickness-absence": (
        ("Hold return-to-work talks in every service, and count them", "corporate", "imran.sadiq", 70),
    ),
}


def hold_clinics(people: dict[str, Person], theirs: dict[str, Service], organisation: Organisation) -> None:
    """Marks what happened, works the charts out, and holds the clinics, unless they were held."""
    officer = people["tom.okafor"]
    if not events(officer, organisation):
        for it in HAPPENED:
            service = answering(organisation, catalogue()[it.measure])
            mark(officer, organisation=organisation, service=service, **it._asdict())
    if not queries.clinics(officer, organisation).exists():
        recalculate(officer, organisation=organisation, slow=False)
        _held(officer, organisation, theirs, people)
        november = actions.plan(officer, organisation=organisation, on=NOVEMBER)
        actions.begin(officer, clinic=november, there=THERE)
        actions.plan(officer, organisation=organisation, on=DECEMBER)


def _held(
    officer: Person, organisation: Organisation, theirs: dict[str, Service], people: dict[str, Person]
) -> Clinic:
    clinic = actions.plan(officer, organisation=organisation, on=OCTOBER)
    actions.begin(officer, clinic=clinic, there=THERE)
    items = queries.items(clinic)
    for place, item in enumerate(items):
        minutes, decision = SAID[place % len(SAID)]
        carry = place == len(items) - 1
        actions.minute(
            officer,
            item=item,
            minutes="" if carry else minutes,
            decision="" if carry else decision,
            opened=0,
            carry=carry,
        )
    for item in items:
        for words, service, owner, days in AGREED.get(item.measure, ()):
            due = OCTOBER + timedelta(days=days)
            actions.agree(
                officer, item=item, words=words, service=theirs[service], owner=people[owner], due=due
            )
    actions.close(officer, clinic=clinic)
    return clinic
