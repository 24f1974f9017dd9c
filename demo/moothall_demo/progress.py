"""What the demonstration council promised in its plan, and how it goes: done, late, dropped and carried forward."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from moothall.core.models import Organisation, Person, Service
from moothall.direction.actions import Promise, Source, add_commitment, carry_forward, drop_commitment
from moothall.direction.queries import Commitment, commitments
from moothall.plan.progress.actions import update
from moothall.plan.progress.queries import PLAN
from moothall.plan.queries import plans


class Said(NamedTuple):
    """A word on a commitment: who says it, when, and what; the saving is pence so far."""

    by: str
    on: date
    state: str
    words: str
    saving: int | None = None
    figure: str = ""


class Made(NamedTuple):
    """A promise of the plan, and what was said of it since."""

    words: str
    theme: str
    service: str
    due: date | None
    measure: str = ""
    target: str = ""
    saving: int | None = None  # pence
    basis: str = ""
    said: tuple[Said, ...] = ()


PROMISES = (
    Made(
        "Bring missed bins below sixty in every hundred thousand collections by changing the rounds in stages.",
        "services", "waste", date(2027, 3, 31), "missed-bins", "60.0", 95_000_00, "cashable",
        (
            Said("grace.hollins", date(2026, 6, 30), "under way", "Two of five rounds were redrawn.", 18_000_00),
            Said(
                "grace.hollins", date(2026, 10, 2), "under way", "Three rounds of five are redrawn.", 41_500_00,
                'figure("missed-bins", period="Sep 2026")',
            ),
        ),
    ),
    Made(
        "Lease twenty homes rather than pay for nights in bed and breakfast.",
        "services", "housing", date(2026, 9, 30), "families-in-bed-and-breakfast", "0", 160_000_00, "avoided",
        (
            Said(
                "ruth.adeyemi", date(2026, 7, 15), "under way",
                "Eleven homes are leased; two landlords withdrew.", 52_000_00,
            ),
        ),
    ),
    Made(
        "Decide smaller planning applications as promptly as large ones.",
        "services", "planning", date(2027, 3, 31), "minor-applications-in-time", "80.0",
        said=(Said("daniel.ferris", date(2026, 9, 30), "under way", "Two apprentices now decide house extensions."),),
    ),
    Made(
        "Replace the case system that cannot say how many information requests were answered in time.",
        "technology", "corporate", date(2027, 5, 31), "information-requests-in-time", "95.0", 30_000_00, "unclear",
    ),
    Made(
        "Let residents make six requests of ten online.",
        "technology", "customer-services", date(2026, 9, 30), "contact-online", "60.0", 70_000_00, "cashable",
        (
            Said(
                "sofia.lindqvist", date(2026, 10, 1), "done",
                "Every request has a form, and the telephone menu offers it.", 70_000_00,
                'figure("contact-online", period="Sep 2026")',
            ),
        ),
    ),
    Made("Send land searches by post no more.", "technology", "planning", None),
    Made(
        "Share one payroll with a neighbour.",
        "spend", "corporate", date(2027, 9, 30), saving=45_000_00, basis="cashable",
    ),
)  # fmt: skip
DROPPED = (
    PROMISES[6].words,
    date(2026, 9, 15),
    "The neighbour chose another system, so there is none to share.",
)
CARRIED = (PROMISES[5].words, PROMISES[3].words, date(2026, 8, 20), "The new case system sends them.")


def track_promises(
    officer: Person, organisation: Organisation, services: Mapping[str, Service], people: Mapping[str, Person]
) -> None:
    """Tracks the plan's promises and says how each goes, where that is not done yet."""
    plan = plans(officer, organisation).first()
    assert plan is not None  # it was drafted before
    there = {it.words: it for it in commitments(officer, organisation)}
    for made in PROMISES:
        it = there.get(made.words)
        if it is None:
            place = f"/plan/{organisation.slug}/{plan.slug}/#{made.theme}"
            it = there[made.words] = add_commitment(
                officer,
                organisation=organisation,
                promise=Promise(
                    made.words,
                    services[made.service],
                    None,
                    made.theme,
                    made.due,
                    measure=made.measure,
                    target=Decimal(made.target) if made.target else None,
                    saving=made.saving,
                    basis=made.basis,
                ),
                source=Source(PLAN, plan.slug, plan.title, place),
            )
        if not it.updates.exists():
            _say(it, made.said, people)
    words, on, reason = DROPPED
    if there[words].state == "not begun":
        drop_commitment(officer, commitment=there[words], reason=reason, on=on)
    words, heir, on, reason = CARRIED
    if there[words].state == "not begun":
        carry_forward(officer, commitment=there[words], to=there[heir], reason=reason, on=on)


def _say(it: Commitment, said: tuple[Said, ...], people: Mapping[str, Person]) -> None:
    for one in said:
        update(
            people[one.by],
            commitment=it,
            state=one.state,
            words=one.words,
            on=one.on,
            saving=one.saving,
            figure=one.figure,
        )
