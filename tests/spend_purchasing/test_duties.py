"""Duties kept apart: the table is whole, and every pair of steps is tried with one person who may do all of them."""

from collections.abc import Callable
from decimal import Decimal as D
from itertools import combinations_with_replacement

import pytest
from tests.people import World, add
from tests.spend_purchasing.conftest import BUYER, DIRECTOR, MANAGER, TODAY, TREASURER, said

from moothall.core.actions import give_role
from moothall.core.errors import NotPossible
from moothall.core.models import Person, Role
from moothall.spend.purchasing import actions, queries
from moothall.spend.purchasing.duties import APART, DID, PERMISSION, Duty, clash, why_apart
from moothall.spend.purchasing.models import Invoice, Requisition
from moothall.spend.purchasing.roster import Roster

PAIRS = list(combinations_with_replacement(Duty, 2))


@pytest.mark.once
def test_every_pair_of_duties_is_in_the_table() -> None:
    assert set(APART) == set(PAIRS) and set(DID) == set(PERMISSION) == set(Duty)
    for one, other in PAIRS:
        assert why_apart(one, other) == why_apart(other, one)
    assert clash([], Duty.MATCH) is None
    assert clash([Duty.INVOICE, Duty.ORDER], Duty.MATCH) == (Duty.ORDER, APART[Duty.ORDER, Duty.MATCH])


def _everything(world: World) -> Person:
    """Somebody with every role that buys."""
    who = add(world, "jack-of-all", role="administrator")
    for slug in ("finance-partner", "director"):
        give_role(world.root, to=who, organisation=world.council, role=Role.objects.get(slug=slug))
    return who


def _steps(world: World, who: dict[Duty, Person]) -> Requisition:
    """A purchase whose steps are done by these people, up to the last step that somebody is named for."""
    one = actions.ask(who[Duty.ASK], organisation=world.council, said=said(world))
    actions.send(who[Duty.ASK], requisition=one)

    def receive() -> None:
        line = one.lines.get()
        actions.receive(who[Duty.RECEIVE], requisition=one, came={line.pk: D(10)})

    def invoice() -> None:
        actions.record_invoice(
            who[Duty.INVOICE], requisition=one, number="1", dated=TODAY, received_on=TODAY, net_pence=500_00,
            vat_pence=100_00, gross_pence=600_00,
        )  # fmt: skip

    doing: dict[Duty, Callable[[], object]] = {
        Duty.APPROVE: lambda: actions.approve(who[Duty.APPROVE], requisition=one),
        Duty.ORDER: lambda: actions.order(who[Duty.ORDER], requisition=one),
        Duty.RECEIVE: receive,
        Duty.INVOICE: invoice,
        Duty.MATCH: lambda: actions.match(who[Duty.MATCH], invoice=Invoice.objects.get()),
    }
    for duty, act in doing.items():
        if duty in who:
            act()
    return one


@pytest.mark.parametrize(("one", "other"), [it for it in PAIRS if it[0] != it[1]])
def test_one_person_does_two_steps_only_where_the_table_lets_them(
    world: World, one: Duty, other: Duty
) -> None:
    jack = _everything(world)
    usual = {
        Duty.ASK: MANAGER, Duty.APPROVE: TREASURER, Duty.ORDER: BUYER, Duty.RECEIVE: "administrator",
        Duty.INVOICE: "finance-partner", Duty.MATCH: "finance-partner",
    }  # fmt: skip
    order = list(Duty)
    who = {
        duty: world.person[name] for duty, name in usual.items() if order.index(duty) <= order.index(other)
    }
    who |= {one: jack, other: jack}
    why = why_apart(one, other)
    if not why:
        _steps(world, who)
        return
    with pytest.raises(NotPossible) as refused:
        _steps(world, who)
    sentence = str(refused.value)
    assert sentence.startswith(f"You {DID[one]}, and {why}: ") and sentence.endswith(f" may {other.label}.")
    assert "jack" not in sentence.lower()
    it = queries.one(world.root, Requisition.objects.get().pk, TODAY)
    assert it
    named = Roster(world.council, TODAY).others(it.requisition, other, it.doings)
    assert named and str(named[0]) in sentence
    barred = queries.offered(jack, it, Roster(world.council, TODAY))
    step = {"ask": "change", "approve": "approve", "order": "order", "receive": "receive", "match": "match"}
    assert barred[step[other.value]] == sentence


def test_nobody_approves_a_version_twice(world: World) -> None:
    jack = _everything(world)
    one = _steps(world, {Duty.ASK: world.person[BUYER]})
    actions.exceed  # noqa: B018 - its second look is tried in test_life
    roles = queries.ApprovalLimit.objects.filter(role__slug__in=(DIRECTOR, "finance-partner"))
    roles.update(pence=1_00)
    assert actions.approve(jack, requisition=one) is False
    with pytest.raises(NotPossible, match="You approved it, and a second approval is a second pair of eyes"):
        actions.approve(jack, requisition=one)
    assert actions.approve(world.person[TREASURER], requisition=one) is True
