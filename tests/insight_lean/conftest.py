"""The test councils and their people, and a process of the first one's waste service."""

from datetime import date

import pytest
from tests.people import World, people, world

from moothall.core.models import Service
from moothall.insight.lean import actions
from moothall.insight.lean.models import Process

__all__ = ["people", "world"]
ON = date(2026, 3, 2)
STEPS = """
Take the call,Adviser,work,6,0,100,yes,no
Waits for the van,,wait,,2 days,100,no,no
Ask again for the address,Adviser,rework,5,1 h,40,no,yes
Deliver the bin,Crew,work,12,0,100,yes,no
"""


@pytest.fixture
def process(world: World) -> Process:
    """A new bin: asked for by telephone, brought by a crew."""
    return actions.add_process(
        world.person["service-manager"],
        organisation=world.council,
        service=Service.objects.get(organisation=world.council, slug="waste"),
        title="A new bin",
        unit="one bin",
    )
