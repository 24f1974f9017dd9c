"""Commitments: what was promised is tracked, said of, dropped and carried forward; nothing is lost or typed over."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.people import World

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Person, Service
from moothall.direction import actions, queries
from moothall.direction.actions import Promise, Source
from moothall.direction.life import ALLOWED, State, late
from moothall.direction.models import Commitment
from moothall.direction.money import in_pounds, pounds, to_pence

TODAY = clock.today


@pytest.fixture
def officer(world: World) -> Person:
    return world.person["performance-officer"]


@pytest.fixture
def manager(world: World) -> Person:
    return world.person["service-manager"]


def service(world: World, slug: str = "waste") -> Service:
    return Service.objects.get(organisation=world.council, slug=slug)


def made(world: World, slug: str = "waste", **more: object) -> Commitment:
    said = Promise("Collect food waste each week", service(world, slug), **more)  # type: ignore[arg-type]
    return actions.add_commitment(
        world.person["performance-officer"], organisation=world.council, promise=said
    )


def test_a_promise_is_tracked_with_its_source_number_and_audit(world: World, officer: Person) -> None:
    said = Promise(
        "Cut missed bins by a tenth",
        service(world),
        due=date(2027, 3, 31),
        measure="missed-bins",
        target=Decimal("60.0"),
        saving=1_234_567,
        basis="cashable",
    )
    source = Source("plan", "plan/1", "Plan, edition 1", "/plan/testham/plan/editions/1/#services")
    it = actions.add_commitment(officer, organisation=world.council, promise=said, source=source)
    assert (it.number, it.state, str(it.target), it.saving) == (1, State.NOT_BEGUN, "60.0", 1_234_567)
    assert made(world).number == 2
    entry = AuditEntry.objects.about("direction.commitment", it.pk).get()
    assert entry.after
    assert (entry.action, entry.after["source"], entry.after["target"]) == (
        "commitment.added",
        "plan plan/1",
        "60.0",
    )
    assert list(queries.promised_in(world.council, "plan", "plan")) == [it]
    assert not queries.promised_in(world.council, "plan", "pla")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"words": "  "}, "empty"),
        ({"words": "x" * 1001}, "1,001 characters"),
        ({"saving": 5}, "say what it is"),
        ({"basis": "cashable"}, "say what it is"),
        ({"saving": -1, "basis": "cashable"}, "nought or more"),
        ({"target": Decimal(1)}, "choose the measure"),
        ({"saving": 1, "basis": "guessed"}, "not 'guessed'"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(world: World, said: dict[str, Any], why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        given: dict[str, Any] = {"words": "Do it", "service": service(world)} | said
        actions.add_commitment(
            world.person["performance-officer"], organisation=world.council, promise=Promise(**given)
        )
    assert not Commitment.objects.exists()


def test_another_councils_service_or_person_is_refused(world: World, officer: Person) -> None:
    theirs = Service.objects.get(organisation=world.other, slug="waste")
    with pytest.raises(NotPossible, match="not a service of"):
        actions.add_commitment(officer, organisation=world.council, promise=Promise("Do it", theirs))
    with pytest.raises(NotPossible, match="holds no role"):
        said = Promise("Do it", service(world), world.person["other"])
        actions.add_commitment(officer, organisation=world.council, promise=said)


def test_a_manager_updates_own_services_only(world: World, manager: Person) -> None:
    own, others = made(world), made(world, "homes")
    actions.update_commitment(
        manager, commitment=own, state="under way", words="Two rounds run.", on=TODAY(), saving=100
    )
    with pytest.raises(PermissionDenied):
        actions.update_commitment(manager, commitment=others, state="done", words="Done.", on=TODAY())
    with pytest.raises(PermissionDenied):
        actions.drop_commitment(manager, commitment=own, reason="No money.", on=TODAY())
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.state, others.state, others.updates.count()) == ("under way", "not begun", 0)
    assert queries.may_update(manager, own) and not queries.may_update(manager, others)


def test_updates_are_only_ever_added_in_the_order_of_their_days(world: World, manager: Person) -> None:
    it, day = made(world), TODAY() - timedelta(days=3)
    actions.update_commitment(manager, commitment=it, state="under way", words="Begun.", on=day)
    with pytest.raises(NotPossible, match="that day or a later one"):
        actions.update_commitment(
            manager, commitment=it, state="under way", words="x", on=day - timedelta(days=1)
        )
    with pytest.raises(NotPossible, match="still to come"):
        actions.update_commitment(
            manager, commitment=it, state="done", words="x", on=TODAY() + timedelta(days=1)
        )
    actions.update_commitment(manager, commitment=it, state="done", words="All rounds.", on=TODAY(), saving=0)
    it.refresh_from_db()
    assert [(one.state, one.saving) for one in it.updates.all()] == [("done", 0), ("under way", None)]


def test_what_is_dropped_says_why_and_does_not_come_back(world: World, officer: Person) -> None:
    it = made(world)
    with pytest.raises(NotPossible, match="empty"):
        actions.drop_commitment(officer, commitment=it, reason=" ", on=TODAY())
    actions.drop_commitment(officer, commitment=it, reason="The grant ended.", on=TODAY())
    it.refresh_from_db()
    assert (it.state, it.updates.get().words) == ("dropped", "The grant ended.")
    with pytest.raises(NotPossible, match="was dropped"):
        actions.update_commitment(officer, commitment=it, state="under way", words="x", on=TODAY())


def test_carried_forward_leads_to_its_heir(world: World, officer: Person) -> None:
    it, heir = made(world), made(world)
    with pytest.raises(NotPossible, match="another commitment"):
        actions.carry_forward(officer, commitment=it, to=it, reason="x", on=TODAY())
    actions.carry_forward(officer, commitment=it, to=heir, reason="One scheme now.", on=TODAY())
    it.refresh_from_db()
    assert (it.state, it.carried_to, list(heir.carried_from.all())) == ("carried", heir, [it])
    with pytest.raises(NotPossible, match="over itself"):
        actions.carry_forward(officer, commitment=made(world), to=it, reason="x", on=TODAY())


def test_a_change_keeps_what_was_said_before_in_the_audit(world: World, officer: Person) -> None:
    it = made(world, due=date(2027, 3, 31))
    actions.change_commitment(
        officer, commitment=it, promise=Promise("Collect food waste each week", service(world, "homes"))
    )
    entry = AuditEntry.objects.filter(action="commitment.changed").get()
    assert entry.before == {"service": "waste", "due": "2027-03-31"}
    assert entry.after == {"service": "homes", "due": None}


def test_late_is_worked_out_and_never_kept() -> None:
    due = date(2026, 9, 30)
    assert late(State.UNDER_WAY, due, date(2026, 10, 1)) and late(State.NOT_BEGUN, due, date(2026, 10, 1))
    assert not late(State.UNDER_WAY, due, due), "its last day is still its own"
    assert not any(late(state, due, date(2027, 1, 1)) for state in (State.DONE, State.DROPPED, State.CARRIED))
    assert not late(State.UNDER_WAY, None, date(2030, 1, 1))


def test_every_state_leads_somewhere_but_the_two_that_end() -> None:
    leading = {now for now, _ in ALLOWED}
    assert set(State) - leading == {State.DROPPED, State.CARRIED}


def test_nobody_reads_anothers_commitments(world: World) -> None:
    it = made(world)
    assert queries.commitment(world.person["other"], it.pk) is None
    with pytest.raises(PermissionDenied):
        queries.commitments(world.person["other"], world.council)


@pytest.mark.parametrize(
    ("text", "pence"), [("£12,345.67", 1_234_567), ("12000", 1_200_000), ("0", 0), ("0.50", 50)]
)
def test_pounds_are_read_as_pence_exactly(text: str, pence: int) -> None:
    assert to_pence(text) == pence
    assert to_pence(pounds(pence)) == pence
    assert in_pounds(pence) * 100 == pence


@pytest.mark.parametrize("text", ["1.2m", "-5", "12.345", "5%", "twelve", "1e17"])
def test_what_is_no_amount_gets_a_sentence(text: str) -> None:
    with pytest.raises(NotPossible, match=r"write|round"):
        to_pence(text)
