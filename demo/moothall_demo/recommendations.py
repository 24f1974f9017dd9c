"""What a peer challenge, two audits and a scrutiny review recommended, and how far each has come."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from moothall.core.models import Organisation, Person, Service
from moothall.direction.recommendations.actions import agree, record, step
from moothall.direction.recommendations.queries import recommendations

CHALLENGE = ("peer challenge", "Corporate peer challenge, autumn 2025", date(2025, 11, 20))
CONTRACTS = ("audit", "How contracts are managed", date(2026, 3, 12))
RESTORING = ("audit", "Restoring systems after an attack", date(2026, 7, 2))
FLATS = ("scrutiny", "Recycling from flats", date(2026, 9, 17))


class Made(NamedTuple):
    """A recommendation: the report it is from, its words, who answers by when, each step, and what was agreed."""

    report: tuple[str, str, date]
    words: str
    service: str
    owner: str
    due: date
    steps: tuple[tuple[str, str, str], ...] = ()  # state, what was said, the evidence
    agreed: tuple[tuple[str, date], ...] = ()


MADE = (
    Made(
        CHALLENGE, "Show members which savings were made, and what each cost to make.", "corporate", "tom.okafor",
        date(2026, 3, 31),
        (
            ("accepted", "A table of savings goes with each quarterly report.", ""),
            ("done", "Two reports have carried the table.", "Quarterly reports of June and September 2026"),
        ),
    ),
    Made(
        CHALLENGE, "Agree with the health service one way into help for people who leave hospital.", "housing",
        "ruth.adeyemi", date(2026, 12, 31),
        (("accepted", "Begun with two wards.", ""),),
        (("Agree one form with both wards.", date(2026, 10, 30)),
         ("Count who came back within a month.", date(2026, 12, 11))),
    ),
    Made(
        CONTRACTS, "Keep one register of contracts, with the day on which each can be ended.", "corporate",
        "nadia.rahman", date(2026, 9, 30),
        (("accepted", "Two of nine services have entered theirs.", ""),),
        (("Enter the contracts of every service.", date(2026, 9, 30)),),
    ),
    Made(
        RESTORING, "Restore revenues and benefits from a copy once a year, and time it.", "corporate",
        "imran.sadiq", date(2027, 1, 29),
        (("partly", "Every second year: each trial stops the service for a day.", ""),),
    ),
    Made(
        FLATS, "Try weekly collection of recycling at ten blocks of flats.", "waste", "grace.hollins",
        date(2026, 12, 18),
    ),
)  # fmt: skip


def record_recommendations(
    officer: Person, organisation: Organisation, services: Mapping[str, Service], people: Mapping[str, Person]
) -> None:
    """Records them, where they are not recorded yet."""
    if recommendations(officer, organisation, on=date.max).exists():
        return
    for made in MADE:
        body, report, on = made.report
        service, owner = services[made.service], people[made.owner]
        it = record(
            officer, organisation=organisation, body=body, report=report, on=on, words=made.words,
            service=service, owner=owner, due=made.due,
        )  # fmt: skip
        for state, words, evidence in made.steps:
            step(officer, recommendation=it, state=state, words=words, evidence=evidence)
        for words, due in made.agreed:
            agree(officer, recommendation=it, words=words, service=service, owner=owner, due=due)
