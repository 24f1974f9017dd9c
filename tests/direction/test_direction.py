"""Priorities and owners: added, changed and ended by those who may, with an audit entry each."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Service
from moothall.direction.actions import (
    add_priority,
    change_priority,
    choose_measures,
    end_priority,
    set_owner,
)
from moothall.direction.models import Owner, Priority
from moothall.direction.queries import answerable, every_priority, owner, priorities, to_change

FROM = date(2023, 5, 15)


def added(world: World, slug: str = "greener", role: str = "performance-officer") -> Priority:
    return add_priority(
        world.person[role],
        organisation=world.council,
        slug=slug,
        title=slug.title(),
        from_date=FROM,
        holder=world.person["councillor"],
        measures=["recycling-rate", "missed-bins"],
    )


def test_priorities_stand_in_their_order_with_their_measures(world: World) -> None:
    first, second = added(world), added(world, "homes")
    found = priorities(world.council, FROM)
    assert found == [first, second]
    assert [it.measure for it in found[0].measures.all()] == ["recycling-rate", "missed-bins"]
    assert priorities(world.council, date(2023, 5, 14)) == []
    assert priorities(world.other, FROM) == []


def test_an_ended_priority_stays_on_record(world: World) -> None:
    ended = added(world)
    end_priority(world.person["performance-officer"], priority=ended, on=date(2026, 3, 31))
    assert priorities(world.council, date(2026, 3, 31)) == [ended]
    assert priorities(world.council, date(2026, 4, 1)) == []
    actions = AuditEntry.objects.about("direction.priority", ended.pk).values_list("action", flat=True)
    assert list(actions) == ["priority.ended", "priority.added"]


def test_what_is_not_possible(world: World) -> None:
    made = added(world)
    officer = world.person["performance-officer"]
    with pytest.raises(NotPossible, match="already a priority"):
        added(world)
    with pytest.raises(NotPossible, match="cannot end before"):
        end_priority(officer, priority=made, on=date(2020, 1, 1))
    with pytest.raises(NotPossible, match="named twice"):
        choose_measures(officer, priority=made, measures=["missed-bins", "missed-bins"])
    assert [it.measure for it in made.measures.all()] == ["recycling-rate", "missed-bins"]
    made.refresh_from_db()
    assert made.to_date is None


def test_choosing_measures_keeps_what_was_chosen_before_in_the_audit(world: World) -> None:
    made = added(world)
    choose_measures(world.person["performance-officer"], priority=made, measures=["fly-tips-cleared"])
    assert [it.measure for it in made.measures.all()] == ["fly-tips-cleared"]
    entry = AuditEntry.objects.get(action="priority.measures")
    assert entry.before == {"measures": ["recycling-rate", "missed-bins"]}


def test_a_measure_has_one_owner_and_the_audit_says_who_had_it_before(world: World) -> None:
    officer, manager = world.person["performance-officer"], world.person["service-manager"]
    waste, _ = Service.objects.get_or_create(
        organisation=world.council, slug="waste", defaults={"name": "Waste"}
    )
    set_owner(officer, organisation=world.council, measure="missed-bins", service=waste)
    set_owner(officer, organisation=world.council, measure="missed-bins", service=waste, owner=manager)
    found = owner(world.council, "missed-bins")
    assert Owner.objects.count() == 1
    assert found and str(found) == f"{manager}, {waste}"
    entry = AuditEntry.objects.filter(action="owner.set").first()
    assert entry and entry.before["person"] == "" and entry.after["person"] == manager.username


def test_an_owner_is_in_a_service_of_the_same_council(world: World) -> None:
    theirs = Service.objects.create(organisation=world.other, slug="bins", name="Bins")
    with pytest.raises(NotPossible, match="not a service of"):
        set_owner(
            world.person["performance-officer"],
            organisation=world.council,
            measure="missed-bins",
            service=theirs,
        )
    assert not Owner.objects.exists()


@pytest.mark.parametrize(
    "role", ["service-manager", "contributor", "democratic-services", "councillor", "auditor"]
)
def test_who_may_not(world: World, role: str) -> None:
    with pytest.raises(PermissionDenied):
        added(world, role=role)
    assert not Priority.objects.exists()


def test_a_title_gives_the_short_name_and_a_second_one_a_number(world: World) -> None:
    officer = world.person["performance-officer"]
    made = [
        add_priority(officer, organisation=world.council, title=title, from_date=FROM)
        for title in ("Cleaner, greener!", "Cleaner, greener!", "…", "Long " * 30)
    ]
    assert [it.slug for it in made[:3]] == ["cleaner-greener", "cleaner-greener-2", "priority"]
    assert len(made[3].slug) <= 40 and not made[3].slug.endswith("-")


def test_only_people_of_the_council_are_named(world: World) -> None:
    officer, theirs = world.person["performance-officer"], world.person["other"]
    made = added(world)
    with pytest.raises(NotPossible, match="holds no role in Testham"):
        change_priority(officer, priority=made, title="Greener", from_date=FROM, holder=theirs)
    waste = Service.objects.get(organisation=world.council, slug="waste")
    with pytest.raises(NotPossible, match="holds no role in Testham"):
        set_owner(officer, organisation=world.council, measure="missed-bins", service=waste, owner=theirs)
    named = set(answerable(officer, world.council))
    assert world.person["councillor"] in named and not {theirs, world.root, world.person["no-role"]} & named
    assert not AuditEntry.objects.filter(action__in=["priority.changed", "owner.set"]).exists()


def test_changes_are_for_those_who_may_in_that_council(world: World) -> None:
    made = added(world)
    for role in ("auditor", "councillor", "other"):
        somebody = world.person[role]
        with pytest.raises(PermissionDenied):
            change_priority(somebody, priority=made, title="Mine", from_date=FROM)
        with pytest.raises(PermissionDenied):
            to_change(somebody, world.council, made.pk)
    with pytest.raises(PermissionDenied):
        every_priority(world.person["other"], world.council)
    assert every_priority(world.person["auditor"], world.council) == [made]
    assert to_change(world.person["other"], world.other, made.pk) is None
