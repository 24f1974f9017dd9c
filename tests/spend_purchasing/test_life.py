"""From a draft to a matched invoice: each step, each refusal, and what is counted as an exception."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.people import World
from tests.spend_purchasing.conftest import (
    ADMIN,
    BUYER,
    DIRECTOR,
    MANAGER,
    PARTNER,
    TODAY,
    TREASURER,
    Asking,
    billed,
    came,
    said,
)

from moothall.core.errors import NotPossible
from moothall.core.models import AuditEntry, Organisation, Role, Service
from moothall.direction.rehoming import Act
from moothall.spend.models import Contract, Supplier
from moothall.spend.purchasing import actions, left, owing, queries, rehoming, shares
from moothall.spend.purchasing.actions import LineSaid, Twice
from moothall.spend.purchasing.life import LIFE, STATES, Kind, State
from moothall.spend.purchasing.models import Approval, Invoice, InvoiceMatch, Order, Requisition
from moothall.spend.purchasing.roster import Roster
from moothall.spend.spent import TOLD


def now(one: Requisition) -> Requisition:
    return Requisition.objects.get(pk=one.pk)


def whole(world: World, one: Requisition) -> queries.Whole:
    found = queries.one(world.root, one.pk, TODAY)
    assert found
    return found


def test_the_whole_life_is_written_down_step_by_step(world: World, asking: Asking) -> None:
    one = asking()
    assert (one.reference, one.state, one.net_pence, one.vat_pence) == (
        "R-2026-0001",
        "asked",
        500_00,
        100_00,
    )
    assert actions.approve(world.person[DIRECTOR], requisition=one) is True
    order = actions.order(world.person[BUYER], requisition=one, deliver_to="The depot")
    assert (order.reference, order.supplier.name, order.standing_pence) == (
        "PO-2026-0001",
        "The Bin Company Ltd",
        500_00,
    )
    came(world, one, D(4))
    assert now(one).state == State.PART
    came(world, one, D(6))
    assert now(one).state == State.RECEIVED
    bill = billed(world, one, 500_00)
    assert actions.match(world.person[PARTNER], invoice=bill) is True
    assert now(one).state == State.MATCHED
    actions.pay(world.person[PARTNER], invoice=Invoice.objects.get(), on=TODAY)
    it = whole(world, one)
    assert [doing.duty for doing in it.doings] == [
        "ask", "ask", "approve", "order", "receive", "receive", "invoice", "match", "",
    ]  # fmt: skip
    assert it.invoices[0].match.first_time and it.invoices[0].paid_on == TODAY
    written = AuditEntry.objects.filter(action__startswith="purchase.", kind="spend_purchasing.requisition")
    assert written.count() == 9
    assert queries.exceptions(world.root, world.council, 2026).found == []


def test_every_state_says_what_to_do_instead() -> None:
    assert set(LIFE.why_not) == set(State)
    for since in State:
        for then in State:
            if (since, then) not in STATES:
                with pytest.raises(NotPossible, match="Requisition R-1 "):
                    LIFE.moved("Requisition R-1", since, then)


def test_numbers_run_by_council_and_financial_year(world: World) -> None:
    def ask(where: Organisation, on: date) -> str:
        given = said(world, supplier=None)
        service = Service.objects.get(organisation=where, slug="waste")
        said_there = type(given)(**{**vars(given), "service": service})
        person = world.root if where == world.council else world.person["other"]
        return actions.ask(person, organisation=where, said=said_there, on=on).reference

    assert ask(world.council, date(2026, 3, 31)) == "R-2025-0001"
    assert ask(world.council, date(2026, 4, 1)) == "R-2026-0001"
    assert ask(world.council, TODAY) == "R-2026-0002"
    assert ask(world.other, TODAY) == "R-2026-0001"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"lines": ()}, "at least one line"),
        ({"lines": (LineSaid("Bin", D(0), 1),)}, "above nought"),
        ({"lines": (LineSaid("Bin", D("1.2345"), 1),)}, "three decimals"),
        ({"lines": (LineSaid("Bin", D("NaN"), 1),)}, "number"),
        ({"lines": (LineSaid("Bin", D(1), 1, 175),)}, "rate of VAT"),
        ({"lines": (LineSaid("Bin", D(10**8), 10**9),)}, "more than a council buys"),
        ({"title": " "}, "title is empty"),
        ({"reason": "mood"}, "from the list"),
        ({"reason": "emergency"}, "Say more"),
        ({"reason": "waiver", "reason_words": "It is waived"}, "number of the waiver"),
        ({"lines": (LineSaid("Bin", D(1), 20_000_00),)}, "Two people then approve it"),
    ],
)
def test_what_cannot_be_asked_for_is_said(world: World, more: dict[str, object], words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        actions.ask(world.person[MANAGER], organisation=world.council, said=said(world, **more))
    assert not Requisition.objects.exists()


def test_another_service_or_council_is_not_asked_for(
    world: World, skips: Supplier, contract: Contract
) -> None:
    with pytest.raises(PermissionDenied):
        actions.ask(world.person[MANAGER], organisation=world.council, said=said(world, service="homes"))
    with pytest.raises(NotPossible, match="not with Beck Skips"):
        actions.ask(
            world.person[MANAGER],
            organisation=world.council,
            said=said(world, supplier=skips, contract=contract),
        )
    theirs = Service.objects.get(organisation=world.other, slug="waste")
    with pytest.raises(NotPossible, match="of this council"):
        given = said(world)
        actions.ask(
            world.root, organisation=world.council, said=type(given)(**{**vars(given), "service": theirs})
        )


def test_a_supplier_without_contract_or_reason_is_not_sent(world: World, skips: Supplier) -> None:
    one = actions.ask(world.person[MANAGER], organisation=world.council, said=said(world, supplier=skips))
    with pytest.raises(NotPossible, match="Choose the contract"):
        actions.send(world.person[MANAGER], requisition=one)


def test_above_a_limit_a_higher_role_approves_too(world: World, asking: Asking) -> None:
    one = asking(by=BUYER, lines=(LineSaid("Bin", D(100), 70_00),))
    assert actions.approve(world.person[MANAGER], requisition=one) is False
    assert now(one).state == State.ASKED
    with pytest.raises(NotPossible, match=r"Section 151 officer \(up to £50,000\)"):
        actions.approve(world.person[DIRECTOR], requisition=one)
    with pytest.raises(NotPossible, match="second pair of eyes"):
        actions.approve(world.person[MANAGER], requisition=one)
    assert actions.approve(world.person[TREASURER], requisition=one) is True
    actions.order(world.person[ADMIN], requisition=one)
    found = queries.exceptions(world.root, world.council, 2026)
    assert [(it.kind, it.words) for it in found.found] == [
        ("higher", "Service manager, then Section 151 officer")
    ]


def test_a_role_without_a_limit_approves_nothing(world: World, asking: Asking) -> None:
    one = asking(by=BUYER)
    queries.ApprovalLimit.objects.all().delete()
    with pytest.raises(NotPossible, match="No role’s limit reaches £500"):
        actions.approve(world.person[DIRECTOR], requisition=one)
    role = Role.objects.get(slug="director")
    given = {"organisation": world.council, "role": role, "from_date": TODAY, "reason": "Agreed."}
    with pytest.raises(PermissionDenied):
        actions.set_limit(world.person[DIRECTOR], pence=1, **given)
    actions.set_limit(world.person[TREASURER], pence=499_99, **given)
    assert actions.approve(world.person[DIRECTOR], requisition=one) is False
    own = given | {"role": Role.objects.get(slug=TREASURER)}
    with pytest.raises(NotPossible, match="somebody else sets that limit"):
        actions.set_limit(world.person[TREASURER], pence=10**9, **own)
    with pytest.raises(NotPossible, match="approves nothing"):
        actions.set_limit(world.root, pence=1, **(given | {"role": Role.objects.get(slug="auditor")}))
    with pytest.raises(NotPossible, match="or a later one"):
        actions.set_limit(world.root, pence=1, **(given | {"from_date": TODAY - timedelta(days=1)}))


def test_a_limit_holds_from_its_day(world: World, asking: Asking) -> None:
    role = Role.objects.get(slug="director")
    tomorrow = TODAY + timedelta(days=1)
    actions.set_limit(
        world.root, organisation=world.council, role=role, pence=0, from_date=tomorrow, reason="Savings."
    )
    assert actions.approve(world.person[DIRECTOR], requisition=asking()) is True


def test_a_change_after_approval_sends_it_back(world: World, asking: Asking) -> None:
    one = asking()
    actions.approve(world.person[DIRECTOR], requisition=one)
    more = said(world, lines=(LineSaid("Litter bin", D(11), 50_00),))
    actions.change_requisition(world.person[MANAGER], requisition=one, said=more)
    it = whole(world, one)
    assert (it.requisition.state, it.requisition.version, it.approvals, len(it.lines)) == ("asked", 2, [], 1)
    assert one.lines.count() == 2  # the first version's stay
    with pytest.raises(NotPossible, match="waits for approval"):
        actions.order(world.person[BUYER], requisition=one)
    assert actions.approve(world.person[DIRECTOR], requisition=one) is True  # of another version
    actions.order(world.person[BUYER], requisition=one)
    with pytest.raises(NotPossible, match="has an order"):
        actions.change_requisition(world.person[MANAGER], requisition=one, said=more)


def test_who_changed_it_does_not_approve_it(world: World, asking: Asking) -> None:
    one = asking()
    actions.change_requisition(world.person[PARTNER], requisition=one, said=said(world))
    with pytest.raises(NotPossible, match="You asked for it, and nobody approves what they asked for"):
        actions.approve(world.person[PARTNER], requisition=one)


def test_a_refusal_has_a_reason_and_may_be_asked_again(world: World, asking: Asking) -> None:
    one = asking()
    with pytest.raises(NotPossible, match="reason is empty"):
        actions.refuse(world.person[DIRECTOR], requisition=one, words=" ")
    actions.refuse(world.person[DIRECTOR], requisition=one, words="Mend them.")
    assert now(one).state == State.REFUSED
    actions.change_requisition(world.person[MANAGER], requisition=one, said=said(world))
    assert actions.approve(world.person[DIRECTOR], requisition=one) is True


def test_the_database_holds_what_the_table_holds(world: World, ordered: Asking) -> None:
    one = ordered()
    order = Order.objects.get()
    asker = one.asked_by
    given = {"requisition": one, "version": 9, "asked_by": asker, "role": "", "limit_pence": 1, "on": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(by=asker, at=order.at, **given)
    came(world, one, D(10))
    bill = billed(world, one, 500_00)
    shown = {"expected_pence": 1, "allowed_pence": 0, "first_time": True, "on": TODAY, "at": order.at}
    for by in (asker, order.by):
        with pytest.raises(IntegrityError), transaction.atomic():
            InvoiceMatch.objects.create(invoice=bill, asked_by=asker, ordered_by=order.by, by=by, **shown)


# --- contracts ---


def test_an_order_needs_a_contract_that_runs_and_has_enough_left(world: World, asking: Asking) -> None:
    first, second = (
        asking(lines=(LineSaid("Bin", D(1), 4_900_00),)),
        asking(lines=(LineSaid("Bin", D(1), 5_000_00),)),
    )
    third = asking(lines=(LineSaid("Bin", D(1), 101_00),))
    for one in (first, second, third):
        actions.approve(world.person[DIRECTOR], requisition=one)
    actions.order(world.person[BUYER], requisition=first)
    actions.order(world.person[BUYER], requisition=second)
    with pytest.raises(NotPossible, match="C-1 has £100 left of £10,000: £0 is spent and £9,900 ordered"):
        actions.order(world.person[BUYER], requisition=third)
    with pytest.raises(NotPossible, match="reason is empty"):
        actions.exceed(world.person[BUYER], requisition=third, words="")
    actions.exceed(world.person[BUYER], requisition=third, words="The new contract starts in April.")
    assert now(third).state == State.ASKED
    with pytest.raises(NotPossible, match=r"second pair of eyes: .*Section 151 Officer"):
        actions.approve(world.person[DIRECTOR], requisition=third)
    assert actions.approve(world.person[TREASURER], requisition=third) is True
    actions.order(world.person[BUYER], requisition=third)
    found = queries.exceptions(world.root, world.council, 2026)
    assert [(it.kind, it.order.net_pence) for it in found.found] == [(Kind.OVER_VALUE, 101_00)]


def test_a_contract_that_is_over_takes_no_order(world: World, asking: Asking, contract: Contract) -> None:
    one = asking()
    actions.approve(world.person[DIRECTOR], requisition=one)
    Contract.objects.update(ends=date(2026, 10, 31), last_day=date(2026, 10, 31))
    with pytest.raises(NotPossible, match="does not run"):
        actions.order(world.person[BUYER], requisition=one)
    with pytest.raises(NotPossible, match="choose one that does"):
        asking()


def test_what_a_contract_has_left_counts_the_ledger_where_it_says_more(
    world: World, ordered: Asking, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ordered()
    assert (left.left(contract, TODAY).pence, left.left(contract, TODAY).ordered) == (9_500_00, 500_00)
    came(world, one, D(10))
    actions.match(world.person[PARTNER], invoice=billed(world, one, 480_00))
    it = left.left(contract, TODAY)
    assert (it.spent, it.ordered, it.pence) == (480_00, 20_00, 9_500_00)
    monkeypatch.setitem(TOLD, "a ledger", lambda keys: dict.fromkeys(keys, 3_000_00))
    assert left.left(contract, TODAY).pence == 6_980_00
    Contract.objects.update(value_pence=None)
    unvalued = left.left(Contract.objects.get(), TODAY)
    assert unvalued.pence is None and not unvalued.short(10**12)


def test_what_was_left_open_is_chosen_with_the_order(
    world: World, asking: Asking, contract: Contract, skips: Supplier
) -> None:
    one = asking(supplier=None)
    actions.approve(world.person[DIRECTOR], requisition=one)
    with pytest.raises(NotPossible, match="Choose the contract"):
        actions.order(world.person[BUYER], requisition=one, supplier=skips)
    with pytest.raises(NotPossible, match="not with Beck Skips"):
        actions.order(world.person[BUYER], requisition=one, supplier=skips, contract=contract)
    assert (
        actions.order(world.person[BUYER], requisition=one, contract=contract).supplier == contract.supplier
    )


def test_without_a_contract_it_is_an_exception_with_its_reason(
    world: World, ordered: Asking, skips: Supplier
) -> None:
    one = ordered(supplier=skips, reason="waiver", reason_words="Waiver 12 of May")
    assert Order.objects.get().contract is None
    found = queries.exceptions(world.root, world.council, 2026)
    assert [(it.kind, it.reason, it.words) for it in found.found] == [
        (Kind.NO_CONTRACT, "a waiver, with its number", "Waiver 12 of May")
    ]
    actions.cancel(world.person[BUYER], requisition=one, words="Not needed.")
    assert queries.exceptions(world.root, world.council, 2026).found == []
    assert Order.objects.get().standing_pence == 0


def test_an_order_is_cancelled_by_those_who_place_them_while_nothing_came(
    world: World, ordered: Asking
) -> None:
    one = ordered()
    with pytest.raises(PermissionDenied):
        actions.cancel(world.person[MANAGER], requisition=one, words="No.")
    came(world, one, D(1))
    with pytest.raises(NotPossible, match="part of it came"):
        actions.cancel(world.person[MANAGER], requisition=now(one), words="No.")


# --- receipts and invoices ---


def test_what_comes_is_no_more_than_ordered_and_may_be_sent_back(world: World, ordered: Asking) -> None:
    one = ordered()
    for quantity, words in ((D(11), "too many"), (D(-1), "only 0 came"), (D(0), "at least one line")):
        with pytest.raises(NotPossible, match=words):
            came(world, one, quantity)
    came(world, one, D(10))
    with pytest.raises(NotPossible, match="Say why it is sent back"):
        came(world, one, D(-2))
    came(world, one, D(-2), words="Cracked.")
    assert now(one).state == State.PART
    actions.close_short(world.person[ADMIN], requisition=now(one), words="No more are made.")
    assert (now(one).state, Order.objects.get().standing_pence) == (State.RECEIVED, 400_00)
    assert actions.match(world.person[PARTNER], invoice=billed(world, one, 400_00)) is True


def test_goods_or_bills_before_the_order_need_a_reason_and_are_counted(world: World, ordered: Asking) -> None:
    one = ordered()
    early = TODAY - timedelta(days=3)
    with pytest.raises(NotPossible, match="before the order of 16 November 2026: say why"):
        came(world, one, D(1), on=early)
    with pytest.raises(NotPossible, match="counted as a retrospective order"):
        billed(world, one, 100_00, dated=early)
    billed(world, one, 100_00, dated=early, because="The driver brought it along.")
    came(world, one, D(1), on=early)  # said once
    found = queries.exceptions(world.root, world.council, 2026)
    assert [(it.kind, it.words) for it in found.found] == [
        (Kind.RETROSPECTIVE, "The driver brought it along.")
    ]


def test_the_same_number_of_a_supplier_comes_once(world: World, ordered: Asking) -> None:
    one, other = ordered(), ordered()
    first = billed(world, one, 100_00, "INV 00-123/a")
    for number in ("INV 00-123/a", "inv-123A", "INV123A"):
        with pytest.raises(Twice, match="for order PO-2026-0001") as seen:
            billed(world, other, 500_00, number)
        assert seen.value.first == first
    billed(world, other, 500_00, "INV-124")
    actions.withdraw(world.person[PARTNER], invoice=first, words="Wrong order.")
    assert billed(world, other, 100_00, "INV-123A").plain_number == "INV123A"
    for more, words in (
        ({"vat_pence": 1, "gross_pence": 5}, "write the three"),
        ({"dated": TODAY + timedelta(days=1)}, "on the day it bears or later"),
    ):
        given = {"number": "N1", "dated": TODAY, "received_on": TODAY, "net_pence": 1_00, "vat_pence": 0}
        with pytest.raises(NotPossible, match=words):
            actions.record_invoice(
                world.person[PARTNER], requisition=one, **(given | {"gross_pence": 1_00} | more)  # type: ignore[arg-type]
            )  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "net", "fits"),
    [
        (10, 500_00, True),
        (10, 510_00, True),  # 2% is £10, and £10 is tolerated
        (10, 510_01, False),
        (5, 255_00, True),  # 2% is £5, the smaller
        (5, 255_01, False),
        (5, 100_00, True),  # for a part
    ],
)
def test_a_bill_is_held_against_what_came(
    world: World, ordered: Asking, quantity: int, net: int, fits: bool
) -> None:
    one = ordered()
    bill = billed(world, one, net)
    with pytest.raises(NotPossible, match="Nothing has come"):
        actions.match(world.person[PARTNER], invoice=bill)
    came(world, one, D(quantity))
    if not fits:
        with pytest.raises(NotPossible, match="too much"):
            actions.match(world.person[PARTNER], invoice=bill)
        return
    actions.match(world.person[PARTNER], invoice=bill)
    with pytest.raises(NotPossible, match=r"too much|so over|Nothing has come"):
        actions.match(world.person[PARTNER], invoice=billed(world, one, 500_00, "INV-2"))


def test_a_dispute_pauses_the_days_to_pay(
    world: World, ordered: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ordered()
    came(world, one, D(10))
    bill = billed(world, one, 500_00)
    actions.dispute(world.person[PARTNER], invoice=bill, words="Two are missing.")
    with pytest.raises(NotPossible, match="in dispute"):
        actions.match(world.person[PARTNER], invoice=bill)
    later = TODAY + timedelta(days=10)
    monkeypatch.setattr("moothall.core.clock.today", lambda: later)
    assert list(owing.invoices(world.council, later, later + timedelta(days=90))) == []
    actions.settle(world.person[PARTNER], invoice=bill, words="They came.")
    assert Invoice.objects.get().due(later) == TODAY + timedelta(days=39)
    actions.match(world.person[PARTNER], invoice=bill)
    assert InvoiceMatch.objects.get().first_time is False
    owed = list(owing.invoices(world.council, later, later + timedelta(days=90)))
    assert {it.due for it in owed} == {TODAY + timedelta(days=39)} and "pay it" in owed[0].title
    with pytest.raises(NotPossible, match="that day or a later one"):
        actions.pay(world.person[PARTNER], invoice=bill, on=TODAY - timedelta(days=1))
    actions.pay(world.person[PARTNER], invoice=bill, on=later)
    assert list(owing.invoices(world.council, later, later + timedelta(days=90))) == []


def test_a_credit_note_is_matched_with_its_bill_or_after_it(
    world: World, ordered: Asking, contract: Contract
) -> None:
    partner = world.person[PARTNER]
    one = ordered()
    came(world, one, D(10))
    bill = billed(world, one, 560_00)  # at six pounds too much for each
    with pytest.raises(NotPossible, match="too much"):
        actions.match(partner, invoice=bill)
    with pytest.raises(NotPossible, match="£560 without VAT is left to credit"):
        billed(world, one, 560_01, "CN-1", credits=bill)
    note = billed(world, one, 60_00, "CN-1", credits=bill)
    with pytest.raises(NotPossible, match="together with invoice INV-1"):
        actions.match(partner, invoice=note)
    with pytest.raises(NotPossible, match="Credit note CN-1 is for it"):
        actions.withdraw(partner, invoice=bill, words="Wrong.")
    assert actions.match(partner, invoice=bill) is True
    assert {it.standing for it in Invoice.objects.all()} == {"matched"} and InvoiceMatch.objects.count() == 2
    assert left.left(contract, TODAY).spent == 500_00
    with pytest.raises(NotPossible, match="not paid"):
        actions.pay(partner, invoice=note, on=TODAY)
    with pytest.raises(NotPossible, match="so over"):
        billed(world, now(one), 10_00, "INV-2")
    later = billed(world, now(one), 100_00, "CN-2", credits=bill)
    roster = Roster(world.council, TODAY)
    assert [what for _it, what in queries.waiting(partner, world.council, TODAY, roster)] == [
        "Match its credit note"
    ]
    actions.match(partner, invoice=later)
    assert Order.objects.get().standing_pence == left.left(contract, TODAY).spent == 400_00
    other = billed(world, ordered(), 100_00, "INV-3")
    with pytest.raises(NotPossible, match="an invoice of this order"):
        billed(world, now(one), 1_00, "CN-3", credits=other)
    assert list(shares.first_time(world.council)) == [(TODAY, "Waste and recycling", True)]


# --- what is owed, and services that become others ---


def test_an_approval_is_owed_by_those_whose_word_would_help(world: World, asking: Asking) -> None:
    one = asking(lines=(LineSaid("Bin", D(1), 3_000_00),))
    until = TODAY + timedelta(days=60)

    def names() -> set[str]:
        return {it.person.username for it in owing.approvals(world.council, TODAY, until) if it.person}

    assert names() == {PARTNER, DIRECTOR, TREASURER}
    actions.approve(world.person[PARTNER], requisition=one)
    assert names() == {DIRECTOR, TREASURER}
    assert list(owing.approvals(world.other, TODAY, until)) == []


def test_an_open_requisition_goes_with_its_service(world: World, asking: Asking) -> None:
    one = asking()
    service, to = one.service, Service.objects.get(organisation=world.council, slug="homes")
    [thing] = rehoming.rule(service, TODAY)
    thing.move(to, Act(TODAY, AuditEntry.objects.latest("pk").at))
    assert now(one).service == to
