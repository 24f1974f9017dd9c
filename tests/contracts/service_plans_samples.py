"""A real value for every argument that the routes of service plans and self-assessments take."""

from typing import TYPE_CHECKING

from moothall.core import clock
from moothall.core.models import Service
from moothall.plan.service_plans import actions, queries
from moothall.plan.service_plans.asked import sections
from moothall.plan.service_plans.models import Assessment, ServicePlan

if TYPE_CHECKING:
    from tests.people import World


def service_plans_samples(world: "World") -> dict[str, object]:
    """An approved plan of the waste service with one action, and a closed round of self-assessment."""
    plan = ServicePlan.objects.filter(organisation=world.council).first() or approved_plan(world)
    round_ = Assessment.objects.filter(organisation=world.council).first() or closed_round(world)
    return {
        "service_plan": plan.pk,
        "section": "purpose",
        "action": 1,
        "approval": 1,
        "format": "txt",
        "assessment": round_.pk,
    }


def approved_plan(world: "World") -> ServicePlan:
    """Written by a service manager, approved by a director."""
    manager, director = world.person["service-manager"], world.person["director"]
    waste = Service.objects.get(organisation=world.council, slug="waste")
    year = queries.year_start(clock.today())
    plan = actions.start(manager, organisation=world.council, service=waste, year=year)
    for section in sections():
        actions.write(manager, plan=plan, section=section, text=f"About {section}.", opened=0)
    actions.add_action(manager, plan=plan, what="Change the rounds", due=plan.period.end)
    shown = queries.document(director, plan, clock.today())
    actions.approve(director, plan=plan, fingerprint=queries.fingerprint(shown, plan))
    return plan


def closed_round(world: "World") -> Assessment:
    """One service manager was asked, and answered."""
    manager = world.person["service-manager"]
    waste = Service.objects.get(organisation=world.council, slug="waste")
    made = actions.open_assessment(
        manager,
        organisation=world.council,
        title="Waste: before",
        stage="before",
        questions="transformation",
        service=waste,
    )
    actions.invite(manager, assessment=made, whom=manager, group="self")
    answers = {it.id: 2 for it in queries.questions_of(made).statements}
    actions.answer(manager, assessment=made, answers=answers)
    return actions.close_assessment(manager, assessment=made)
