"""The demonstration's statutory returns: a few of the catalogue, most of them sent in time, one late."""

from collections.abc import Mapping
from datetime import timedelta

from moothall.core import clock
from moothall.core.models import Organisation, Person, Service
from moothall.plan.returns import actions, queries
from moothall.plan.returns.coming import Item
from moothall.reference.statutory_returns import catalogue

# return of the catalogue, service, how many days late each of the last periods went (the newest first;
# none: not sent yet)
RETURNS: tuple[tuple[str, str, tuple[int | None, ...]], ...] = (
    ("waste-data-flow", "waste", (-6, -2, 9, -4)),
    ("council-tax-base", "revenues-benefits", (-3,)),
    ("nndr1", "revenues-benefits", (-1,)),
    ("nndr3", "revenues-benefits", (None,)),
    ("revenue-outturn", "corporate", (-8,)),
    ("air-quality-status", "environmental-health", (-12,)),
    ("gender-pay-gap", "corporate", (-20,)),
    ("homelessness-case-level", "housing", ()),
    ("transparency-spending", "corporate", (-5, -5, 3, -1)),
)
SINCE = timedelta(days=500)


def add_returns(
    officer: Person,
    organisation: Organisation,
    services: Mapping[str, Service],
    managers: Mapping[str, Person],
) -> None:
    """Takes up the returns and records what went."""
    today = clock.today()
    there = queries.taken(organisation)
    for known, slug, late in RETURNS:
        if known in there:
            continue
        it = catalogue()[known]
        made = actions.add_return(
            officer,
            organisation=organisation,
            title=it.title,
            body=it.body,
            basis=it.basis,
            frequency=it.frequency,
            year_starts=it.year_starts,
            rule=it.rule.data(),
            verified=it.verified,
            source=it.source,
            service=services[slug],
            owner=managers[slug],
            first_day=today - SINCE,
            known_as=it.id,
        )
        standing = queries.one(officer, made.pk, today)
        if standing:
            _record(managers[slug], [one for one in standing.items if one.due and one.due < today], late)


def _record(manager: Person, due: list[Item], late: tuple[int | None, ...]) -> None:
    """What went of the periods that fell due; those before the ones named went on their day."""
    for place, item in enumerate(sorted(due, key=lambda it: it.period.start, reverse=True)):
        days = late[place] if place < len(late) else 0
        if days is None or item.due is None:
            continue
        actions.submit(
            manager,
            statutory_return=item.statutory_return,
            start=item.period.start,
            submitted_on=min(item.due + timedelta(days=days), clock.today()),
            submitted_by=str(manager),
            reference=f"{item.statutory_return.slug[:4].upper()}-{item.period.start:%y%m}",
            evidence="Receipt by e-mail, made up as everything here is.",
        )
