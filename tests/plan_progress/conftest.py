"""The test world with a published plan whose text promises something, and commitments made in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.people import World, people, world

from moothall.core import clock
from moothall.core.models import Person, Service
from moothall.direction.actions import Promise, Source, add_commitment
from moothall.direction.models import Commitment
from moothall.figures.actions import load
from moothall.plan import actions, queries
from moothall.plan.models import Edition, Plan
from moothall.plan.progress import actions as progress
from moothall.plan.progress.queries import made_of

__all__ = ["people", "world"]

RATE = '{{ figure("recycling-rate", period="2022-23", source="own") }}'
TEXTS = {
    "introduction": "Testham serves 90,000 people.",
    "services": f"We recycle {RATE}.\n\nWe will collect food waste each week by April 2027.",
    "technology": "We will replace the old case system, which saves £120,000 a year.",
    "spend": "We buy less.",
    "barriers": "Funding is set one year at a time.",
}


@pytest.fixture
def officer(world: World) -> Person:
    return world.person["performance-officer"]


@pytest.fixture
def manager(world: World) -> Person:
    return world.person["service-manager"]


@pytest.fixture
def plan(world: World, officer: Person) -> Plan:
    made = actions.start(officer, organisation=world.council, title="Plan", years="2026-27 to 2029-30")
    for theme, text in TEXTS.items():
        actions.write(officer, plan=made, theme=theme, text=text, opened=0)
    return made


@pytest.fixture
def endorsed(world: World, plan: Plan) -> Edition:
    clerk = world.person["democratic-services"]
    fingerprint = queries.draft(clerk, plan).fingerprint
    actions.sign_off(world.person["director"], plan=plan, fingerprint=fingerprint)
    return actions.endorse(
        clerk,
        plan=plan,
        meeting="Cabinet",
        meeting_date=clock.today(),
        minute="34",
        resolution="That the plan be endorsed.",
        fingerprint=fingerprint,
    )


@pytest.fixture
def edition(endorsed: Edition, officer: Person) -> Edition:
    return actions.publish(officer, edition=endorsed, site="https://moothall.example")


@pytest.fixture
def promise(world: World, officer: Person, endorsed: Edition) -> Callable[..., Commitment]:
    def make(
        words: str = "Collect food waste each week", service: str = "waste", **more: object
    ) -> Commitment:
        theme = str(more.pop("theme", "services"))
        key, title, href = made_of(endorsed, theme)
        theirs = Service.objects.get(organisation=world.council, slug=service)
        return add_commitment(
            officer,
            organisation=world.council,
            promise=Promise(words, theirs, theme=theme, **more),  # type: ignore[arg-type]
            source=Source("plan", key, title, href),
        )

    return make


@pytest.fixture
def say(officer: Person) -> Callable[..., object]:
    def update(commitment: Commitment, words: str = "It goes well.", **more: object) -> object:
        given = {"state": "under way", "on": clock.today()} | more
        return progress.update(officer, commitment=commitment, words=words, **given)  # type: ignore[arg-type]

    return update


@pytest.fixture
def give(world: World, officer: Person, tmp_path: Path) -> Callable[[str], None]:
    """Loads rows of the council's own return."""
    count = iter(range(100))

    def rows(text: str) -> None:
        path = tmp_path / f"more-{next(count)}.csv"
        path.write_text(f"Measure,Period,Value\n{text}", encoding="utf-8")
        (outcome,) = load(officer, organisation=world.council, path=path)
        assert outcome.load.rejected == 0, list(outcome.rejected_rows())

    return rows
