"""Targets: who may set one, what cannot be one, and how a newer one supersedes an older."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Service
from moothall.direction.actions import set_owner
from moothall.figures.measures import catalogue
from moothall.performance.actions import set_target
from moothall.performance.models import Target
from moothall.performance.queries import in_force, line, targets
from moothall.performance.status import Status

RATE, TURNOVER = catalogue()["recycling-rate"], catalogue()["staff-turnover"]
FROM = date(2023, 4, 1)


def set_by(world: World, role: str, **what: Any) -> Target:
    given = {"measure": RATE, "value": D("45.0"), "tolerance": D("2.50"), "from_date": FROM, **what}
    return set_target(world.person[role], organisation=world.council, **given)


def test_a_target_is_stored_exactly_and_written_to_the_audit(world: World) -> None:
    made = Target.objects.get(pk=set_by(world, "performance-officer").pk)
    assert (str(made.value), made.upper, str(made.tolerance)) == ("45.0", None, "2.50")
    assert made.set_by == world.person["performance-officer"]
    entry = AuditEntry.objects.about("performance.target", made.pk).get()
    assert entry.action == "target.set"
    assert entry.after["value"] == "45.0"
    assert entry.before is None


def test_a_newer_target_supersedes_and_the_older_stays(world: World) -> None:
    older = set_by(world, "performance-officer", value=D(40))
    newer = set_by(world, "performance-officer", value=D(42), from_date=date(2024, 4, 1))
    every = targets(world.person["auditor"], world.council, RATE)
    assert every == [newer, older]
    assert in_force(every, date(2024, 3, 31)) == older
    assert in_force(every, date(2024, 4, 1)) == newer
    assert in_force(every, date(2023, 3, 31)) is None


def test_a_target_without_a_value_says_that_there_is_none(world: World) -> None:
    set_by(world, "performance-officer")
    set_by(world, "performance-officer", value=None, tolerance=None)
    assert in_force(targets(world.person["auditor"], world.council, RATE), FROM) is None


def test_the_target_of_the_last_day_of_the_period_judges(world: World) -> None:
    """The latest return is 42.00 for 2023-24."""
    reader = world.person["councillor"]
    assert line(reader, world.council, RATE, date(2024, 6, 1)).status is Status.NO_TARGET
    set_by(world, "performance-officer", value=D(42), from_date=date(2024, 3, 31))
    assert line(reader, world.council, RATE, date(2024, 6, 1)).status is Status.ON_TRACK
    set_by(world, "performance-officer", value=D(43), tolerance=D(1), from_date=date(2024, 3, 31))
    assert line(reader, world.council, RATE, date(2024, 6, 1)).status is Status.CLOSE


@pytest.mark.parametrize("role", ["contributor", "democratic-services", "councillor", "auditor"])
def test_who_may_not(world: World, role: str) -> None:
    with pytest.raises(PermissionDenied):
        set_by(world, role)
    assert not Target.objects.exists()


def test_a_manager_sets_targets_for_the_measures_of_their_service(world: World) -> None:
    set_by(world, "service-manager")
    with pytest.raises(PermissionDenied, match="staff-turnover"):
        set_by(world, "service-manager", measure=TURNOVER, value=D(9), upper=D(14))
    assert Target.objects.count() == 1


def test_the_service_that_answers_here_decides_whose_it_is(world: World) -> None:
    parks, _ = Service.objects.get_or_create(
        organisation=world.council, slug="parks", defaults={"name": "Parks"}
    )
    officer = world.person["performance-officer"]
    set_owner(officer, organisation=world.council, measure=RATE.id, service=parks)
    with pytest.raises(PermissionDenied):
        set_by(world, "service-manager")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"measure": TURNOVER, "value": D(12)}, "give a range"),
        ({"value": D(50), "upper": D(40)}, "upper end"),
        ({"tolerance": D(-1)}, "zero or more"),
        ({"value": None}, "leave the upper end and the tolerance blank"),
        ({"to_date": date(2022, 4, 1)}, "comes before its first"),
        ({"value": D("Infinity")}, "not a number"),
    ],
)
def test_what_cannot_be_a_target(world: World, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(NotPossible, match=said):
        set_by(world, "performance-officer", **wrong)
    assert not Target.objects.exists()
    assert not AuditEntry.objects.filter(action="target.set").exists()
