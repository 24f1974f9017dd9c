"""The test councils, and a service plan that is written."""

import pytest
from tests.people import World, people, world

from moothall.core import clock
from moothall.core.models import Service
from moothall.plan.service_plans import actions, queries
from moothall.plan.service_plans.asked import sections
from moothall.plan.service_plans.models import ServicePlan

__all__ = ["people", "world"]


@pytest.fixture
def waste(world: World) -> Service:
    return Service.objects.get(organisation=world.council, slug="waste")


@pytest.fixture
def written(world: World, waste: Service) -> ServicePlan:
    """Every section written, and one action added, by the service manager."""
    manager = world.person["service-manager"]
    plan = actions.start(
        manager, organisation=world.council, service=waste, year=queries.year_start(clock.today())
    )
    for key in sections():
        actions.write(manager, plan=plan, section=key, text=f"About {key}.\n\n- One\n- Two", opened=0)
    actions.add_action(manager, plan=plan, what="Change the rounds", due=plan.period.end, owner=manager)
    return plan
