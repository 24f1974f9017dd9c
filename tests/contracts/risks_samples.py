"""A risk with a score, a control, a measure that bears on it, and a proposal that waits."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from moothall.core.models import Service
from moothall.risks import actions
from moothall.risks.models import Category, Control, MeasureLink, Proposal, Risk

if TYPE_CHECKING:
    from tests.people import World

ON = date(2026, 4, 1)


def risks_samples(world: "World") -> dict[str, object]:
    risk = Risk.objects.first() or _risk(world)
    return {
        "risk": risk.pk,
        "category": Category.objects.earliest("pk").pk,
        "control": Control.objects.earliest("pk").pk,
        "link": MeasureLink.objects.earliest("pk").pk,
        "proposal": Proposal.objects.earliest("pk").pk,
    }


def _risk(world: "World") -> Risk:
    root, council = world.root, world.council
    category = actions.add_category(root, organisation=council, name="Finance")
    actions.set_appetite(root, category=category, level="cautious", most=8, from_date=ON)
    said = actions.Said(
        "The depot floods",
        "The beck rises faster than it did",
        "The depot stands in water for a week",
        "No bin is emptied",
        category,
        Service.objects.get(organisation=council, slug="waste"),
    )
    risk = actions.add(root, organisation=council, said=said, on=ON)
    actions.add_control(root, risk=risk, words="Flood boards at the gate", effect="partial", on=ON)
    given = {"inherent": (4, 5), "current": (3, 5), "target": (2, 4)}
    actions.score(root, risk=risk, given=given, words="It flooded twice in ten years.", on=ON)
    actions.link_measure(
        root,
        risk=risk,
        measure="recycling-rate",
        side="below",
        threshold=Decimal("45"),
        trigger="Rounds missed",
    )
    actions.propose(root, risk=risk, level="corporate", reason="More than one service stands still.")
    return risk
