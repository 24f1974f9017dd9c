"""An order is placed with a supplier, against a contract that runs and has enough left; and what comes is recorded."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Max

from moothall.core import clock
from moothall.core.errors import NotPossible
from moothall.core.models import Person
from moothall.core.wording import prose, prose_or_none
from moothall.direction.money import pounds
from moothall.kit.documents.words import spoken_date
from moothall.kit.numbers import NotANumber, plain, split
from moothall.spend.actions.held import one_at_a_time
from moothall.spend.models import Contract, Supplier
from moothall.spend.permissions import ORDER, REQUEST
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.actions.held import LONGEST, did, move, of_requisition
from moothall.spend.purchasing.duties import Duty
from moothall.spend.purchasing.left import left
from moothall.spend.purchasing.life import LIFE, PLACED, Kind, State
from moothall.spend.purchasing.models import Departure, Line, Order, Receipt, Requisition
from moothall.spend.purchasing.queries import Whole


def order(
    person: Person,
    *,
    requisition: Requisition,
    supplier: Supplier | None = None,
    contract: Contract | None = None,
    deliver_to: str = "",
    on: date | None = None,
) -> Order:
    """Places the order of an approved requisition. The supplier and contract are those approved, where any were."""
    today = on or clock.today()
    with of_requisition(person, ORDER, "purchase.ordered", requisition, on=today, duty=Duty.ORDER) as (
        whole,
        entry,
    ):
        it = whole.requisition
        one_at_a_time(it.organisation)
        if it.state != State.APPROVED:
            raise NotPossible(LIFE.refusal(f"Requisition {it.reference}", it.state, State.ORDERED))
        whom, under = _chosen(whole, supplier, contract)
        if under:
            _enough(whole, under, today)
        year = rules.financial_year(today)
        theirs = Order.objects.filter(organisation=it.organisation, year=year)
        made = Order.objects.create(
            organisation=it.organisation,
            requisition=it,
            year=year,
            number=(theirs.aggregate(it=Max("number"))["it"] or 0) + 1,
            supplier=whom,
            contract=under,
            net_pence=it.net_pence,
            standing_pence=it.net_pence,
            deliver_to=prose_or_none(deliver_to, "where it is to come", LONGEST),
            asked_by=it.asked_by,
            by=person,
            on=today,
            at=clock.now(),
        )
        move(it, State.ORDERED)
        did(person, it, f"Placed order {made.reference} with {whom}", on=today, duty=Duty.ORDER)
        entry.after = {
            "order": made.reference,
            "supplier": whom.name,
            "contract": under.reference if under else None,
            "net in pence": made.net_pence,
        }
    return made


def exceed(
    person: Person,
    *,
    requisition: Requisition,
    words: str,
    contract: Contract | None = None,
    on: date | None = None,
) -> None:
    """Asks that an approved requisition be ordered though its contract has too little left: somebody else looks too."""
    today = on or clock.today()
    with of_requisition(
        person, ORDER, "purchase.second_look_asked", requisition, on=today, duty=Duty.ORDER
    ) as (whole, entry):
        it = whole.requisition
        if it.state != State.APPROVED:
            raise NotPossible(LIFE.refusal(f"Requisition {it.reference}", it.state, State.ASKED))
        under = it.contract or contract
        if under is None or not left(under, today).short(it.net_pence):
            raise NotPossible("Its contract has enough left: place the order.")
        if whole.departs(Kind.OVER_VALUE):
            raise NotPossible("Somebody else has looked at it already: place the order.")
        reason = prose(words, "the reason", LONGEST)
        depart(person, it, Kind.OVER_VALUE, reason, today)
        it.contract, it.supplier = under, it.supplier or under.supplier
        move(it, State.ASKED)
        did(person, it, "Asked for a second look: its contract has too little left", on=today, words=reason)
        entry.after = {"contract": under.reference, "reason": reason}


def receive(
    person: Person,
    *,
    requisition: Requisition,
    came: Mapping[int, Decimal],
    words: str = "",
    because: str = "",
    on: date | None = None,
) -> None:
    """Records how much came of each line (by its key) on a day; below nought, what was sent back, with words.

    What came before the order was placed needs a reason, `because`: the order is retrospective, and counted as one.
    """
    today = clock.today()
    day = on or today
    with of_requisition(person, REQUEST, "purchase.received", requisition, on=day, duty=Duty.RECEIVE) as (
        whole,
        entry,
    ):
        it, placed = whole.requisition, whole.order
        if it.state not in PLACED or placed is None:
            raise NotPossible(LIFE.refusal(f"Requisition {it.reference}", it.state, State.RECEIVED))
        said = prose_or_none(words, "what is said of it", LONGEST)
        lines = {one.pk: one for one in whole.lines}
        some = {key: value for key, value in came.items() if value}
        if not some or not some.keys() <= lines.keys():
            raise NotPossible("Write how much came of at least one line.")
        if day < placed.on:
            retrospective(person, whole, f"What came on {spoken_date(day)} came", because, day)
        for key, value in some.items():
            _received(person, whole, placed, lines[key], value, said, day)
        whole.__dict__.pop("came", None)
        _settle(whole)
        sent = any(value < 0 for value in some.values())
        listed = "; ".join(f"{plain(value)} × {lines[key].words}" for key, value in some.items())
        what = f"{'Sent back' if sent else 'Received'} {listed}"
        did(person, it, what[:300], on=day, words=said, duty=Duty.RECEIVE)
        entry.after = {"came": {lines[key].words: plain(value) for key, value in some.items()}}


def close_short(person: Person, *, requisition: Requisition, words: str, on: date | None = None) -> None:
    """Says that the rest of an order will not come: it is received as far as it is, and binds no more than that."""
    today = on or clock.today()
    with of_requisition(person, ORDER, "purchase.closed_short", requisition, on=today) as (whole, entry):
        it, placed = whole.requisition, whole.order
        if it.state != State.PART or placed is None:
            raise NotPossible(LIFE.refusal(f"Requisition {it.reference}", it.state, State.RECEIVED))
        reason = prose(words, "the reason", LONGEST)
        placed.short, placed.standing_pence = True, whole.received_pence
        placed.save(update_fields=["short", "standing_pence"])
        move(it, State.RECEIVED)
        did(person, it, "Said that the rest will not come", on=today, words=reason)
        entry.after = {"reason": reason, "came in pence": whole.received_pence}


def depart(person: Person, it: Requisition, kind: Kind, words: str, on: date) -> None:
    """Writes down that a version departs from the rule, and why."""
    Departure.objects.create(
        requisition=it, version=it.version, kind=kind, words=words, by=person, on=on, at=clock.now()
    )


def retrospective(person: Person, whole: Whole, what: str, because: str, on: date) -> None:
    """Something came before the order: it is written down with its reason, once. Raises NotPossible without one."""
    if whole.departs(Kind.RETROSPECTIVE):
        return
    if not because.strip():
        assert whole.order
        raise NotPossible(
            f"{what} before the order of {spoken_date(whole.order.on)}: say why it was not ordered first. It is "
            "counted as a retrospective order."
        )
    depart(person, whole.requisition, Kind.RETROSPECTIVE, prose(because, "the reason", LONGEST), on)


def _chosen(
    whole: Whole, supplier: Supplier | None, contract: Contract | None
) -> tuple[Supplier, Contract | None]:
    it = whole.requisition
    if it.contract and contract and contract.pk != it.contract_id:
        raise NotPossible(
            f"It was approved under contract {it.contract.reference}: change it to use another."
        )
    if it.supplier and supplier and supplier.pk != it.supplier_id:
        raise NotPossible(f"It was approved for {it.supplier}: change it to buy from somebody else.")
    under = it.contract or contract
    if whole.departs(Kind.NO_CONTRACT):
        if contract:
            raise NotPossible("It was approved without a contract: change it to use one.")
        under = None
    elif under is None:
        raise NotPossible(
            "Choose the contract to order against. Without one it needs a reason that is approved: have it changed."
        )
    whom = it.supplier or supplier or (under.supplier if under else None)
    if whom is None:
        raise NotPossible("Choose the supplier.")
    ours = it.organisation_id
    if whom.organisation_id != ours or (under and under.organisation_id != ours):
        raise NotPossible("Choose a supplier and a contract of this council.")
    if under and under.supplier_id != whom.pk:
        raise NotPossible(f"Contract {under.reference} is with {under.supplier}, not with {whom}.")
    return whom, under


def _enough(whole: Whole, contract: Contract, on: date) -> None:
    now = left(contract, on)
    if not now.live:
        raise NotPossible(f"Contract {contract.reference} does not run ({now.state.label}): have it changed.")
    if now.short(whole.requisition.net_pence) and not whole.departs(Kind.OVER_VALUE):
        raise NotPossible(
            f"Contract {contract.reference} has {pounds(max(now.pence or 0, 0))} left of {pounds(now.value or 0)}: "
            f"{pounds(now.spent)} is spent and {pounds(now.ordered)} ordered. Ask for a second look, with a reason."
        )


def _received(
    person: Person, whole: Whole, placed: Order, line: Line, value: Decimal, words: str, day: date
) -> None:
    try:
        mantissa, scale = split(value)
    except NotANumber as fault:
        raise NotPossible(str(fault)) from fault
    now = whole.came[line.pk] + value
    if now > line.quantity:
        raise NotPossible(
            f"{line.words}: {plain(line.quantity)} were ordered and {plain(whole.came[line.pk])} came before, so "
            f"{plain(value)} more is too many. Send the rest back, or ask for it in a new requisition."
        )
    if now < 0:
        raise NotPossible(f"{line.words}: only {plain(whole.came[line.pk])} came, so no more is sent back.")
    if value < 0 and not words:
        raise NotPossible("Say why it is sent back.")
    if value < 0 and rules.net(-value, line.unit_pence) > whole.received_pence - whole.matched_pence:
        raise NotPossible("What is sent back was matched with an invoice: have the supplier credit it first.")
    Receipt.objects.create(
        order=placed,
        line=line,
        mantissa=mantissa,
        scale=scale,
        words=words,
        on=day,
        by=person,
        at=clock.now(),
    )
    whole.came[line.pk] = now


def _settle(whole: Whole) -> None:
    """The state that follows from what came."""
    it, placed = whole.requisition, whole.order
    assert placed
    fresh: dict[int, Decimal] = {one.pk: Decimal(0) for one in whole.lines}
    for one in Receipt.objects.filter(order=placed):
        fresh[one.line_id] += one.quantity
    whole.__dict__["came"] = fresh
    complete = whole.complete or (placed.short and any(fresh.values()))
    then = State.RECEIVED if complete else State.PART if any(fresh.values()) else State.ORDERED
    if placed.short:
        placed.standing_pence = whole.received_pence
        placed.save(update_fields=["standing_pence"])
    if then != it.state:
        move(it, then)
