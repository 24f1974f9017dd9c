"""A requisition is written, changed, sent for approval and given up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max

from moothall.core import clock
from moothall.core.audit import change, subject
from moothall.core.errors import NotPossible
from moothall.core.models import Organisation, Person, Service
from moothall.core.permission import require
from moothall.core.wording import line, prose, prose_or_none
from moothall.direction.money import pounds
from moothall.kit.numbers import NotANumber, split
from moothall.spend.actions.held import one_at_a_time
from moothall.spend.models import Contract, Supplier
from moothall.spend.permissions import ORDER, REQUEST
from moothall.spend.purchasing import rules
from moothall.spend.purchasing.actions.held import LONGEST, LONGEST_LINE, did, move, of_requisition
from moothall.spend.purchasing.duties import Duty
from moothall.spend.purchasing.left import left
from moothall.spend.purchasing.life import CHANGEABLE, LIFE, WITH_WORDS, Kind, Reason, State, Vat
from moothall.spend.purchasing.models import Departure, Line, Requisition

MOST_LINES = 50


@dataclass(frozen=True)
class LineSaid:
    """What is to be bought: how many, pence each without VAT, and the rate of VAT per mille."""

    words: str
    quantity: Decimal
    unit_pence: int
    vat_per_mille: int = 200


@dataclass(frozen=True)
class Said:
    """What a requisition says. No supplier: not chosen yet.

    `reason` and `reason_words` say why there is no contract, `retrospective` why the goods or the invoice came first,
    `over` why more is bought than the contract has left. Each that is said is an exception, and counted.
    """

    service: Service
    title: str
    why: str
    needed_by: date
    lines: tuple[LineSaid, ...]
    supplier: Supplier | None = None
    contract: Contract | None = None
    reason: str = ""
    reason_words: str = ""
    retrospective: str = ""
    over: str = ""


def ask(person: Person, *, organisation: Organisation, said: Said, on: date | None = None) -> Requisition:
    """Writes a requisition down as a draft, with its number. `send` has it approved."""
    today = on or clock.today()
    with change(
        person, REQUEST, "purchase.drafted", organisation=organisation, service=said.service.slug
    ) as entry:
        one_at_a_time(organisation)
        year = rules.financial_year(today)
        theirs = Requisition.objects.filter(organisation=organisation, year=year)
        made = Requisition(
            organisation=organisation,
            year=year,
            number=(theirs.aggregate(it=Max("number"))["it"] or 0) + 1,
            asked_by=person,
            asked_on=today,
        )
        entry.after = _say(person, made, said, today)
        did(person, made, "Wrote it", on=today, duty=Duty.ASK)
        subject(entry, made)
    return made


def change_requisition(
    person: Person, *, requisition: Requisition, said: Said, on: date | None = None
) -> None:
    """Says anew what is asked for. What was approved of it counts no more: it waits for approval again."""
    today = on or clock.today()
    with of_requisition(person, REQUEST, "purchase.changed", requisition, on=today, duty=Duty.ASK) as (
        whole,
        entry,
    ):
        it = whole.requisition
        require(person, REQUEST, it.organisation, service=said.service.slug)
        if it.state not in CHANGEABLE:
            raise NotPossible(
                f"Requisition {it.reference} has an order, so it stays as it is: ask for something new."
            )
        back = it.state in (State.ASKED, State.APPROVED, State.REFUSED)
        if it.state == State.REFUSED or it.state == State.APPROVED:
            it.state = LIFE.moved(f"Requisition {it.reference}", it.state, State.ASKED)
        it.version += 1
        entry.after = _say(person, it, said, today)
        if back:
            _complete(it)
        did(
            person, it, "Changed it" + (", so it is asked for again" if back else ""), on=today, duty=Duty.ASK
        )


def send(person: Person, *, requisition: Requisition, on: date | None = None) -> None:
    """Sends a draft for approval."""
    today = on or clock.today()
    with of_requisition(person, REQUEST, "purchase.asked", requisition, on=today, duty=Duty.ASK) as (
        whole,
        _entry,
    ):
        it = whole.requisition
        _complete(it)
        it.asked_on = today
        move(it, State.ASKED)
        did(person, it, "Sent it for approval", on=today, duty=Duty.ASK)


def cancel(person: Person, *, requisition: Requisition, words: str, on: date | None = None) -> None:
    """Gives a requisition up. An order that was placed is cancelled by those who place them, while nothing has come."""
    today = on or clock.today()
    permission = ORDER if requisition.state == State.ORDERED else REQUEST
    with of_requisition(person, permission, "purchase.cancelled", requisition, on=today) as (whole, entry):
        it = whole.requisition
        LIFE.moved(f"Requisition {it.reference}", it.state, State.CANCELLED)
        if whole.order and permission != ORDER:
            raise NotPossible(f"Requisition {it.reference} is ordered now: open it again.")
        if any(one.standing != "withdrawn" for one in whole.invoices):
            raise NotPossible(
                "An invoice came for this order: match it, or have the supplier take it back first."
            )
        reason = prose(words, "the reason", LONGEST)
        move(it, State.CANCELLED)
        if whole.order:
            whole.order.standing_pence = 0
            whole.order.save(update_fields=["standing_pence"])
        did(person, it, "Cancelled it", on=today, words=reason)
        entry.after = {"reason": reason}


def _say(person: Person, it: Requisition, said: Said, on: date) -> dict[str, Any]:
    """Writes the words, lines and departures of a version; what the audit keeps of it."""
    here = it.organisation
    _ours(it, said)
    it.service = said.service
    it.title = line(said.title, "the title", LONGEST_LINE)
    it.why = prose(said.why, "why it is needed", LONGEST)
    it.needed_by = said.needed_by
    it.contract = said.contract
    it.supplier = said.supplier or (said.contract.supplier if said.contract else None)
    lines = _lines(said)
    it.net_pence = sum(one.net_pence for one in lines)
    it.vat_pence = sum(one.vat_pence for one in lines)
    if it.net_pence > rules.MOST:
        raise NotPossible("That is more than a council buys: check the quantities and the prices.")
    departures = _departures(it, said, on)
    it.save()
    for one in lines:
        one.requisition, one.version = it, it.version
    Line.objects.bulk_create(lines)
    for made in departures:
        made.requisition, made.version, made.by = it, it.version, person
        made.on, made.at = on, clock.now()
    Departure.objects.bulk_create(departures)
    return {
        "version": it.version,
        "title": it.title,
        "service": it.service.slug,
        "supplier": it.supplier.name if it.supplier else None,
        "contract": it.contract.reference if it.contract else None,
        "net in pence": it.net_pence,
        "VAT in pence": it.vat_pence,
        "lines": [f"{one.quantity} × {one.words}" for one in lines],
        "exceptions": {one.kind: f"{one.reason} {one.words}".strip() for one in departures},
        "council": here.slug,
    }


def _ours(it: Requisition, said: Said) -> None:
    here = {it.organisation_id}
    named = [said.service, *(one for one in (said.supplier, said.contract) if one)]
    if {one.organisation_id for one in named} != here:
        raise NotPossible("Choose a service, a supplier and a contract of this council.")
    if said.supplier and said.supplier.replaced_by_id:
        raise NotPossible(f"‘{said.supplier}’ was superseded: choose the supplier that it is now.")
    if said.contract and said.supplier and said.contract.supplier_id != said.supplier.pk:
        raise NotPossible(
            f"Contract {said.contract.reference} is with {said.contract.supplier}, not with {said.supplier}: "
            "choose the one or the other."
        )
    if said.contract and said.reason:
        raise NotPossible("Choose a contract, or say why there is none: one of the two.")


def _lines(said: Said) -> list[Line]:
    if not said.lines:
        raise NotPossible("Write at least one line: what, how many, and what one costs.")
    if len(said.lines) > MOST_LINES:
        raise NotPossible(f"A requisition has {MOST_LINES} lines at most: ask for the rest in another.")
    return [_line(place, one) for place, one in enumerate(said.lines, 1)]


def _line(place: int, said: LineSaid) -> Line:
    words = line(said.words, f"line {place}", LONGEST_LINE)
    try:
        mantissa, scale = split(said.quantity)
    except NotANumber as fault:
        raise NotPossible(str(fault)) from fault
    if said.quantity <= 0:
        raise NotPossible(f"Line {place}: give a quantity above nought.")
    if scale > 3 or said.quantity >= 10**9:
        raise NotPossible(
            f"Line {place}: give a quantity below a thousand million, with three decimals at most."
        )
    if str(said.vat_per_mille) not in Vat.values:
        raise NotPossible(f"Line {place}: choose a rate of VAT from the list.")
    return Line(
        position=place,
        words=words,
        mantissa=mantissa,
        scale=scale,
        unit_pence=said.unit_pence,
        vat_per_mille=said.vat_per_mille,
    )


def _departures(it: Requisition, said: Said, on: date) -> list[Departure]:
    found = []
    if said.reason:
        if said.reason not in Reason.values:
            raise NotPossible("Choose why there is no contract from the list.")
        words = prose_or_none(said.reason_words, "the reason", LONGEST)
        if said.reason in WITH_WORDS and not words:
            raise NotPossible(f"Say more about {Reason(said.reason).label}: whoever approves it reads it.")
        if said.reason == Reason.WAIVER and not any(one.isdigit() for one in words):
            raise NotPossible("Give the number of the waiver.")
        found.append(Departure(kind=Kind.NO_CONTRACT, reason=said.reason, words=words))
    if said.retrospective:
        words = prose(said.retrospective, "why it came first", LONGEST)
        found.append(Departure(kind=Kind.RETROSPECTIVE, words=words))
    if it.contract:
        found += _against(it, said, it.contract, on)
    return found


def _against(it: Requisition, said: Said, contract: Contract, on: date) -> list[Departure]:
    now = left(contract, on)
    if not now.live:
        raise NotPossible(
            f"Contract {contract.reference} does not run ({now.state.label}): choose one that does, or say why "
            "there is none."
        )
    if not now.short(it.net_pence):
        return []
    words = prose_or_none(said.over, "the reason", LONGEST)
    if not words:
        raise NotPossible(
            f"Contract {contract.reference} has {pounds(max(now.pence or 0, 0))} left, and this is "
            f"{pounds(it.net_pence)}: say under ‘Why more than the contract has left’ why it is bought all the same. "
            "Two people then approve it."
        )
    return [Departure(kind=Kind.OVER_VALUE, words=words)]


def _complete(it: Requisition) -> None:
    """Raises NotPossible where something that an approver must know is not said."""
    if not it.net_pence:
        raise NotPossible("It costs nothing as it is written: give what one of a line costs.")
    told = it.departures.filter(version=it.version, kind=Kind.NO_CONTRACT).exists()
    if it.supplier and not it.contract and not told:
        raise NotPossible("Choose the contract that it is bought under, or say why there is none.")
