"""The test councils and their people, made once a module as for the contracts, and a risk to the first one's depot."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.people import World
from tests.shared import _django_db_marker, db, people, shared_world, world

from moothall.core.models import Service
from moothall.risks import actions
from moothall.risks.models import Category, Risk

__all__ = ["_django_db_marker", "db", "people", "world"]
ON = date(2026, 1, 15)
Adding = Callable[..., Risk]


shared = shared_world()


@pytest.fixture
def category(world: World) -> Category:
    """Environment, of which at most 9 is accepted since a year ago."""
    made = actions.add_category(world.root, organisation=world.council, name="Environment")
    actions.set_appetite(world.root, category=made, level="cautious", most=9, from_date=date(2025, 4, 1))
    return made


@pytest.fixture
def adding(world: World, category: Category) -> Adding:
    """Adds a risk as the manager of waste, and scores it where `given` says how."""

    def add(
        title: str = "The depot floods", *, on: date = ON, by: str = "service-manager", **more: object
    ) -> Risk:
        given = more.pop("given", None)
        service = Service.objects.get(organisation=world.council, slug=more.pop("service", "waste"))
        said = actions.Said(title, "Rain", "The beck rises", "No bin is emptied", category, service, **more)  # type: ignore[arg-type]
        risk = actions.add(world.person[by], organisation=world.council, said=said, on=on)
        if given:
            actions.score(world.person[by], risk=risk, given=given, words="As it looks.", on=on)  # type: ignore[arg-type]
        return risk

    return add
