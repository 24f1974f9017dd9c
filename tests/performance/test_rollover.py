"""The year turns: targets are carried once, and what has none is named with whose it is."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Service
from moothall.direction.actions import Promise, add_commitment, add_priority, set_owner
from moothall.direction.models import Priority
from moothall.figures.measures import catalogue
from moothall.kit.periods import Period
from moothall.performance import rollover
from moothall.performance.actions import set_target
from moothall.performance.collection import actions as collection
from moothall.performance.collection.models import Ask
from moothall.performance.models import Target
from moothall.performance.queries import in_force
from moothall.performance.rollover import Chosen, How, Turning, by_percent, roll_over, turning

OLD, NEW = Period(date(2026, 4, 1), "P1Y"), Period(date(2027, 4, 1), "P1Y")
TODAY = date(2027, 2, 1)
WHY = "Agreed with the budget."


def target(world: World, measure: str, value: str, **what: Any) -> Target:
    given = {"from_date": OLD.start, **what}
    return set_target(
        world.root, organisation=world.council, measure=catalogue()[measure], value=D(value), **given
    )


@pytest.fixture
def old(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A year with a target to carry, one of a month of a growing figure, a range, and one that was withdrawn."""
    monkeypatch.setattr("moothall.core.clock.today", lambda: TODAY)
    waste = Service.objects.get(organisation=world.council, slug="waste")
    set_owner(world.root, organisation=world.council, measure="recycling-rate", service=waste)
    target(world, "recycling-rate", "47.0", to_date=OLD.end)
    target(world, "recycling-rate", "48.0", tolerance=D("2.0"))  # the newer one counts
    target(world, "missed-bins", "60", to_date=OLD.end)
    september = {"from_date": date(2026, 9, 1), "to_date": date(2026, 9, 30)}
    target(world, "council-tax-collected", "55.5", **september)
    target(world, "staff-turnover", "8", upper=D(12))
    target(world, "calls-answered", "90")
    set_target(
        world.root,
        organisation=world.council,
        measure=catalogue()["calls-answered"],
        value=None,
        from_date=date(2026, 10, 1),
    )
    add_priority(
        world.root,
        organisation=world.council,
        title="Greener",
        from_date=OLD.start,
        measures=["recycling-rate", "fly-tips-cleared"],
    )
    return world


def seen(world: World, role: str = "performance-officer", **how: Any) -> Turning:
    return turning(world.person[role], world.council, NEW, TODAY, **how)


def rolled(world: World, role: str = "performance-officer", **given: Any) -> rollover.Done:
    found = seen(world, role, **given.pop("how", {}))
    chosen = {it.name: Chosen(it.value, it.upper, it.tolerance) for it in found.proposed}
    told = {"chosen": chosen, "reason": WHY} | given
    return roll_over(world.person[role], organisation=world.council, year=NEW, on=TODAY, **told)


def test_what_is_proposed(old: World) -> None:
    """The newest target of each measure, for the whole year or for its own days; nothing where it was withdrawn."""
    said = {it.measure.id: (it.value, it.upper, it.from_date, it.to_date) for it in seen(old).proposed}
    assert said == {
        "recycling-rate": (D("48.0"), None, NEW.start, NEW.end),
        "missed-bins": (D(60), None, NEW.start, NEW.end),
        "council-tax-collected": (D("55.5"), None, date(2027, 9, 1), date(2027, 9, 30)),
        "staff-turnover": (D(8), D(12), NEW.start, NEW.end),
    }


def test_a_worked_example(old: World) -> None:
    """Two per cent less than 48.0 is 47.04, shown with the decimals that the measure has: 47.0; than 60 it is 58.8."""
    assert rolled(old, how={"how": How.PERCENT, "by": D(-2)}) == rollover.Done(4, 0, 0, 0)
    made = {it.measure: it for it in Target.objects.filter(from_date__gte=NEW.start)}
    places = catalogue()["recycling-rate"].decimals
    assert made["recycling-rate"].value == D("47.04").quantize(D(1).scaleb(-places))
    assert made["recycling-rate"].tolerance == D("2.0")
    assert made["staff-turnover"].value == D("7.84").quantize(
        D(1).scaleb(-catalogue()["staff-turnover"].decimals)
    )
    assert made["missed-bins"].value == D("58.8")
    # and the old year is as it was
    every = list(Target.objects.filter(measure="recycling-rate"))
    assert in_force(every, OLD.end).value == D("48.0")  # type: ignore[union-attr]
    assert in_force(every, NEW.start) == made["recycling-rate"]


@pytest.mark.parametrize(
    ("number", "by", "decimals", "found"),
    [
        ("48.0", "2", 1, "49.0"),  # 48.96
        ("48.05", "10", 1, "52.86"),  # 52.855: half up
        ("60", "-2", 0, "59"),  # 58.8
        ("-5", "10", 1, "-5.5"),
        ("430", "0", 1, "430.0"),
    ],
)
def test_per_cent_by_hand(number: str, by: str, decimals: int, found: str) -> None:
    assert str(by_percent(D(number), D(by), decimals)) == found


def test_done_twice_it_sets_nothing_twice(old: World) -> None:
    found = seen(old)
    chosen = {it.name: Chosen(it.value, it.upper, it.tolerance) for it in found.proposed}
    rolled(old, chosen=chosen)
    count = Target.objects.count()
    assert rolled(old, chosen=chosen) == rollover.Done(0, 0, 4, 0)
    assert Target.objects.count() == count
    again = seen(old)
    assert (again.proposed, again.there) == ((), 4)


def test_left_blank_it_is_to_be_set_and_named_with_whose_it_is(old: World) -> None:
    assert {it.measure.id: it.answers for it in seen(old).lacking} == {
        "fly-tips-cleared": "the street-scene service"
    }
    assert rolled(old, how={"how": How.BLANK}) == rollover.Done(0, 4, 0, 0)
    lacking = {it.measure.id: it.answers for it in seen(old).lacking}
    assert lacking["recycling-rate"] == "Waste and recycling"
    assert set(lacking) == {
        "recycling-rate", "missed-bins", "council-tax-collected", "staff-turnover", "fly-tips-cleared"
    }  # fmt: skip
    assert in_force(list(Target.objects.filter(measure="recycling-rate")), NEW.start) is None
    target(old, "recycling-rate", "50", from_date=NEW.start)
    assert "recycling-rate" not in {it.measure.id for it in seen(old).lacking}


def test_somebody_with_a_service_rolls_over_their_own(old: World) -> None:
    assert [it.measure.id for it in seen(old, "service-manager").proposed] == [
        "missed-bins",
        "recycling-rate",
    ]
    assert rolled(old, "service-manager").set == 2
    theirs = next(it for it in seen(old).proposed if it.measure.id == "staff-turnover")
    done = rolled(old, "service-manager", chosen={theirs.name: Chosen(D(1), D(2))})
    assert done == rollover.Done(0, 0, 1, 0)
    with pytest.raises(PermissionDenied):
        seen(old, "auditor")


def test_priorities_and_asks_that_end_are_carried_and_the_rest_goes_on(old: World) -> None:
    add_priority(
        old.root, organisation=old.council, title="Homes", from_date=OLD.start, to_date=OLD.end, measures=[]
    )
    waste = Service.objects.get(organisation=old.council, slug="waste")
    add_commitment(
        old.root, organisation=old.council, promise=Promise("Buy bins.", waste, due=date(2026, 12, 1))
    )
    rule = {"kind": "after", "number": 10, "unit": "working days"}
    given = {"organisation": old.council, "service": waste, "rule": rule, "first_day": OLD.start}
    (ends,) = collection.ask(old.root, measures=["missed-bins"], **given)  # type: ignore[arg-type]
    collection.end_ask(old.root, ask=ends, on=OLD.end)
    collection.ask(old.root, measures=["missed-bins-put-right"], **given)  # type: ignore[arg-type]
    parts = {it.kind: it for it in seen(old).parts}
    assert [it.title for it in parts["priorities"].ending] == ["Homes (ends 31 March 2027)"]
    assert parts["priorities"].goes_on == ("Greener: no last day",)
    (said,) = parts["commitments"].goes_on
    assert said.endswith("Waste and recycling, due 1 December 2026, late")
    # ten working days after April 2027, past the May bank holiday
    assert parts["collection"].goes_on[0].endswith("first due 17 May 2027")
    carry = [f"{kind} {it.key}" for kind, part in parts.items() for it in part.ending]
    assert rolled(old, carry=carry).carried == 2
    assert Priority.objects.get(title="Homes").to_date == NEW.end
    assert Ask.objects.get(measure="missed-bins", last_period=None).first_period == NEW.start
    assert rolled(old, carry=carry).carried == 0


def test_one_entry_and_a_reason(old: World) -> None:
    with pytest.raises(NotPossible, match="reason is empty"):
        rolled(old, reason=" ")
    assert not Target.objects.filter(from_date__gte=NEW.start).exists()
    rolled(old)
    entry = AuditEntry.objects.filter(action="targets.rolled_over").get()
    assert entry.after and entry.after["reason"] == WHY and entry.after["year"] == "2027-28"
    assert {it["measure"]: it["value"] for it in entry.after["targets"]}["recycling-rate"] == "48.0"


def test_what_cannot_be_a_target_is_refused_by_name(old: World) -> None:
    name = next(it.name for it in seen(old).proposed if it.measure.id == "staff-turnover")
    with pytest.raises(NotPossible, match=r"‘.*’: The upper end"):
        rolled(old, chosen={name: Chosen(D(5), D(2))})
